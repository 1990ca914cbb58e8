"""Thirty real projects of a vote held in Toulouse's priority neighbourhoods go as far as the rules allow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import FileStorage

from app import clock, pabulib
from app.accounts.models import Person
from app.committees import files
from app.committees.deliberation import Proposal
from app.committees.models import Result, Sitting
from app.committees.services import decisions, sittings
from app.db import session
from app.demo import papers
from app.evaluation import services as evaluation
from app.evaluation.models import Formation, Happened
from app.evaluation.queries import standing
from app.evaluation.services import Answers, Juror, Together
from app.funds import proof, queries
from app.funds.models import Account, Fund, FundYear, PaymentMode
from app.funds.services import advances, agreements, imports, judging, receipts, reports, settlement, signatures
from app.funds.services.payments import Order
from app.funds.services.receipts import Receipt
from app.funds.services.reports import Story
from app.projects.checklist import CHECKLIST
from app.projects.file import FileValues, MemberRow, MoneyRow
from app.projects.models import CarrierKind, Delivered, InvolvementKind, Origin, Pace, Project, Theme
from app.projects.services import codesign, delivery, drafts, follow_up
from app.steps import journal
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.real_elections import real_file
from workflows.engine import ActionRefused

CAP = 20_000_00
ENVELOPE = 400_000_00
ELSEWHERE = "Au-dessus, voyez le budget participatif de la ville."
VERDICT = Answers(Happened.YES, "Tout a eu lieu.", "Le quartier.", "Le lieu a changé.", "", 3, 4, 6)


@dataclass
class Toulouse:
    """A city with its fund, its committee in session, and everyone a project needs."""

    fund: Fund
    year: FundYear
    sitting: Sitting
    carrier: Person
    jurors: list[Person]
    secretary: Actor
    referent: Actor
    gestionnaire: Actor
    finance: Actor

    @property
    def team(self) -> Actor:
        """The resident who carries every project."""
        return Actor(self.carrier.id)


@pytest.fixture
def city(app: Flask) -> Toulouse:
    """Give Toulouse, its committee open today, an envelope of 400,000 € and a ceiling of 20,000 €."""
    commune = make.commune("Toulouse", "31555")
    for name in places_of(real_file("France_Toulouse_2019")):
        make.neighbourhood(name, commune)
    money = make.fund(commune, cap_cents=CAP, elsewhere=ELSEWHERE)
    year = make.envelope(money, ENVELOPE)
    committee = make.committee(money)
    seats = [make.seat(committee, name=f"Membre {number}") for number in range(5)]
    secretary = make.actor("committee_secretary")
    sitting = sittings.plan_sitting(committee, sittings.Appointment(clock.today(), "Mairie de quartier"), secretary)
    sittings.convene(sitting, secretary)
    sittings.open_sitting(sitting, {seat.id for seat in seats}, secretary)
    return Toulouse(
        fund=money,
        year=year,
        sitting=sitting,
        carrier=make.person("Amina Diallo", phone="+33639980001"),
        jurors=[make.person(f"Voisin {number}") for number in range(3)],
        secretary=secretary,
        referent=make.actor("referent"),
        gestionnaire=make.actor("gestionnaire"),
        finance=make.actor("finance"),
    )


def places_of(path: Path) -> set[str]:
    """Return the neighbourhoods that a file names."""
    return {project.extra["subunit"] for project in pabulib.read(path).projects}


def test_each_project_goes_as_far_as_the_rules_allow_and_the_ledger_balances(app: Flask, city: Toulouse) -> None:
    imported = app.test_cli_runner().invoke(
        args=["projects", "import", str(real_file("France_Toulouse_2019")), "--fund", city.fund.code]
    )
    projects = session().scalars(sa.select(Project).order_by(Project.id)).all()

    refusals = {project.ref: refusal for project in projects if (refusal := lived(city, project))}

    closed = [project for project in projects if project.state == "closed"]
    stopped = [project for project in projects if project.ref in refusals]
    assert imported.exit_code == 0, imported.output
    assert len(projects) == 30
    assert {project.ref for project in stopped} == {p.ref for p in projects if p.requested_cents > CAP}
    assert all("20\u202f000\u00a0€" in sentence and ELSEWHERE in sentence for sentence in refusals.values())
    assert len(closed) + len(stopped) == 30
    assert len(closed) == 11
    assert list(journal.faults()) == []
    assert list(proof.faults()) == []
    justified = sum(spent(project) for project in closed)
    assert queries.balances(city.year)[Account.JUSTIFIED] == justified
    assert queries.balances(city.year)[Account.AVAILABLE] == ENVELOPE - justified


def test_a_faulty_line_is_told_and_nothing_is_kept(app: Flask, city: Toulouse, tmp_path: Path) -> None:
    lines = real_file("France_Toulouse_2019").read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(index for index, line in enumerate(lines) if line.startswith("13;107000"))
    lines[number] = lines[number].replace("107000", "cent sept mille")
    broken = tmp_path / "broken.pb"
    broken.write_text("".join(lines), encoding="utf-8")

    result = app.test_cli_runner().invoke(args=["projects", "import", str(broken), "--fund", city.fund.code])

    assert result.exit_code == 1
    assert f"Ligne {number + 1}" in result.output
    assert session().scalar(sa.select(sa.func.count()).select_from(Project)) == 0


def test_an_unknown_neighbourhood_is_told_with_its_line_unless_another_is_given(app: Flask, city: Toulouse) -> None:
    election = pabulib.read(real_file("France_Toulouse_2019"))
    first = election.projects[0]
    elsewhere = first._replace(extra={**first.extra, "subunit": "Ailleurs"})
    odd = replace(election, projects=(elsewhere, *election.projects[1:]))

    with pytest.raises(imports.ImportRefused) as refused:
        imports.import_projects(odd, city.fund)

    assert [line for line, _ in refused.value.faults] == [first.line]
    assert session().scalar(sa.select(sa.func.count()).select_from(Project)) == 0
    place = make.neighbourhood("EMPALOT", city.fund.commune)
    assert len(imports.import_projects(odd, city.fund, place).projects) == 30


def test_importing_twice_adds_nothing(city: Toulouse) -> None:
    election = pabulib.read(real_file("France_Toulouse_2019"))
    imports.import_projects(election, city.fund)

    again = imports.import_projects(election, city.fund)

    assert (len(again.projects), again.known) == (0, 30)


def lived(city: Toulouse, project: Project) -> str:
    """Take a project through the whole thread; return the sentence that stopped it, or nothing."""
    written(city, project)
    try:
        drafts.send_project(project, city.team)
    except ActionRefused as refused:
        return " ".join(obstacle.sentence or obstacle.kind for obstacle in refused.obstacles)
    built(city, project)
    paid(city, project)
    carried_out(city, project)
    judged(city, project)
    return ""


def written(city: Toulouse, project: Project) -> None:
    """Complete the file with what a vote does not tell."""
    what = FileValues(
        theme=Theme.NATURE,
        summary=f"{project.title} : un projet voté par le quartier.",
        origin=Origin.RESIDENTS,
        residents_count=5,
    )
    where = FileValues(
        place="Place du quartier",
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=1),
        carrier_kind=CarrierKind.INFORMAL_GROUP,
        team=[MemberRow("Amina Diallo", "+33639980001"), MemberRow("Bruno Petit"), MemberRow("Chantal Roux")],
    )
    drafts.save_step(project.id, "what", what, city.referent)
    drafts.save_step(project.id, "where", where, city.referent)
    budget = FileValues(expenses=[MoneyRow("Achats et travaux", project.requested_cents)], exclusions_denied=True)
    drafts.save_step(project.id, "budget", budget, city.referent)


def built(city: Toulouse, project: Project) -> None:
    """Design the project with residents, and have the committee grant it."""
    steps.perform(project, "accept", city.referent)
    session_held = codesign.Session(clock.today(), InvolvementKind.WORKSHOP, "Centre social", 6, "On a choisi le lieu.")
    codesign.log_session(project.id, session_held, city.referent)
    codesign.answer_checklist(project.id, dict.fromkeys(CHECKLIST, "yes"), city.referent)
    codesign.check_exclusions(project.id, city.referent, respected=True)
    steps.perform(project, "finish_codesign", city.referent)
    voters = files.file_of(project, city.sitting).room.voting_present
    proposal = Proposal(Result.GRANT, voters, 0, 0, amount_cents=project.requested_cents)
    decisions.decide(city.sitting, project, proposal, city.secretary)


def paid(city: Toulouse, project: Project) -> None:
    """Sign, then pay the advance that the rules allow, with the second signature it needs."""
    agreements.sign_agreement(project, FileStorage(papers.agreement(project).stream, "accord.png"), city.gestionnaire)
    payment = advances.pay_advance(project, order(queries.advance_limit(project)), city.gestionnaire)
    if not payment.paid_at:
        signatures.sign_second(project, city.finance)


def carried_out(city: Toulouse, project: Project) -> None:
    """Carry the project out, report it with its receipts, and settle."""
    steps.perform(project, "start", city.team)
    follow_up.give_news(project.id, follow_up.News(Pace.ON_TRACK, "C'est commencé."), city.team)
    together = codesign.Session(clock.today(), InvolvementKind.WORKSHOP, "Sur place", 4, "On a fini ensemble.")
    codesign.log_session(project.id, together, city.referent)
    for person in city.jurors[:2]:
        delivery.say(project.id, delivery.Seen(Delivered.YES), Actor(person.id))
    steps.perform(project, "finish", city.team)
    receipt = Receipt(clock.today(), "Fournisseur", "Achats et travaux", spent(project))
    expense = receipts.record_receipt(project, receipt, city.team)
    reports.write_report(project, Story("Tout s'est bien passé dans le quartier.", 30, 10), city.team)
    reports.send_report(project, city.team)
    judging.judge_receipt(project, expense.id, city.gestionnaire, eligible=True)
    payment = settlement.settle(project, order(queries.balance_due(project)), city.gestionnaire)
    if payment and not payment.paid_at:
        signatures.sign_second(project, city.finance)


def judged(city: Toulouse, project: Project) -> None:
    """Have a panel of residents evaluate the project."""
    jurors = [Juror(person.name, person.id) for person in city.jurors]
    evaluation.form_panel(project, Formation.VOLUNTEERS, jurors, city.referent)
    seats = frozenset(member.id for member in standing(project).members)
    evaluation.give_verdict(project, VERDICT, Together(seats), Actor(city.jurors[0].id))


def spent(project: Project) -> int:
    """Return what a project spent, in cents: a little less than what it asked, never a round sum."""
    return project.requested_cents - 17 * project.id - 33


def order(cents: int) -> Order:
    """Return an order of payment by transfer."""
    return Order(cents, "Amina Diallo", PaymentMode.TRANSFER)
