"""What the slices above bring to a meeting: questions for its agenda, answers since last time, what is not assigned.

They register here; we import none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from app.dialogue.models import AgendaKind, Meeting
from app.dialogue.models.tally import Measure
from app.steps.actor import Actor

F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True)
class AgendaEntry:
    """A line that wants to enter the agenda by itself: a question that waits, a project to build."""

    kind: AgendaKind
    title: str
    about_kind: str
    about_id: int


@dataclass(frozen=True)
class Said:
    """A remark captured in the room: the number the phone drew, "question", "idea" or "remark", and the words."""

    id: str
    kind: str
    text: str
    was_read_back: bool


@dataclass(frozen=True)
class AnswerLine:
    """One answer given since the last meeting, to be told first at the next: what it answers, in few words, where."""

    title: str
    text: str
    url: str = ""


AgendaSource = Callable[[Meeting], Iterable[AgendaEntry]]
AnswerSource = Callable[[Meeting], Iterable[AnswerLine]]
UnassignedCount = Callable[[Meeting], int]
SaidKeeper = Callable[[Meeting, Said, Actor], object]
Withholder = Callable[[Meeting, Measure | None], sa.ColumnElement[bool]]

_agenda: list[AgendaSource] = []
_answers: list[AnswerSource] = []
_unassigned: list[UnassignedCount] = []
_said: list[SaidKeeper] = []
_withheld: list[Withholder] = []


class CannotKeep(ValueError):
    """What was said cannot be kept as it is written; the message is the sentence to show."""


def agenda_source(source: AgendaSource) -> AgendaSource:
    """Register what enters by itself the agenda of a meeting to come; one query a call."""
    return _added(_agenda, source)


def answers_source(source: AnswerSource) -> AnswerSource:
    """Register the answers given in the neighbourhood since its last meeting; one query a call."""
    return _added(_answers, source)


def unassigned_questions(count: UnassignedCount) -> UnassignedCount:
    """Register how many questions put in a meeting no body must answer yet; one query a call."""
    return _added(_unassigned, count)


def keeper_of_said(keep: SaidKeeper) -> SaidKeeper:
    """Register what keeps a remark captured in a meeting.

    It is called once for each remark, inside the transaction that stores it; it raises CannotKeep to refuse it.
    """
    return _added(_said, keep)


def withholder(condition: Withholder) -> Withholder:
    """Register a condition under which nobody is told how many residents came to the meetings of a neighbourhood.

    Or, given a measure, how many by that measure.
    """
    return _added(_withheld, condition)


def withheld(meeting: Meeting, measure: Measure | None = None) -> sa.ColumnElement[bool]:
    """Return the condition that how many came to a meeting, or how many by a measure, is not to be told."""
    return sa.or_(sa.false(), *(condition(meeting, measure) for condition in _withheld))


def keep_said(meeting: Meeting, said: Said, actor: Actor) -> None:
    """Give a captured remark to whom keeps it."""
    for keep in _said:
        keep(meeting, said, actor)


def agenda_entries(meeting: Meeting) -> list[AgendaEntry]:
    """Return what wants to enter the agenda of a meeting."""
    return [entry for source in _agenda for entry in source(meeting)]


def answers_since(meeting: Meeting) -> list[AnswerLine]:
    """Return the answers to tell first in a meeting."""
    return [line for source in _answers for line in source(meeting)]


def unassigned(meeting: Meeting) -> int:
    """Return how many questions of a meeting no body must answer yet."""
    return sum(count(meeting) for count in _unassigned)


def _added(known: list[F], function: F) -> F:
    if function not in known:
        known.append(function)
    return function
