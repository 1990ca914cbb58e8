"""Funds, envelopes and committees."""

from datetime import date

from app import clock
from app.accounts.models import Person
from app.committees.models import College, Committee, Seat, Sitting
from app.db import session, transaction
from app.funds.models import Fund, FundRules, FundYear
from app.funds.opening import FundOpening
from app.funds.services import envelopes, reserve
from app.projects.models import Attachment, Project
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from app.territory.models import Commune
from tests.make.people import person
from tests.make.territory import commune


@transaction()
def fund(city: Commune | None = None, **rules: object) -> Fund:
    """Return the fund of a city with one version of its rules, storing it when missing (no envelope yet)."""
    city = city or commune()
    found = session().query(Fund).filter_by(commune_id=city.id).one_or_none()
    if found:
        return found
    made = Fund(code=f"FPH-{city.insee}", name=f"Fonds des habitants de {city.name}", commune=city, gestionnaire="Asso")
    values = {
        "cap_cents": 1_000_00,
        "min_group": 3,
        "elsewhere": "Voyez le budget participatif de la ville.",
        "deposit_lead_days": 0,
        "advance_to_person": True,
        "advance_rate_person_pct": 70,
        **rules,
    }
    made.rules.append(FundRules(version=1, valid_from=date(2024, 1, 1), **values))
    session().add(made)
    session().flush()
    return made


@transaction()
def opening(someone: Person, **answers: object) -> FundOpening:
    """Store a fund that somebody has begun to open."""
    made = FundOpening(made_by_id=someone.id, answers=answers, changed_at=clock.now())
    session().add(made)
    session().flush()
    return made


@transaction()
def envelope(money: Fund | None = None, cents: int = 10_000_00, year: int | None = None) -> FundYear:
    """Open the envelope of a year (the present one) and put money in it."""
    opened = envelopes.open_year(money or fund(), year or clock.today().year)
    if cents:
        envelopes.receive_funding(opened, "État", cents, SYSTEM)
    return opened


@transaction()
def granted(project: Project, cents: int, actor: Actor) -> Project:
    """Grant a project of a fund with an envelope, without its committee: only for tests of money."""
    assert project.neighbourhood is not None
    rules = fund(project.neighbourhood.commune).rules[-1]
    project.fund_id, project.rules_id, project.published_at = rules.fund_id, rules.id, clock.now()
    session().flush()
    reserve(project, cents, actor)
    project.granted_cents = cents
    steps._enter(project, "granted")
    return project


@transaction()
def document(project: Project, kind: str, actor: Actor) -> Attachment:
    """Attach a document without its file."""
    made = Attachment(
        project_id=project.id,
        kind=kind,
        sha256="0" * 64,
        name=f"{kind}.pdf",
        media_type="application/pdf",
        size=1,
        added_by_id=actor.person_id,
        added_at=clock.now(),
    )
    session().add(made)
    session().flush()
    session().expire(project, ["attachments"])
    return made


@transaction()
def committee(money: Fund | None = None) -> Committee:
    """Store the committee of a fund, without members."""
    made = Committee(fund=money or fund(), name="Comité d'habitants et d'habitantes")
    session().add(made)
    session().flush()
    return made


@transaction()
def seat(where: Committee, college: College = College.RESIDENT, name: str = "Membre", **fields: object) -> Seat:
    """Store a member of a committee, voting unless told otherwise."""
    made = Seat(
        committee=where,
        person=person(name),
        college=college,
        **{"is_voting": True, "from_on": date(2024, 1, 1), **fields},
    )
    session().add(made)
    session().flush()
    return made


@transaction()
def sitting(where: Committee) -> Sitting:
    """Plan a sitting of a committee for today, without an agenda."""
    made = Sitting(committee_id=where.id, held_on=clock.today(), place="Centre social")
    steps.begin(made, "sitting", SYSTEM)
    return made
