"""The history of a question, told in sentences; private lines are for those who work on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.clock import PARIS
from app.i18n import day
from app.i18n import gettext as _
from app.steps.wording import told
from app.voices.labels import TOLD
from app.voices.question_models import Question, TellingWay
from app.voices.question_queries import Told

INTERNAL = frozenset({"send_back", "take_back", "decline", "withdraw", "set_aside"})
"""Actions whose note is written for staff: told in public without it."""


@dataclass(frozen=True)
class Entry:
    """One line of the history, ready to be shown."""

    date: str
    date_iso: str
    sentence: str
    who: str = ""
    note: str = ""
    private: bool = False


def entries_of(question: Question, rows: Sequence[Told], *, inside: bool) -> list[Entry]:
    """Return the history, oldest first. Whoever asked is never named; what is private is told inside only."""
    return [_entry(question, row, inside=inside) for row in rows if inside or row.step.is_public]


def _entry(question: Question, row: Told, *, inside: bool) -> Entry:
    step = row.step
    on = step.at.astimezone(PARIS).date()
    shown = inside or step.action not in INTERNAL | {"reopen", "ask_mediation", "close"}
    return Entry(
        date=day(on),
        date_iso=on.isoformat(),
        sentence=_sentence(question, row),
        who=row.who if inside else "",
        note=step.note if shown and step.action != "give_interim" else "",
        private=not step.is_public,
    )


def _sentence(question: Question, row: Told) -> str:
    step, details = row.step, row.step.details
    match step.action:
        case "assign" if details.get("body"):
            return _("La question est confiée : %(body)s doit répondre.", body=details["body"])
        case "transfer" if details.get("body"):
            return _("La question est passée à un autre service : %(body)s.", body=details["body"])
        case "accept" if details.get("body"):
            return _("%(body)s accepte de répondre.", body=details["body"])
        case "report_back" if details.get("way") in set(TellingWay):
            return _("La réponse a été dite. %(way)s.", way=TOLD[TellingWay(details["way"])])
        case _:
            return told(question, step)
