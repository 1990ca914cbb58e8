"""Reading committees: who sits, the sittings, what is left to give, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app import clock
from app.accounts.facts import person_fact
from app.accounts.models import Person, Role, RoleAssignment, Scope
from app.accounts.queries import reach_of
from app.committees.models import COMING, Committee, Decision, Presence, Seat, SeatEvent, Sitting
from app.committees.policy import SEATING_ROLES
from app.db import remembered, session
from app.funds.models import Account, Balance, Earmark, Fund, FundingSource, FundYear
from app.projects.models import Project, TeamMember
from app.territory.models import Commune, Neighbourhood

MOST_FILES = 20
"""Files shown on a member's own page; the committee's home has them all."""


@dataclass(frozen=True)
class Envelope:
    """What a fund still has to give this year, in cents; None when the year is not opened."""

    year: int
    left: int | None


LEFT_TO_PROJECTS = (
    sa.select(sa.func.coalesce(sa.func.sum(Balance.amount_cents), 0))
    .join(FundingSource, FundingSource.id == Balance.source_id)
    .where(Balance.fund_year_id == FundYear.id, Balance.account == Account.AVAILABLE)
    .where(FundingSource.earmark != Earmark.TRAINING)
    .correlate(FundYear)
    .scalar_subquery()
)
"""What the sources of a year have left for projects, in cents: the money kept for training pays none of them."""

FOLLOWERS = frozenset({Role.COMMITTEE_SECRETARY, Role.REFERENT, Role.GESTIONNAIRE, Role.METRO_ADMIN})
"""Who reads what a committee does without sitting in it."""


@person_fact("sits")
def sits_in_a_committee(person_id: int) -> sa.ColumnElement[bool]:
    """Return the condition that a person has a seat today."""
    return sa.exists().where(Seat.person_id == person_id, *_in_force(clock.today()))


def committees_of(person: Person) -> Sequence[Committee]:
    """Return the committees where a person sits today or which they follow, the ones they sit in first."""
    today = clock.today()
    sits = sa.exists().where(Seat.committee_id == Committee.id, Seat.person_id == person.id, *_in_force(today))
    reached = [sits, *_reached(reach_of(person, FOLLOWERS))]
    return session().scalars(
        sa.select(Committee)
        .join(Committee.fund)
        .options(joinedload(Committee.fund).joinedload(Fund.commune))
        .where(sa.or_(*reached))
        .order_by(sits.desc(), Committee.id)
    ).unique().all()  # fmt: skip


def sits_in(committee: Committee, person_id: int | None) -> bool:
    """Say whether a person has a seat in a committee today; one query."""
    seat = sa.exists().where(Seat.committee_id == committee.id, Seat.person_id == person_id, *_in_force(clock.today()))
    return bool(session().scalar(sa.select(seat)))


def seats_on(committee_id: int, day: date) -> Sequence[Seat]:
    """Return the seats held on a day, chair first, then in the order they were given."""
    return session().scalars(
        sa.select(Seat)
        .where(Seat.committee_id == committee_id, *_in_force(day))
        .order_by(Seat.is_chair.desc(), Seat.is_voting.desc(), Seat.id)
    ).all()  # fmt: skip


def all_seats(committee_id: int) -> Sequence[Seat]:
    """Return every seat of a committee, also those ended or to come, chair first, then in the order they were given."""
    return session().scalars(
        sa.select(Seat)
        .where(Seat.committee_id == committee_id)
        .order_by(Seat.is_chair.desc(), Seat.is_voting.desc(), Seat.id)
    ).all()  # fmt: skip


def seat_history(committee_id: int, limit: int = 50) -> Sequence[SeatEvent]:
    """Return what happened to the seats of a committee, the latest first, with the member and who did it."""
    return session().scalars(
        sa.select(SeatEvent)
        .where(SeatEvent.committee_id == committee_id)
        .options(joinedload(SeatEvent.seat), joinedload(SeatEvent.actor))
        .order_by(SeatEvent.id.desc())
        .limit(limit)
    ).all()  # fmt: skip


def seat_with_committee(seat_id: int) -> Seat | None:
    """Return a seat with its committee and fund, in one query; or None."""
    return session().scalar(
        sa.select(Seat).options(joinedload(Seat.committee).joinedload(Committee.fund)).where(Seat.id == seat_id)
    )


def last_presence(seat_id: int) -> date | None:
    """Return the day of the last sitting where a member was there, or None."""
    return session().scalar(
        sa.select(sa.func.max(Sitting.held_on)).join(Sitting.presences).where(Presence.seat_id == seat_id)
    )


def funds_and_committees(person: Person) -> Sequence[sa.Row[Fund, Committee | None]]:
    """Return the funds whose committee a person may compose, by city, each with its committee or None.

    One query a page. A role in one neighbourhood is not enough: the committee decides for the whole city.
    """
    given = [role for role in reach_of(person, SEATING_ROLES) if role.scope is not Scope.NEIGHBOURHOOD]
    reached = (sa.false(), *_reached(given))
    asked = (
        sa.select(Fund, Committee)
        .join(Fund.commune)
        .outerjoin(Committee, Committee.fund_id == Fund.id)
        .options(contains_eager(Fund.commune))
        .where(sa.or_(*reached))
        .order_by(Commune.name, Fund.id)
    )
    return remembered(("composed", person.id), lambda: session().execute(asked).unique().all())


def sitting_with_committee(sitting_id: int) -> Sitting | None:
    """Return a sitting with its committee, fund and first call, in one query; or None."""
    return session().scalar(_sittings().where(Sitting.id == sitting_id))


def open_sitting_of(committee_id: int) -> Sitting | None:
    """Return the sitting of a committee that is open now, or None."""
    return session().scalar(
        sa.select(Sitting).where(
            Sitting.committee_id == committee_id, Sitting.opened_at.is_not(None), Sitting.closed_at.is_(None)
        )
    )


def coming_sittings(fund_id: int | None) -> Sequence[Sitting]:
    """Return the sittings of a fund's committee that are open or to come, the open one first, then by day."""
    return session().scalars(
        _sittings()
        .join(Sitting.committee)
        .where(Committee.fund_id == fund_id, Sitting.state.in_(COMING))
        .order_by(Sitting.opened_at.is_(None), Sitting.held_on, Sitting.id)
    ).all()  # fmt: skip


