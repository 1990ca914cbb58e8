"""Editions of the participatory budget, put in any state with their projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app import clock
from app.ballots.freezing import canonical, digest, record_of
from app.ballots.models import FROZEN_STATES, Candidacy, Edition, EditionSector, Eligibility
from app.ballots.rules.ties import commitment
from app.db import session, transaction
from app.projects.models import Project, TeamMember, Theme
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from app.territory.models import Neighbourhood
from tests.make.people import person
from tests.make.projects import _complete
from tests.make.territory import neighbourhood

SEED = "graine-des-tests"
COSTS = (20_000_00, 30_000_00, 15_000_00, 40_000_00, 25_000_00, 10_000_00)


@transaction()
def edition(
    state: str = "vote", *, costs: Sequence[int] = COSTS, places: Sequence[Neighbourhood] = (), **fields: object
) -> Edition:
    """Store an edition of Tours in a state, with one project for each cost, in turn in each place; cents everywhere.

    Its calendar is drawn around the present: in `vote`, the vote opened two days ago and closes in thirty.
    """
    places = places or [neighbourhood()]
    made = Edition(**(_calendar(state) | _rules() | fields))
    made.commune, made.commune_id = places[0].commune, places[0].commune_id
    made.sectors = [EditionSector(neighbourhood_id=place.id, neighbourhood=place) for place in places]
    steps.begin(made, "edition", SYSTEM)
    made.candidacies = [idea(made, places[rank % len(places)], cost, state) for rank, cost in enumerate(costs)]
    session().flush()
    if state in FROZEN_STATES:
        _freeze(made, state)
    steps._enter(made, state)
    session().flush()
    return made


@transaction()
def idea(made: Edition, place: Neighbourhood, cost: int = 20_000_00, state: str = "ideas") -> Candidacy:
    """Store an idea sent in an edition, as far as an edition in this state takes it."""
    carrier = Actor(person().id)
    project = Project(**(_complete() | {"neighbourhood": place, "theme": Theme.PUBLIC_SPACE}))
    project.title = f"Projet {project.ref}"
    project.created_at = project.published_at = clock.now()
    project.created_by_id = carrier.person_id
    project.team = [TeamMember(person_id=carrier.person_id, name="Amina Diallo", is_main=True)]
    steps.begin(project, "budget-project", carrier)
    eligible = state not in ("design", "ideas", "eligibility")
    listed = eligible and state != "coconstruction"
    steps._enter(project, "on_ballot" if listed else "codesign" if eligible else "submitted")
    candidacy = Candidacy(
        edition=made,
        project=project,
        eligibility=Eligibility.ELIGIBLE if eligible else Eligibility.PENDING,
        cost_cents=cost if eligible else None,
        on_ballot=listed,
        added_at=clock.now(),
        sent_at=clock.now(),
    )
    session().add(candidacy)
    session().flush()
    return candidacy


def _freeze(made: Edition, state: str) -> None:
    made.tie_seed, made.tie_commitment = SEED, commitment(SEED)
    made.frozen_text = canonical(record_of(made, made.candidacies))
    made.frozen_digest, made.frozen_at = digest(made.frozen_text), clock.now()
    session().flush()
    if state not in ("vote", "count"):
        made.sealed_at = made.counted_at = made.recounted_at = made.published_at = clock.now()


def _rules() -> dict[str, object]:
    return {
        "title": "Budget participatif 2026",
        "plain": "Les habitants et habitantes décident de 100 000 €.",
        "envelope_cents": 100_000_00,
        "criteria": [{"code": "competence", "label": "La ville ou la Métropole peut le faire"}],
        "min_choices": 1,
        "max_choices": 3,
        "rule_name": "greedy",
        "rule_settings": [["misfit", "skip"], ["floor", "sector:1"]],
        "created_at": clock.now(),
        "simulated_at": clock.now(),
    }


def _calendar(state: str) -> dict[str, object]:
    """Draw the calendar so that the present falls in the phase of the state."""
    today = clock.today()
    phase = ("design", "ideas", "eligibility", "coconstruction", "list_locked", "vote", "count")
    now_in = phase.index(state) if state in phase else len(phase)
    ends = [30, 60, 90, 120, 150, 180]
    opening = {0: 10, 1: -2, 2: -35, 3: -65, 4: -95, 5: -122, 6: -181}.get(now_in, -185)
    start = today + timedelta(days=opening)

    def day(after: int) -> date:
        return start + timedelta(days=after)

    return {
        "ideas_open_on": day(0),
        "ideas_until": day(ends[0]),
        "eligibility_until": day(ends[1]),
        "coconstruction_until": day(ends[2]),
        "opens_at": clock.at_nine(day(ends[3])),
        "closes_at": clock.end_of(day(ends[4])),
        "deliberation_until": day(ends[5] + 30),
        "delivery_until": day(ends[5] + 700),
    }
