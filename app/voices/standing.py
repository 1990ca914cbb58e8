"""How a question stands today, for lists and pages: a tone, a short label, a sentence about its date."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from app import clock
from app.i18n import day, ngettext
from app.i18n import gettext as _
from app.voices.labels import THEMES
from app.voices.notices import shortened
from app.voices.question_models import Question
from app.voices.services.reminding import ELECTED, levels_reached

SOON = 3
"""Days before the date owed from which it is told as near."""
TITLE = 140


@dataclass(frozen=True)
class Standing:
    """The tone and label of a question, and what is said of its date."""

    tone: str
    label: str
    due: str = ""
    due_tone: str = ""


@dataclass(frozen=True)
class QuestionCard:
    """A question in a list."""

    id: int
    title: str
    url: str
    place: str
    theme: str
    body: str
    standing: Standing
    state: str


def card(question: Question) -> QuestionCard:
    """Return a question as lists show it."""
    said = question.contribution
    return QuestionCard(
        id=question.id,
        title=shortened(said.text, TITLE),
        url=url_for("voices.question", question_id=question.id),
        place=question.neighbourhood.name,
        theme=str(THEMES[said.theme]) if said.theme else "",
        body=question.organisation.name if question.organisation else "",
        standing=standing_of(question),
        state=question.state,
    )


def standing_of(question: Question) -> Standing:
    """Judge a question now: answered, in time, soon due, late, very late."""
    if question.state == "merged":
        return Standing("done", _("Réunie avec une autre"))
    if question.state in ("withdrawn", "set_aside"):
        return Standing("done", _("Arrêtée"))
    if question.answered_at is not None:
        when = _("Réponse publiée le %(day)s.", day=day(question.answered_at))
        done = question.state == "closed"
        return Standing("done" if done else "calm", _("Réponse donnée"), when)
    return _owed(question)


def late_days(question: Question) -> int:
    """Return for how many days an answer has been late; 0 when it is not, or was given."""
    if question.answered_at is not None or not question.is_open:
        return 0
    return max(0, (clock.today() - question.answer_due_on).days)


def _owed(question: Question) -> Standing:
    late, when = late_days(question), day(question.answer_due_on)
    if late:
        told = ngettext(
            "Promise pour le %(day)s : %(num)d jour de retard.", "Promise pour le %(day)s : %(num)d jours de retard.",
            late, day=when,
        )  # fmt: skip
        very = ELECTED in levels_reached(question.answer_due_on, clock.today())
        return Standing("late", _("Très en retard") if very else _("En retard"), told, "late")
    left = (question.answer_due_on - clock.today()).days
    told = _("Réponse promise avant le %(day)s.", day=when)
    if left <= SOON:
        return Standing("act", _("Réponse attendue"), told, "act")
    return Standing("calm", _("Réponse à venir"), told)
