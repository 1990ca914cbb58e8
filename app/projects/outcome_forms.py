"""The forms about residents' words in a project: what became of them, and what their author thinks of it."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.i18n import gettext
from app.i18n import lazy_gettext as _
from app.projects.fields import Free, Line, Paragraphs, Words
from app.projects.models import Outcome, ReasonCode
from app.projects.outcome_words import IMPACTS, OUTCOMES, REASONS
from app.projects.services.outcomes import ANSWERED, Decision

LONGEST = 1000
LONGEST_NAME = 160
NOT_TAKEN_UP = (Outcome.REFUSED, Outcome.PASSED_ON)


class OutcomeForm(FlaskForm):
    """What became of some words, and the trace they leave."""

    outcome = RadioField(
        _("Qu'est-ce que le projet en fait ?"),
        choices=[SelectChoice(code.value, label) for code, label in OUTCOMES.items()],
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    impact = RadioField(
        _("Quelle trace laisse-t-elle ?"),
        choices=[SelectChoice(str(level), label) for level, label in IMPACTS.items()],
        validators=[Free()],
    )
    reason_code = SelectField(
        _("Si elle n'est pas retenue, pourquoi ?"),
        choices=[
            SelectChoice("", _("Choisissez une raison")),
            *(SelectChoice(code.value, label) for code, label in REASONS.items()),
        ],
        validators=[Free()],
    )
    reason_text = Paragraphs(_("Expliquez en une ou deux phrases simples"), validators=[Free(), Words(LONGEST)])
    passed_to = Line(_("Si elle est transmise, à qui ?"), validators=[Free(), Words(LONGEST_NAME)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for what the chosen outcome needs: a reason for a refusal, a name for a transmission, a trace."""
        if not super().validate(extra_validators):
            return False
        chosen = Outcome(self.outcome.data)
        if chosen is Outcome.REFUSED and not self.reason_code.data:
            self.reason_code.errors = [gettext("Choisissez la raison de ce refus.")]
        if chosen is Outcome.REFUSED and not self.reason_text.data:
            self.reason_text.errors = [gettext("Expliquez ce refus à la personne, avec des mots simples.")]
        if chosen is Outcome.PASSED_ON and not self.passed_to.data:
            self.passed_to.errors = [gettext("Dites à qui la parole est transmise.")]
        if chosen in (Outcome.ADOPTED, Outcome.PARTLY) and not self.impact.data:
            self.impact.errors = [gettext("Dites quelle trace elle laisse.")]
        if chosen in NOT_TAKEN_UP and self._impact(ANSWERED) > ANSWERED:
            self.impact.errors = [gettext("Une parole qui n'est pas retenue laisse au plus une réponse.")]
        return not self.errors

    def decision(self) -> Decision:
        """Return the decision once the form is valid; what the outcome does not use is left out."""
        chosen = Outcome(self.outcome.data)
        refused = chosen is Outcome.REFUSED
        return Decision(
            outcome=chosen,
            impact=None if chosen.is_awaited else self._impact(ANSWERED),
            reason_code=ReasonCode(self.reason_code.data) if refused else None,
            reason_text=self.reason_text.data or "",
            passed_to=(self.passed_to.data or "") if chosen is Outcome.PASSED_ON else "",
        )

    def _impact(self, unless_said: int) -> int:
        return int(self.impact.data) if self.impact.data else unless_said


class ReplyForm(FlaskForm):
    """Whether an outcome suits the author of the words."""

    answer = RadioField(
        _("Cela vous convient ?"),
        choices=[
            SelectChoice("yes", _("Oui, c'est bien cela")),
            SelectChoice("no", _("Non, je ne suis pas d'accord")),
        ],
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    words = Paragraphs(_("Qu'est-ce qui ne va pas ?"), validators=[Free(), Words(LONGEST)])


class ToldForm(FlaskForm):
    """Where an outcome was told aloud; nowhere in particular is "to the person"."""

    meeting = SelectField(_("Où l'avez-vous dit ?"), validators=[Free()])

    def offer(self, meetings: list[tuple[int, str]]) -> None:
        """Give the last meetings held in the neighbourhood."""
        self.meeting.choices = [
            SelectChoice("", _("De vive voix, à la personne")),
            *(SelectChoice(str(key), label) for key, label in meetings),
        ]
