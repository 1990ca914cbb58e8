"""The words and the page of each row behind a figure: one query for the rows of a page, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for

from app.db import session
from app.dialogue.labels import ABSENCES, MODES
from app.dialogue.models import Meeting
from app.i18n import gettext as _
from app.insight.definitions.trust import ITEMS
from app.insight.sources.reading import paired
from app.projects.models import Project
from app.voices.models import Contribution, shown
from app.voices.question_models import Question
from app.voices.question_queries import readable

Words = Mapping[int, tuple[str, str | None]]
LONGEST = 90


def labelled(name: str, rows: Sequence[Any], *, public: bool) -> Words:
    """Return the words and the address of some rows of a kind, by their numbers."""
    return _LABELS[name](rows, public)


def _meetings(rows: Sequence[Any], _public: bool) -> Words:  # noqa: FBT001
    return {row.id: (row.title, url_for("dialogue.meeting", meeting_id=row.id)) for row in rows}


def _at_meeting(say: Callable[[Any], str]) -> Callable[[Sequence[Any], bool], Words]:
    """Label rows that belong to a meeting: what they say, then its title."""

    def label(rows: Sequence[Any], _public: bool) -> Words:  # noqa: FBT001
        titles = _titles({_meeting_of(row) for row in rows})
        found: dict[int, tuple[str, str | None]] = {}
        for row in rows:
            number = _meeting_of(row)
            words = " · ".join(part for part in (say(row), titles.get(number or 0, "")) if part)
            found[row.id] = words, url_for("dialogue.meeting", meeting_id=number) if number else None
        return found

    return label


def _meeting_of(row: Any) -> int | None:
    number: int | None = getattr(row, "meeting_id", row.id)
    return number


def _titles(numbers: Iterable[int | None]) -> dict[int, str]:
    wanted = sa.select(Meeting.id, Meeting.title).where(Meeting.id.in_([one for one in numbers if one]))
    return paired(wanted)


def _said(rows: Sequence[Any], public: bool) -> Words:  # noqa: FBT001
    """Label what was said; a personal case is told to staff alone."""
    numbers = {getattr(row, "contribution_id", row.id) for row in rows}
    wanted = sa.select(Contribution.id, Contribution.text).where(Contribution.id.in_(numbers))
    texts = paired(wanted.where(shown()) if public else wanted)
    found: dict[int, tuple[str, str | None]] = {}
    for row in rows:
        number = getattr(row, "contribution_id", row.id)
        text = texts.get(number)
        url = url_for("voices.voice", said_id=number) if not public else None
        found[row.id] = _short(text) if text is not None else _("Demande personnelle, non publiée"), url
    return found


def _questions(rows: Sequence[Any], public: bool) -> Words:  # noqa: FBT001
    """Label questions by the number of their card; one that is personal, or not read yet, is told to staff alone."""
    numbers = {row.id: getattr(row, "question_id", row.id) for row in rows}
    wanted = (
        sa.select(Question.id)
        .join(Contribution, Contribution.id == Question.contribution_id)
        .where(Question.id.in_(set(numbers.values())), readable())
    )
    told = set(session().scalars(wanted)) if public else set(numbers.values())
    return {row.id: _question(row.code, numbers[row.id], is_told=numbers[row.id] in told) for row in rows}


def _question(code: str, number: int, *, is_told: bool) -> tuple[str, str | None]:
    if not is_told:
        return _("Question personnelle, non publiée"), None
    return _("Question %(code)s", code=code), url_for("voices.question", question_id=number)


def _projects(rows: Sequence[Any], _public: bool) -> Words:  # noqa: FBT001
    return {row.id: (row.title, url_for("projects.show", ref=row.ref)) for row in rows}


def _of_project(rows: Sequence[Any], _public: bool) -> Words:  # noqa: FBT001
    wanted = sa.select(Project.id, Project.title, Project.ref).where(Project.id.in_({row.project_id for row in rows}))
    known = {number: (title, url_for("projects.show", ref=ref)) for number, title, ref in session().execute(wanted)}
    return {row.id: known[row.project_id] for row in rows}


def _notes(rows: Sequence[Any], _public: bool) -> Words:  # noqa: FBT001
    return {row.id: (row.title, url_for("dialogue.note", note_id=row.id)) for row in rows}


def _trainings(rows: Sequence[Any], _public: bool) -> Words:  # noqa: FBT001
    return {row.id: (row.title, url_for("training.show", training_id=row.id)) for row in rows}


def _plain(say: Callable[[Any], str]) -> Callable[[Sequence[Any], bool], Words]:
    return lambda rows, _public: {row.id: (say(row), None) for row in rows}


def _trust(rows: Sequence[Any], _public: bool) -> Words:  # noqa: FBT001
    return {row.id: (f"{row.title} · {ITEMS.get(row.item, row.item)}", None) for row in rows}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


_LABELS: dict[str, Callable[[Sequence[Any], bool], Words]] = {
    "meetings": _meetings,
    "outreach": _at_meeting(lambda row: str(MODES[row.mode])),
    "contacts": _at_meeting(lambda _row: ""),
    "absences": _at_meeting(lambda row: str(ABSENCES[row.reason])),
    "cards": _at_meeting(lambda _row: ""),
    "returns": _at_meeting(lambda _row: ""),
    "turnouts": _plain(lambda row: row.title),
    "voters": _plain(lambda row: row.title),
    "notes": _notes,
    "contributions": _said,
    "links": _said,
    "changes": _of_project,
    "projects": _projects,
    "questions": _questions,
    "waiting": _questions,
    "feedbacks": _questions,
    "commitments": _questions,
    "decisions": _projects,
    "payments": _of_project,
    "trust": _trust,
    "envelopes": _plain(lambda row: _("Fonds de l'année %(year)s", year=row.day.year)),
    "sittings": _plain(lambda _row: _("Séance du comité")),
    "trainings": _trainings,
    "governance": _plain(lambda _row: _("Réunion de pilotage")),
}
