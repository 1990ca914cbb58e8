"""Projects, from a complete draft to any state reached by a shortcut."""

from datetime import date
from itertools import count

from app import clock
from app.db import transaction
from app.projects.models import (
    BudgetLine,
    BudgetSide,
    CarrierKind,
    Involvement,
    InvolvementKind,
    Origin,
    Project,
    TeamMember,
    Theme,
)
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.models import Subject
from tests.make.people import person
from tests.make.territory import neighbourhood

_numbers = count(1)


@transaction()
def project(carrier: Actor | None = None, **fields: object) -> Project:
    """Store a draft, complete and checked: 600 € asked, three carriers, six residents at its origin, five at work."""
    carrier = carrier or Actor(person().id)
    made = Project(**(_complete() | fields))
    made.created_at, made.created_by_id = clock.now(), carrier.acting_id
    made.team = [
        TeamMember(person_id=carrier.acting_id, name="Amina Diallo", is_main=True),
        TeamMember(name="Bruno Petit"),
        TeamMember(name="Chantal Roux"),
    ]
    made.budget_lines = [BudgetLine(side=BudgetSide.EXPENSE, label="Terreau", amount_cents=made.requested_cents)]
    made.involvements = [
        Involvement(
            stage="proposal", kind=InvolvementKind.MEETING, happened_on=date(2026, 3, 4), residents_count=6, what="Idée"
        ),
        Involvement(
            stage="implementation", kind=InvolvementKind.WORKSHOP, happened_on=date(2026, 3, 5), residents_count=5
        ),
    ]
    made.exclusions_checked_by_id = carrier.acting_id
    steps.begin(made, "micro-grant", carrier)
    return made


@transaction()
def put(subject: Subject, state: str) -> None:
    """Place a subject in a state without its history: only for tests of screens, never of rules."""
    steps._enter(subject, state)


def _complete() -> dict[str, object]:
    return {
        "ref": f"2026-{next(_numbers):04d}",
        "title": "Jardin partagé au pied des tours",
        "summary": "Nous voulons planter des légumes et des fleurs ensemble au pied des immeubles.",
        "residents_role": "Les habitants et habitantes plantent et arrosent.",
        "theme": Theme.NATURE,
        "neighbourhood": neighbourhood(),
        "place": "Place Neuve",
        "starts_on": date(2026, 12, 10),
        "ends_on": date(2026, 12, 20),
        "expected_count": 40,
        "carrier_kind": CarrierKind.INFORMAL_GROUP,
        "origin": Origin.RESIDENTS,
        "requested_cents": 600_00,
        "exclusions_denied": True,
    }
