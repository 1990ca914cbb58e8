"""Projects, from a complete draft to any state reached by a shortcut."""

from datetime import date
from itertools import count

from app import clock
from app.db import session, transaction
from app.projects.models import (
    BudgetLine,
    BudgetSide,
    CarrierKind,
    ChangeCause,
    ChangeField,
    ContributionLink,
    ContributionOutcome,
    Involvement,
    InvolvementKind,
    Origin,
    Outcome,
    Project,
    ProjectChange,
    ProjectRevision,
    ReasonCode,
    TeamMember,
    Theme,
)
from app.projects.versions import content_of
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.models import Subject
from app.voices.models import Contribution
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
def traced(project: Project, said: Contribution, carrier: Actor) -> dict[str, int]:
    """Leave in a project a version, a change that these words caused, and what became of them; return their numbers."""
    revision = ProjectRevision(project_id=project.id, number=1, content=content_of(project), at=clock.now())
    session().add(revision)
    link = ContributionLink(
        project_id=project.id, contribution_id=said.id, linked_by_id=carrier.person_id, linked_at=clock.now()
    )
    given = ContributionOutcome(
        project_id=project.id, contribution_id=said.id, number=1, outcome=Outcome.REFUSED, impact=1,
        reason_code=ReasonCode.LATER, reason_text="Plus tard.", decided_by_id=carrier.person_id, decided_at=clock.now(),
    )  # fmt: skip
    session().add_all([link, given])
    session().flush()
    change = ProjectChange(
        project_id=project.id, revision_id=revision.id, field=ChangeField.PLACE, before="Ici", after="Là", magnitude=2,
        at=clock.now(),
    )  # fmt: skip
    session().add(change)
    session().flush()
    session().add(ChangeCause(change_id=change.id, contribution_id=said.id, named_at=clock.now()))
    session().flush()
    return {"change_id": change.id, "outcome_id": given.id}


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
