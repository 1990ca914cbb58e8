"""Reading what was said: in a meeting, waiting to be read, similar to something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.accounts.queries import reach_of
from app.db import session
from app.dialogue.models import Meeting
from app.search import stems
from app.territory.models import Neighbourhood
from app.voices.models import INDEX, Contribution, ContributionOriginal, Moderation, shown
from app.voices.people import within
from app.voices.policy import WRITING
from app.voices.question_models import Question

MOST_SHOWN = 200
CANDIDATES = 80
"""Recent texts that share a word, among which the nearest are chosen."""
MOST_SIMILAR = 5
NEAR = 0.28
"""Share of the words two texts must have in common to be called similar."""
PAGE = 25


@dataclass(frozen=True)
class Similar:
    """Something said before that looks alike, and its question if it became one."""

    said: Contribution
    question: Question | None


@dataclass(frozen=True)
class Voice:
    """One thing said, for staff: its very words if they are kept apart, its author, its question."""

    said: Contribution
    original: str
    author: str
    question: Question | None


def contribution_of(meeting: Meeting, said_id: int) -> Contribution | None:
    """Return one thing said in a meeting, or None."""
    return session().scalar(sa.select(Contribution).filter_by(id=said_id, meeting_id=meeting.id))


def said_in(meeting: Meeting) -> Sequence[Contribution]:
    """Return what everybody may read of what was said in a meeting, in the order it was written down."""
    return [said for said, _ in said_with_questions(meeting)]


def said_with_questions(meeting: Meeting) -> list[tuple[Contribution, Question | None]]:
    """Return what everybody may read of what was said in a meeting, each with the question it became; one query."""
    rows = session().execute(
        sa.select(Contribution, Question)
        .outerjoin(Question, Question.contribution_id == Contribution.id)
        .where(Contribution.meeting_id == meeting.id, shown())
        .order_by(Contribution.id)
        .limit(MOST_SHOWN)
    )
    return [(said, question) for said, question in rows.unique()]


def similar_to(text: str, neighbourhood_id: int | None, but: int | None = None) -> list[Similar]:
    """Return what was said before that looks alike, nearest first: the same on both databases.

    The index gives recent texts that share a word; the share of words in common orders them, here. One query.
    """
    words = list(dict.fromkeys(stems(text)))[:40]
    if not words:
        return []
    asked = (
        sa.select(Contribution, Question)
        .outerjoin(Question, Question.contribution_id == Contribution.id)
        .where(INDEX.holding(words, any_of=True), shown(), Contribution.merged_into_id.is_(None))
        .order_by(Contribution.id.desc())
        .limit(CANDIDATES)
    )
    if neighbourhood_id:
        asked = asked.where(Contribution.neighbourhood_id == neighbourhood_id)
    found = [
        (_nearness(set(words), set(said.search_text.split())), said, question)
        for said, question in session().execute(asked).unique()
        if said.id != but
    ]
    near = sorted((row for row in found if row[0] >= NEAR), key=lambda row: (-row[0], -row[1].id))
    return [Similar(said, question) for _, said, question in near[:MOST_SIMILAR]]


def places_of(person: Person) -> list[Neighbourhood]:
    """Return the neighbourhoods where a person writes down what residents say, by city and name; one query."""
    given = reach_of(person, WRITING)
    return list(
        session().scalars(
            sa.select(Neighbourhood).join(Neighbourhood.commune).where(within(given)).order_by(
                Neighbourhood.commune_id, Neighbourhood.name
            )
        ).unique()
    )  # fmt: skip


def voices_of(places: Sequence[int], *, waiting: bool, before: int | None = None) -> list[Voice]:
    """Return what was said in these neighbourhoods, the last first: what waits to be read, or the rest; one query."""
    state = Contribution.moderation == Moderation.WAITING if waiting else Contribution.moderation != Moderation.WAITING
    asked = _voices().where(Contribution.neighbourhood_id.in_(places), state)
    if before:
        asked = asked.where(Contribution.id < before)
    rows = session().execute(asked.order_by(Contribution.id.desc()).limit(PAGE)).unique()
    return [Voice(said, original or "", author or "", question) for said, original, author, question in rows]


def voice(said_id: int) -> Voice | None:
    """Return one thing said with all that staff may know of it, or None."""
    row = session().execute(_voices().where(Contribution.id == said_id)).unique().one_or_none()
    return Voice(row[0], row[1] or "", row[2] or "", row[3]) if row else None


def _voices() -> sa.Select[Contribution, str, str, Question]:
    return (
        sa.select(Contribution, ContributionOriginal.text, Person.name, Question)
        .outerjoin(ContributionOriginal, ContributionOriginal.contribution_id == Contribution.id)
        .outerjoin(Person, Person.id == Contribution.author_id)
        .outerjoin(Question, Question.contribution_id == Contribution.id)
        .options(joinedload(Contribution.neighbourhood))
    )


def _nearness(words: set[str], others: set[str]) -> float:
    """Return the share of common words, by the shorter text, so that a few words find the long one that holds them."""
    return len(words & others) / max(2, min(len(words), len(others))) if others else 0.0
