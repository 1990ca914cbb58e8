"""Reading committees: who sits, what awaits a decision, who counts for each file, what was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app import clock
from app.accounts.models import Person, Role, RoleAssignment, Scope
from app.accounts.queries import reach_of
from app.committees.deliberation import Limits, Room, limits, room, terms_of
from app.committees.models import Committee, Decision, Presence, Recusal, Seat, Sitting
from app.db import remembered, session
from app.funds.models import Account, Balance, Fund, FundRules, FundYear
from app.i18n import gettext as _
from app.projects.models import BudgetLine, BudgetSide, Involvement, Project, TeamMember


@dataclass(frozen=True)
class Recused:
    """Why a member steps aside for a project; carriers do so whether they say it or not."""

    reason: str
    is_carrier: bool


@dataclass(frozen=True)
class File:
    """A project before the committee: who counts for it, how much it may get, what was decided at this sitting."""

    project: Project
    room: Room
    limits: Limits
    recused: Mapping[int, Recused]
    residents: Mapping[str, int] = field(default_factory=dict)
    decision: Decision | None = None


@dataclass(frozen=True)
class Agenda:
    """The files of a sitting, in the order they came, and the ids of the seats present."""

    seats: Sequence[Seat]
    present: frozenset[int]
    waiting: Sequence[File]
    decided: Sequence[File]


@dataclass(frozen=True)
class Envelope:
    """What a fund still has to give this year, in cents; None when the year is not opened."""

    year: int
    left: int | None


def committees_of(person: Person) -> Sequence[Committee]:
    """Return the committees where a person sits today or keeps the secretariat, the ones they sit in first."""
    today = clock.today()
    sits = sa.exists().where(Seat.committee_id == Committee.id, Seat.person_id == person.id, *_in_force(today))
    reached = [sits, *_reached(reach_of(person, {Role.COMMITTEE_SECRETARY}))]
    return session().scalars(
        sa.select(Committee)
        .join(Committee.fund)
        .options(joinedload(Committee.fund).joinedload(Fund.commune))
        .where(sa.or_(*reached))
        .order_by(sits.desc(), Committee.id)
    ).unique().all()  # fmt: skip


def seats_on(committee_id: int, day: date) -> Sequence[Seat]:
    """Return the seats held on a day, chair first, then in the order they were given."""
    return session().scalars(
        sa.select(Seat)
        .where(Seat.committee_id == committee_id, *_in_force(day))
        .order_by(Seat.is_chair.desc(), Seat.is_voting.desc(), Seat.id)
    ).all()  # fmt: skip


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


def coming_sittings(committee_id: int) -> Sequence[Sitting]:
    """Return the sittings of a committee that are not closed, the open one first, then by day."""
    return session().scalars(
        _sittings()
        .where(Sitting.committee_id == committee_id, Sitting.closed_at.is_(None))
        .order_by(Sitting.opened_at.is_(None), Sitting.held_on, Sitting.id)
    ).all()  # fmt: skip


def past_decisions(committee_id: int, limit: int = 20) -> Sequence[Decision]:
    """Return the latest decisions in force of a committee, each with its project and its sitting."""
    return session().scalars(
        sa.select(Decision)
        .join(Decision.sitting)
        .where(Sitting.committee_id == committee_id, Decision.annulled_at.is_(None))
        .options(joinedload(Decision.project))
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(limit)
    ).all()  # fmt: skip


def committee_of(project: Project) -> Committee | None:
    """Return the committee that decides on a project, or None before the project has a fund."""
    return session().scalar(
        sa.select(Committee)
        .options(joinedload(Committee.fund).joinedload(Fund.commune))
        .where(Committee.fund_id == project.fund_id)
    )


def envelope_left(fund_id: int) -> Envelope:
    """Return what a fund still has to give this year; one query."""
    year = clock.today().year
    row = session().execute(
        sa.select(sa.func.coalesce(Balance.amount_cents, 0))
        .select_from(FundYear)
        .outerjoin(Balance, sa.and_(Balance.fund_year_id == FundYear.id, Balance.account == Account.AVAILABLE))
        .where(FundYear.fund_id == fund_id, FundYear.year == year)
    ).first()  # fmt: skip
    return Envelope(year, None if row is None else int(row[0]))


def waiting_projects(committee: Committee) -> list[File]:
    """Return the files that await the committee, outside any sitting, in the order they came."""
    return [_file(row, (), frozenset(), {}, None) for row in _rows(Project.fund_id == committee.fund_id, _WAITING)]


def agenda(sitting: Sitting) -> Agenda:
    """Return the files of a sitting with who counts for each of them: four queries, however many files and members."""
    seats, present = seats_and_presence(sitting)
    decided_here = sa.and_(Decision.sitting_id == sitting.id, Decision.annulled_at.is_(None), ~Decision.is_past)
    rows = _rows(Project.fund_id == sitting.committee.fund_id, sa.or_(_WAITING, decided_here))
    recused = _recused(sitting.committee_id, [row.Project.id for row in rows])
    files = [_file(row, seats, present, recused[row.Project.id], sitting) for row in rows]
    done = [file for file in files if file.decision]
    done.sort(key=lambda file: file.decision.decided_at if file.decision else clock.now())
    return Agenda(seats, present, [file for file in files if not file.decision], done)


def file_of(project: Project, sitting: Sitting) -> File:
    """Return a project before a sitting, with who counts for it at this moment."""
    seats, present = seats_and_presence(sitting)
    (row,) = _rows(Project.id == project.id)
    return _file(row, seats, present, _recused(sitting.committee_id, [project.id])[project.id], sitting)


def decision_and_seat(project: Project, person_id: int) -> tuple[Decision | None, bool]:
    """Return the decision in force on a project, and whether a person sits in its committee today; one query a page."""
    seat = sa.exists().where(
        Seat.committee_id == Committee.id,
        Committee.fund_id == project.fund_id,
        Seat.person_id == person_id,
        *_in_force(clock.today()),
    )
    return remembered(("seat", project.id, person_id), lambda: _decision_and(project, seat))


def current_decision(project: Project) -> Decision | None:
    """Return the decision in force on a project, or None; one query a page."""
    return remembered(("decision", project.id), lambda: _decision_and(project, sa.false())[0])


_WAITING = Project.state == "scheduled"


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
            yield Committee.fund_id == assignment.scope_id
        elif assignment.scope is Scope.COMMUNE:
            yield Fund.commune_id == assignment.scope_id


def _sittings() -> sa.Select[tuple[Sitting]]:
    return sa.select(Sitting).options(
        joinedload(Sitting.committee).joinedload(Committee.fund).joinedload(Fund.commune),
        joinedload(Sitting.first_call),
    )


def seats_and_presence(sitting: Sitting) -> tuple[Sequence[Seat], frozenset[int]]:
    """Return the seats held the day of a sitting, chair first, and the ids of those who are there."""
    rows = session().execute(
        sa.select(Seat, Presence.seat_id)
        .outerjoin(Presence, sa.and_(Presence.seat_id == Seat.id, Presence.sitting_id == sitting.id))
        .where(Seat.committee_id == sitting.committee_id, *_in_force(sitting.held_on))
        .order_by(Seat.is_chair.desc(), Seat.is_voting.desc(), Seat.id)
    ).all()  # fmt: skip
    return [row[0] for row in rows], frozenset(row[1] for row in rows if row[1] is not None)


def _rows(*where: sa.ColumnElement[bool]) -> Sequence[sa.Row[tuple[Project, FundRules, Decision | None, int, int, int]]]:
    expenses = (
        sa.select(sa.func.coalesce(sa.func.sum(BudgetLine.amount_cents), 0))
        .where(BudgetLine.project_id == Project.id, BudgetLine.side == BudgetSide.EXPENSE)
        .correlate(Project)
        .scalar_subquery()
    )
    return session().execute(
        sa.select(Project, FundRules, Decision, expenses, _residents_at("proposal"), _residents_at("codesign"))
        .join(FundRules, FundRules.id == Project.rules_id)
        .outerjoin(
            Decision, sa.and_(Decision.project_id == Project.id, Decision.annulled_at.is_(None), ~Decision.is_past)
        )
        .options(joinedload(Project.neighbourhood), joinedload(Project.origin_meeting))
        .where(*where)
        .order_by(Project.entered_at, Project.id)
    ).all()  # fmt: skip


def _residents_at(stage: str) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.coalesce(sa.func.sum(Involvement.residents_count), 0))
        .where(Involvement.project_id == Project.id, Involvement.stage == stage)
        .correlate(Project)
        .scalar_subquery()
    )


def _file(
    row: sa.Row[tuple[Project, FundRules, Decision | None, int, int, int]],
    seats: Sequence[Seat],
    present: frozenset[int],
    recused: Mapping[int, Recused],
    sitting: Sitting | None,
) -> File:
    project, rules, decision, expenses, at_origin, in_codesign = row
    return File(
        project=project,
        room=room(seats, present, recused, terms_of(project, rules, sitting)),
        limits=limits(project.requested_cents, int(expenses), rules),
        recused=recused,
        residents={"proposal": int(at_origin), "codesign": int(in_codesign)},
        decision=decision,
    )


def _recused(committee_id: int, project_ids: Sequence[int]) -> defaultdict[int, dict[int, Recused]]:
    """Return, by project, the seats that step aside: those of its team, and those who declared an interest."""
    seated = (Seat.committee_id == committee_id, Seat.person_id.is_not(None))
    team = (
        sa.select(TeamMember.project_id, Seat.id, sa.literal(None, sa.String).label("reason"))
        .join(Seat, Seat.person_id == TeamMember.person_id)
        .where(TeamMember.project_id.in_(project_ids), *seated)
    )
    authors = (
        sa.select(Project.id, Seat.id, sa.literal(None, sa.String))
        .join(Seat, Seat.person_id == Project.created_by_id)
        .where(Project.id.in_(project_ids), *seated)
    )
    declared = (
        sa.select(Recusal.project_id, Recusal.seat_id, Recusal.reason)
        .join(Seat, Seat.id == Recusal.seat_id)
        .where(Recusal.project_id.in_(project_ids), Seat.committee_id == committee_id)
    )
    found: defaultdict[int, dict[int, Recused]] = defaultdict(dict)
    for project_id, seat_id, reason in session().execute(sa.union_all(declared, team, authors)):
        found[project_id][seat_id] = Recused(reason or _("Porte le projet"), is_carrier=reason is None)
    return found
