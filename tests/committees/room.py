"""Builders of this slice's tests: a committee in its room, with files that await a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app import clock
from app.committees import services
from app.committees.deliberation import Proposal
from app.committees.models import College, Committee, Result, Seat, Sitting
from app.committees.services import Appointment, agenda
from app.db import session, transaction
from app.funds.models import Fund
from app.funds.services import envelopes
from app.projects.checklist import CHECKLIST
from app.projects.models import Involvement, InvolvementKind, Project
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from tests import make
from tests.make.projects import put


@dataclass
class Room:
    """A committee whose sitting is open, and who keeps its secretariat."""

    money: Fund
    committee: Committee
    secretary: Actor
    seats: list[Seat]
    sitting: Sitting


def room(residents: int = 5, others: int = 2, *, absent: int = 0, cents: int = 10_000_00, **rules: object) -> Room:
    """Open a sitting of a committee; the last `absent` members did not come."""
    money = make.fund(**rules)
    city = cents // 3
    envelopes.receive_funding(make.envelope(money, cents - city), "Ville", city, SYSTEM)
    where = make.committee(money)
    seats = [make.seat(where, name=f"Habitante {n + 1}") for n in range(residents)]
    seats += [make.seat(where, College.ASSOCIATION, name=f"Association {n + 1}") for n in range(others)]
    secretary = make.actor("committee_secretary")
    held = services.plan_sitting(where, Appointment(clock.today(), "Centre social"), secretary)
    services.convene(held, secretary)
    here = seats[: len(seats) - absent]
    services.open_sitting(held, [seat.id for seat in here], secretary)
    return Room(money, where, secretary, seats, held)


@transaction()
def waiting(money: Fund, carrier: Actor | None = None, **fields: object) -> Project:
    """Store a project that awaits the committee: 600 € asked."""
    made = make.project(carrier, **fields)
    made.fund_id, made.rules_id, made.published_at = money.id, money.rules[-1].id, clock.now()
    made.involvements.append(_workshop())
    put(made, "scheduled")
    session().flush()
    agenda.place(made, SYSTEM)
    return made


def brought(money: Fund) -> Project:
    """Bring a project before the committee by its real steps."""
    carrier, referent = make.actor(), make.actor("referent")
    made = make.project(carrier, neighbourhood=make.neighbourhood(city=money.commune))
    steps.perform(made, "submit", carrier)
    steps.perform(made, "accept", referent)
    _worked_on(made)
    steps.perform(made, "finish_codesign", referent)
    return made


@transaction()
def _worked_on(made: Project) -> None:
    made.checklist = dict.fromkeys(CHECKLIST, "yes")
    made.involvements.append(_workshop())


def _workshop() -> Involvement:
    return Involvement(
        stage="codesign",
        kind=InvolvementKind.WORKSHOP,
        happened_on=date(2026, 4, 8),
        residents_count=9,
        what="Plan du jardin",
    )


def grant(cents: int = 600_00, votes: tuple[int, int, int] = (7, 0, 0), **fields: object) -> Proposal:
    """Propose to grant, by votes for, against and abstentions."""
    return Proposal(Result.GRANT, *votes, amount_cents=cents, **fields)  # type: ignore[arg-type]


def refuse(votes: tuple[int, int, int] = (1, 6, 0), reason: str = "Un projet semblable existe déjà.") -> Proposal:
    """Propose to refuse."""
    return Proposal(Result.REFUSE, *votes, reason=reason)


def adjourn(votes: tuple[int, int, int] = (6, 1, 0), reason: str = "Il manque l'accord du bailleur.") -> Proposal:
    """Propose to adjourn to a sitting in a month."""
    return Proposal(Result.ADJOURN, *votes, reason=reason, target_on=clock.today() + timedelta(days=30))


def corrected(project: Project, reason: str = "Erreur de saisie") -> None:
    """Take the last step back, as a referent."""
    steps.correct(project, make.actor("referent"), reason)
