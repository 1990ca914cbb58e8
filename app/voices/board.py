"""The public board: what is owed, late, answered on time, by body and by neighbourhood.

It counts only the questions that everybody reads one by one on the same site; counts of people (what they thought of
the answers, personal cases) pass by `app.suppression`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from app import clock, suppression
from app.db import session
from app.territory.models import Neighbourhood, Organisation
from app.voices.models import Contribution, Moderation, Visibility
from app.voices.question_models import Feedback, Question, ReportBack
from app.voices.question_queries import readable


@dataclass
class Line:
    """The figures of one body or one neighbourhood; `oldest_on`: when its oldest question without answer was asked."""

    name: str
    key: str = ""
    owed: int = 0
    late: int = 0
    answered: int = 0
    on_time: int = 0
    oldest_on: date | None = None

    @property
    def on_time_percent(self) -> int | None:
        """Of the answers given, how many in a hundred came by the date owed (indicator Q1); None without answers."""
        return round(100 * self.on_time / self.answered) if self.answered else None

    def add(self, owed: int, late: int, answered: int, on_time: int, oldest: date | None) -> None:
        """Add counts."""
        self.owed, self.late = self.owed + owed, self.late + late
        self.answered, self.on_time = self.answered + answered, self.on_time + on_time
        if oldest and (self.oldest_on is None or oldest < self.oldest_on):
            self.oldest_on = oldest


@dataclass(frozen=True)
class Board:
    """The whole board."""

    total: Line
    bodies: list[Line]
    places: list[Line]
    feedback: suppression.Published[Feedback] | None = None
    private: suppression.Shown = field(default_factory=suppression.Few)


def board() -> Board:
    """Count the whole board, in three queries whatever there is."""
    total = Line("")
    bodies: dict[int, Line] = {}
    places: dict[str, Line] = {}
    for row in session().execute(_rows()):
        counts = (row.owed, row.late, row.answered, row.on_time, _day(row.oldest))
        total.add(*counts)
        bodies.setdefault(row.body_id or 0, Line(row.body or "", str(row.body_id or ""))).add(*counts)
        places.setdefault(row.slug, Line(row.place, row.slug)).add(*counts)
    return Board(
        total, _ordered(bodies.values()), _ordered(places.values()), _feedback(), suppression.alone(_private())
    )


def figures() -> Line:
    """Count the four figures of the top of the list; one query."""
    total = Line("")
    for row in session().execute(_rows()):
        total.add(row.owed, row.late, row.answered, row.on_time, _day(row.oldest))
    return total


def _rows() -> sa.Select[*tuple[Any, ...]]:
    owed = sa.and_(Question.is_open, Question.answered_at.is_(None))
    late = sa.and_(owed, Question.answer_due_on < clock.today())
    answered, count = Question.answered_at.is_not(None), sa.func.count()
    return (
        sa.select(
            Organisation.id.label("body_id"), Organisation.name.label("body"),
            Neighbourhood.slug.label("slug"), Neighbourhood.name.label("place"),
            count.filter(owed).label("owed"), count.filter(late).label("late"),
            count.filter(answered).label("answered"),
            count.filter(sa.and_(answered, Question.answered_on_time.is_(True))).label("on_time"),
            sa.func.min(sa.case((owed, Contribution.said_on))).label("oldest"),
        )
        .select_from(Question)
        .join(Question.contribution)
        .join(Neighbourhood, Neighbourhood.id == Question.neighbourhood_id)
        .outerjoin(Organisation, Organisation.id == Question.organisation_id)
        .where(readable(), Question.state != "merged")
        .group_by(Organisation.id, Organisation.name, Neighbourhood.slug, Neighbourhood.name)
    )  # fmt: skip


def _ordered(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.late, -line.owed, line.name, line.key))


def _feedback() -> suppression.Published[Feedback] | None:
    heard = sa.select(ReportBack.feedback, sa.func.count()).where(ReportBack.feedback.is_not(None))
    counts = {feedback: count for feedback, count in session().execute(heard.group_by(ReportBack.feedback)) if feedback}
    return suppression.published({one: counts.get(one, 0) for one in Feedback}) if counts else None


def _private() -> int:
    asked = sa.select(sa.func.count()).select_from(Question).join(Question.contribution)
    personal = asked.where(
        Contribution.visibility == Visibility.PRIVATE, Contribution.moderation == Moderation.PUBLISHED
    )
    return int(session().scalar(personal) or 0)


def _day(value: object) -> date | None:
    """Read a date that SQLite gives as text out of a CASE."""
    return date.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[return-value]
