"""Reading the files before the committee: who counts for each, how much it may get, where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app import clock
from app.committees import kinship
from app.committees.deliberation import Limits, limits, terms_of
from app.committees.kinship import Recused
from app.committees.models import Committee, Decision, ScheduledFile, Seat, Sitting
from app.committees.roll import Room, Terms, There, room
from app.committees.room_queries import who_is_there
from app.db import session
from app.funds.models import FundRules
from app.projects.models import BudgetLine, BudgetSide, Involvement, Project

Row = sa.Row[Project, FundRules, Decision | None, int, int, int]
_WAITING = Project.state == "scheduled"


@dataclass(frozen=True)
class File:
    """A project before the committee: its rules, how much it may get, who counts for it, what was decided.

    `signs` are the members who may be close to the team: the same telephone or address, nothing declared.
    """

    project: Project
    rules: FundRules
    limits: Limits
    residents: Mapping[str, int]
    decision: Decision | None
    room: Room
    recused: Mapping[int, Recused] = field(default_factory=dict)
    signs: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Agenda:
    """The files of a sitting in its order, the seats present and those named to preside, the last one first, by id."""

    seats: Sequence[Seat]
    present: frozenset[int]
    waiting: Sequence[File]
    decided: Sequence[File]
    named: tuple[int, ...] = ()


def waiting_projects(committee: Committee) -> list[File]:
    """Return the files that await the committee, outside any sitting, in the order they came."""
    return [_file(row) for row in _rows(Project.fund_id == committee.fund_id, _WAITING)]


def agenda(sitting: Sitting) -> Agenda:
    """Return the files on the agenda of a sitting, in its order, with who counts for each: four queries, whatever."""
    there = who_is_there(sitting)
    decided_here = sa.and_(Decision.sitting_id == sitting.id, Decision.annulled_at.is_(None), ~Decision.is_past)
    rows = _rows(ScheduledFile.id.is_not(None), sa.or_(_WAITING, decided_here), sitting_id=sitting.id)
    recused = kinship.of_files(sitting.committee_id, [row.Project.id for row in rows])
    files = [_seated(_file(row), sitting, there, recused[row.Project.id]) for row in rows]
    done = [file for file in files if file.decision]
    done.sort(key=lambda file: file.decision.decided_at if file.decision else clock.now())
    waiting = [file for file in files if not file.decision]
    return Agenda(there.seats, there.present, waiting, done, there.named)


def file_of(project: Project, sitting: Sitting) -> File:
    """Return a project before a sitting, with who counts for it at this moment."""
    (row,) = _rows(Project.id == project.id)
    return before(_file(row), sitting.committee_id, sitting, who_is_there(sitting))


def file_named(ref: str) -> File | None:
    """Return a project that was sent to a fund, outside any sitting, by its reference; or None."""
    rows = _rows(Project.ref == ref)
    return _file(rows[0]) if rows else None


def before(file: File, committee_id: int, sitting: Sitting | None, there: There) -> File:
    """Return a file with who steps aside in a committee, or perhaps should, and who counts for it at a sitting."""
    recused, signs = kinship.of_file(committee_id, file.project.id)
    return replace(_seated(file, sitting, there, recused), signs=signs)


def _rows(*where: sa.ColumnElement[bool], sitting_id: int | None = None) -> Sequence[Row]:
    on_agenda = sa.and_(ScheduledFile.project_id == Project.id, ScheduledFile.sitting_id == sitting_id)
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
        .outerjoin(ScheduledFile, on_agenda)
        .options(joinedload(Project.neighbourhood), joinedload(Project.origin_meeting))
        .where(*where)
        .order_by(ScheduledFile.position, Project.entered_at, Project.id)
    ).all()  # fmt: skip


def _residents_at(stage: str) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.coalesce(sa.func.sum(Involvement.residents_count), 0))
        .where(Involvement.project_id == Project.id, Involvement.stage == stage)
        .correlate(Project)
        .scalar_subquery()
    )


def _file(row: Row) -> File:
    project, rules, decision, expenses, at_origin, in_codesign = row
    return File(
        project=project,
        rules=rules,
        limits=limits(project.requested_cents, int(expenses), rules, project.above_cap_reason),
        residents={"proposal": int(at_origin), "codesign": int(in_codesign)},
        decision=decision,
        room=room(There(()), (), Terms(rules)),
    )


def _seated(file: File, sitting: Sitting | None, there: There, recused: Mapping[int, Recused]) -> File:
    terms = terms_of(file.project, file.rules, sitting)
    return replace(file, room=room(there, recused, terms), recused=recused)
