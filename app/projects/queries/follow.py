"""What surrounds the work on a project, for its page: one query whatever it holds."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager

from app import clock
from app.accounts.models import Person, Role, RoleAssignment, Scope
from app.db import remembered, session
from app.projects.delivery import Word, counted
from app.projects.models import (
    ChecklistLine,
    Comment,
    CommentReport,
    Delivered,
    DeliveryVoice,
    DeliveryWaiver,
    Milestone,
    Opinion,
    Project,
    ThreadMessage,
    ThreadReader,
)
from app.steps.actor import Actor
from app.territory.models import Organisation, OrganisationKind

SHOWN_COMMENTS = 3
"""The last comments, on the page of the project; the others have a page of their own."""

OPINIONS, MILESTONES, VOICES, WAIVER, LINES, COMMENTS, READERS, REFERENTS, CITY = PARTS = range(9)
"""The parts of the query, each with rows of its own."""


@dataclass(frozen=True)
class Follow:
    """What surrounds a project; `unread` counts, by person, the messages of the thread they have not seen."""

    opinions: Sequence[Opinion] = ()
    milestones: Sequence[Milestone] = ()
    voices: Sequence[DeliveryVoice] = ()
    waiver: DeliveryWaiver | None = None
    lines: Sequence[ChecklistLine] = ()
    comments: Sequence[tuple[Comment, str]] = ()
    comments_count: int = 0
    referents: Sequence[Person] = ()
    city: Organisation | None = None
    messages: int = 0
    unread: dict[int, int] = field(default_factory=dict)

    @property
    def word(self) -> Word:
        """What residents say of the delivery, counted."""
        return counted(self.voices)

    def unread_by(self, actor: Actor) -> int:
        """Count what a person has not read; all of it when they never opened the thread."""
        return self.unread.get(actor.acting_id or 0, self.messages)


def follow_of(project: Project) -> Follow:
    """Return what surrounds a project; one query a page, shared with the guards."""
    return remembered(("follow", project.id), lambda: _read(project))


def _read(project: Project) -> Follow:
    place = project.neighbourhood
    bound = {
        "project_id": project.id, "place_id": place.id if place else 0, "today": clock.today(),
        "commune_id": place.commune_id if place else 0,
    }  # fmt: skip
    rows = session().execute(_parts(), bound).unique().all()
    columns: list[list[Any]] = [[row[n] for row in rows if row[n] is not None] for n in range(len(rows[0]))]
    opinions, milestones, voices, waivers, lines, _comments, _labels, readers, unread, given, people, cities = columns[
        :12
    ]
    by_precision = sorted(
        zip(given, people, strict=True), key=lambda pair: (pair[0].scope is not Scope.NEIGHBOURHOOD, pair[0].id)
    )
    return Follow(
        opinions=_in_order(opinions),
        milestones=sorted(milestones, key=lambda one: (one.due_on, one.id)),
        voices=_in_order(voices),
        waiver=waivers[0] if waivers else None,
        lines=lines,
        comments=[(row[5], row[6] or "") for row in sorted(rows, key=_comment_id) if row[5] is not None],
        comments_count=columns[12][0] if columns[12] else 0,
        messages=columns[13][0] if columns[13] else 0,
        referents=list({person.id: person for _given, person in by_precision}.values()),
        city=cities[0] if cities else None,
        unread=dict(zip(readers, unread, strict=True)),
    )


def _comment_id(row: sa.Row[*tuple[Any, ...]]) -> int:
    return row[5].id if row[5] is not None else 0


def _in_order(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row.id)


@functools.cache
def _parts() -> sa.Select[*tuple[Any, ...]]:
    """Join each table to its own row of a list of numbers, as queries/page.py does: none multiplies another."""
    project_id: sa.BindParameter[int] = sa.bindparam("project_id")
    numbers = [sa.select(sa.literal_column(str(number), sa.Integer).label("number")) for number in PARTS]
    part = sa.union_all(*numbers).subquery("part").c.number
    body, author, referent, city = aliased(Organisation), aliased(Person), aliased(Person), aliased(Organisation)
    return (
        sa.select(
            Opinion, Milestone, DeliveryVoice, DeliveryWaiver, ChecklistLine, Comment, author.public_label,
            ThreadReader.person_id, _unread(project_id), RoleAssignment, referent, city,
            sa.case((part == COMMENTS, _comments(project_id))), sa.case((part == COMMENTS, _messages(project_id))),
        )
        .select_from(part.table)
        .outerjoin(Opinion, sa.and_(part == OPINIONS, Opinion.project_id == project_id))
        .outerjoin(body, body.id == Opinion.organisation_id)
        .outerjoin(Milestone, sa.and_(part == MILESTONES, Milestone.project_id == project_id))
        .outerjoin(DeliveryVoice, sa.and_(part == VOICES, DeliveryVoice.project_id == project_id))
        .outerjoin(DeliveryWaiver, sa.and_(part == WAIVER, DeliveryWaiver.project_id == project_id))
        .outerjoin(ChecklistLine, sa.and_(part == LINES, ChecklistLine.project_id == project_id))
        .outerjoin(Comment, sa.and_(part == COMMENTS, Comment.id.in_(_latest(project_id))))
        .outerjoin(author, author.id == Comment.author_id)
        .outerjoin(ThreadReader, sa.and_(part == READERS, ThreadReader.project_id == project_id))
        .outerjoin(RoleAssignment, sa.and_(part == REFERENTS, *_of_referents()))
        .outerjoin(referent, referent.id == RoleAssignment.person_id)
        .outerjoin(city, sa.and_(part == CITY, city.kind == OrganisationKind.CITY,
                                 city.commune_id == sa.bindparam("commune_id")))
        .options(contains_eager(Opinion.organisation.of_type(body)))
    )  # fmt: skip


def _of_referents() -> tuple[sa.ColumnElement[bool], ...]:
    given = RoleAssignment
    today: sa.BindParameter[date] = sa.bindparam("today")
    here = sa.and_(given.scope == Scope.NEIGHBOURHOOD, given.scope_id == sa.bindparam("place_id"))
    around = sa.and_(given.scope == Scope.COMMUNE, given.scope_id == sa.bindparam("commune_id"))
    in_force = sa.and_(given.from_on <= today, sa.or_(given.to_on.is_(None), given.to_on >= today))
    return given.role == Role.REFERENT, sa.or_(here, around), in_force


def _latest(project_id: sa.BindParameter[int]) -> sa.Select[int]:
    asked = sa.select(Comment.id).where(Comment.project_id == project_id, Comment.withdrawn_at.is_(None))
    latest = asked.order_by(Comment.id.desc()).limit(SHOWN_COMMENTS).subquery()
    return sa.select(latest.c.id)


def _comments(project_id: sa.BindParameter[int]) -> sa.ScalarSelect[int]:
    other = aliased(Comment)
    shown = sa.select(sa.func.count()).where(other.project_id == project_id, other.withdrawn_at.is_(None))
    return shown.correlate(None).scalar_subquery()


def _messages(project_id: sa.BindParameter[int]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count(ThreadMessage.id)).where(ThreadMessage.project_id == project_id).scalar_subquery()


def _unread(project_id: sa.BindParameter[int]) -> sa.ScalarSelect[int]:
    message = aliased(ThreadMessage)
    later = sa.select(sa.func.count(message.id)).where(
        message.project_id == project_id, message.id > ThreadReader.read_until,
        sa.func.coalesce(message.author_id, 0) != ThreadReader.person_id,
    )  # fmt: skip
    return sa.case((ThreadReader.person_id.is_not(None), later.correlate(ThreadReader).scalar_subquery()))  # type: ignore[return-value]


def reports_of(comment_id: int) -> Sequence[CommentReport]:
    """Return the reports of a comment, oldest first."""
    return session().scalars(
        sa.select(CommentReport).filter_by(comment_id=comment_id).order_by(CommentReport.id)
    ).all()  # fmt: skip


def comment_reported() -> sa.ColumnElement[bool]:
    """Return the condition that a comment of a project was reported and nobody decided, for a query of projects."""
    return sa.exists().where(
        CommentReport.comment_id == Comment.id, CommentReport.settled_at.is_(None), Comment.project_id == Project.id
    )


def delivery_contested() -> sa.ColumnElement[bool]:
    """Return the condition that somebody says that the works of a running project are not done, for a query."""
    no = sa.exists().where(DeliveryVoice.project_id == Project.id, DeliveryVoice.said == Delivered.NO)
    return sa.and_(Project.state == "running", no)