def files_to_read(person_id: int) -> Sequence[Project]:
    """Return the projects that await the vote of a person today, the soonest due first; never those they carry."""
    own = sa.select(TeamMember.project_id).where(TeamMember.person_id == person_id, TeamMember.project_id == Project.id)
    return session().scalars(
        sa.select(Project)
        .join(Committee, Committee.fund_id == Project.fund_id)
        .join(Seat, Seat.committee_id == Committee.id)
        .where(Project.state == "scheduled", Seat.person_id == person_id, Seat.is_voting, *_in_force(clock.today()))
        .where(~own.exists())
        .options(joinedload(Project.neighbourhood))
        .order_by(Project.due_at, Project.id)
        .limit(MOST_FILES)
    ).all()  # fmt: skip


def past_decisions(committee_id: int, limit: int, skipped: int = 0) -> Sequence[Decision]:
    """Return decisions in force of a committee, the latest first, each with its project and its sitting."""
    return session().scalars(
        sa.select(Decision)
        .join(Decision.sitting)
        .where(Sitting.committee_id == committee_id, Decision.annulled_at.is_(None))
        .options(joinedload(Decision.project))
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(limit)
        .offset(skipped)
    ).all()  # fmt: skip


def number_of_decisions(committee_id: int) -> int:
    """Count the decisions in force of a committee."""
    in_force = (Sitting.committee_id == committee_id, Decision.annulled_at.is_(None))
    asked = sa.select(sa.func.count()).select_from(Decision).join(Decision.sitting).where(*in_force)
    return int(session().scalar(asked) or 0)


def committee_of(project: Project) -> Committee | None:
    """Return the committee that decides on a project, or None before the project has a fund."""
    return session().scalar(
        sa.select(Committee)
        .options(joinedload(Committee.fund).joinedload(Fund.commune))
        .where(Committee.fund_id == project.fund_id)
    )


def envelope_left(fund_id: int) -> Envelope:
    """Return what a fund still has to give to projects this year; one query."""
    year = clock.today().year
    row = (
        session()
        .execute(
            sa.select(LEFT_TO_PROJECTS).select_from(FundYear).where(FundYear.fund_id == fund_id, FundYear.year == year)
        )
        .first()
    )
    return Envelope(year, None if row is None else int(row[0]))


def decision_and_seat(project: Project, person_id: int) -> tuple[Decision | None, bool]:
    """Return the decision in force on a project, and whether a person sits in its committee today; one query a page."""
    seat = sa.exists().where(
        Seat.committee_id == Committee.id,
        Committee.fund_id == project.fund_id,
        Seat.person_id == person_id,
        *_in_force(clock.today()),
    )
    return remembered(("seat", project.id, person_id), lambda: _decision_and(project, seat))


def chairs(project: Project, person_id: int) -> bool:
    """Say whether a person chairs, today, the committee of the project's fund."""
    seat = (
        sa.select(Seat.id)
        .join(Committee)
        .where(Committee.fund_id == project.fund_id, Seat.person_id == person_id, Seat.is_chair)
        .where(*_in_force(clock.today()))
    )
    return session().scalar(seat.limit(1)) is not None


def current_decision(project: Project) -> Decision | None:
    """Return the decision in force on a project, or None; one query a page."""
    return remembered(("decision", project.id), lambda: _decision_and(project, sa.false())[0])


def _decision_and(project: Project, fact: sa.ColumnElement[bool]) -> tuple[Decision | None, bool]:
    row = session().execute(
        sa.select(Decision, fact)
        .select_from(Project)
        .outerjoin(
            Decision, sa.and_(Decision.project_id == Project.id, Decision.annulled_at.is_(None), ~Decision.is_past)
        )
        .where(Project.id == project.id)
    ).first()  # fmt: skip
    found = (row[0], bool(row[1])) if row else (None, False)
    remembered(("decision", project.id), lambda: found[0])
    return found


def _in_force(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (Seat.from_on <= day, sa.or_(Seat.to_on.is_(None), Seat.to_on >= day))


def _reached(given: Iterable[RoleAssignment]) -> Iterable[sa.ColumnElement[bool]]:
    for assignment in given:
        if assignment.scope is Scope.METRO:
            yield sa.true()
        elif assignment.scope is Scope.FUND:
            yield Fund.id == assignment.scope_id
        elif assignment.scope is Scope.COMMUNE:
            yield Fund.commune_id == assignment.scope_id
        elif assignment.scope is Scope.NEIGHBOURHOOD:
            place = sa.select(Neighbourhood.commune_id).where(Neighbourhood.id == assignment.scope_id)
            yield Fund.commune_id == place.scalar_subquery()


def _sittings() -> sa.Select[Sitting]:
    return sa.select(Sitting).options(
        joinedload(Sitting.committee).joinedload(Committee.fund).joinedload(Fund.commune),
        joinedload(Sitting.first_call),
    )
