"""Choosing the questions of a questionnaire: write them, take them from the list, put them in order."""

from __future__ import annotations

from collections.abc import Iterator

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, SelectField
from wtforms.validators import Length, Optional
from wtforms.widgets import TextArea

from app.choices import offered
from app.evaluation.bank import BANK, CHOSEN, FREE, MOST_CLOSED, MOST_FREE, Ready
from app.evaluation.models import QuestionKind, Survey
from app.evaluation.services.surveys import Asked
from app.evaluation.wording import KINDS
from app.i18n import lazy_gettext as _
from app.projects.fields import Line

LONGEST = 240
CLOSED = [kind for kind in QuestionKind if kind is not QuestionKind.FREE]


class QuestionForm(Form):
    """One question to tick, in the panel's own words."""

    text = Line(_("Question"), [Optional(), Length(max=LONGEST)], widget=TextArea())
    kind = SelectField(_("Réponse"), choices=offered(KINDS, without=QuestionKind.FREE), coerce=QuestionKind)


class QuestionnaireForm(FlaskForm):
    """The whole questionnaire."""

    closed = FieldList(FormField(QuestionForm), min_entries=1, max_entries=MOST_CLOSED)
    free = FieldList(
        Line(_("Question libre"), [Optional(), Length(max=LONGEST)], widget=TextArea()),
        min_entries=1,
        max_entries=MOST_FREE,
    )

    def asked(self) -> list[Asked]:
        """Return the questions in their order, without the empty lines."""
        return list(self._asked())

    def _asked(self) -> Iterator[Asked]:
        for row in self.closed:
            if row.form.text.data:
                yield Asked(row.form.kind.data, row.form.text.data)
        for line in self.free:
            if line.data:
                yield Asked(QuestionKind.FREE, line.data)

    def left_in_bank(self) -> dict[str, Ready]:
        """Return the questions of the list that are not taken yet."""
        taken = [(row.form.text.data or "").split() for row in self.closed]
        return {code: ready for code, ready in BANK.items() if str(ready.text).split() not in taken}

    def take(self, code: str) -> None:
        """Add a question of the list, on the first empty line or at the end; nothing once there are six."""
        ready = BANK.get(code)
        if ready is None:
            return
        row = next((entry for entry in self.closed if not entry.form.text.data), None)
        if row is None and len(self.closed) < MOST_CLOSED:
            row = self.closed.append_entry()
        if row is not None:
            row.form.text.data, row.form.kind.data = str(ready.text), ready.kind

    def add_free(self) -> None:
        """Add a line for a free question."""
        if len(self.free) < MOST_FREE:
            self.free.append_entry()

    def raise_question(self, place: str) -> None:
        """Exchange a question with the one above it."""
        rows = list(self.closed)
        if place.isdecimal() and 0 < int(place) < len(rows):
            above, below = rows[int(place) - 1].form, rows[int(place)].form
            above.text.data, below.text.data = below.text.data, above.text.data
            above.kind.data, below.kind.data = below.kind.data, above.kind.data


def first_answers(survey: Survey | None) -> dict[str, list[object]]:
    """Return what the form begins with: the questions kept, or a first choice from the list."""
    if survey is None:
        ready = [BANK[code] for code in CHOSEN]
        return {
            "closed": [{"text": str(one.text), "kind": one.kind} for one in ready],
            "free": [str(next(iter(FREE.values())))],
        }
    questions = survey.questions
    return {
        "closed": [{"text": one.text, "kind": one.kind} for one in questions if one.kind is not QuestionKind.FREE],
        "free": [one.text for one in questions if one.kind is QuestionKind.FREE],
    }
