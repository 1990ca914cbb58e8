"""The forms of steering: a body that met, what became of a subject, the cards of a meeting."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Field, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from app import clock
from app.choices import offered
from app.dialogue.forms import LONG, free, needed
from app.dialogue.forms.meetings import EARLIEST
from app.dialogue.labels import BODIES, REFERRALS
from app.dialogue.models import BodyKind, ReferralOutcome
from app.dialogue.services.cards import Seen
from app.dialogue.services.steering import Met
from app.i18n import gettext
from app.i18n import lazy_gettext as _
from app.territory.models import Commune

METROPOLIS = 0
"""The value of "the whole metropolis" in the list of cities."""
MOST_PEOPLE, LONGEST = 1_000, 200
CARD = re.compile(r"(\d{1,5})(?:[ ,;]+(\d{1,3}))?(?:[ ,;]+([nN]))?")
"""A line: the number of the card, the times it was dropped, n when its holder is new."""
_PEOPLE = [
    InputRequired(_("Écrivez un nombre, par exemple 8.")),
    NumberRange(0, MOST_PEOPLE, _("Écrivez un nombre entre 0 et 1000.")),
]


class MetForm(FlaskForm):
    """A meeting of a body that steers the contract."""

    kind = SelectField(_("Quelle réunion ?"), choices=offered(BODIES), coerce=BodyKind)
    commune = SelectField(_("Pour quelle ville ?"), coerce=int)
    held_on = DateField(_("Quel jour ?"), validators=[InputRequired(_("Indiquez le jour de la réunion."))])
    people = IntegerField(_("Combien de personnes en tout ?"), validators=_PEOPLE)
    residents = IntegerField(_("Dont combien d'habitants et habitantes ?"), validators=_PEOPLE)
    subjects = TextAreaField(_("Quels sujets les habitants et habitantes ont-ils portés ?"), validators=free(LONG))

    def __init__(self, communes: Iterable[Commune], *, everywhere: bool, **fields: Any) -> None:
        """Offer the cities that one follows, and the metropolis to those who follow it whole."""
        super().__init__(**fields)
        whole = [SelectChoice(str(METROPOLIS), gettext("Toute la métropole"))] if everywhere else []
        self.commune.choices = [*whole, *(SelectChoice(str(city.id), city.name) for city in communes)]
        self.subjects.flags.optional = True

    def validate_held_on(self, field: Field) -> None:
        """Refuse a meeting to come, or of another century."""
        if field.data and field.data > clock.today():
            raise ValidationError(gettext("Cette date n'est pas encore passée."))
        if field.data and field.data < EARLIEST:
            raise ValidationError(gettext("Vérifiez l'année."))

    def validate_residents(self, field: Field) -> None:
        """Refuse more residents than people."""
        if field.data is not None and self.people.data is not None and field.data > self.people.data:
            raise ValidationError(gettext("Il y a plus d'habitants et habitantes que de personnes."))

    def validate_subjects(self, field: Field) -> None:
        """Refuse a subject that is a whole text."""
        if any(len(line.strip()) > LONGEST for line in (field.data or "").splitlines()):
            raise ValidationError(gettext("200 signes au plus par sujet."))

    def met(self) -> Met:
        """Return the meeting, once the form is valid."""
        values: dict[str, Any] = self.data
        return Met(
            values["kind"], values["commune"] or None, values["held_on"], values["people"], values["residents"],
            (values["subjects"] or "").splitlines(),
        )  # fmt: skip


class SettleForm(FlaskForm):
    """What became of a subject."""

    outcome = RadioField(_("Quelle suite ?"), choices=offered(REFERRALS), coerce=ReferralOutcome)


class CardsForm(FlaskForm):
    """The cards of a meeting, one a line."""

    cards = TextAreaField(_("Les cartes vues"), validators=needed(_("Écrivez au moins une carte."), LONG))

    def validate_cards(self, field: Field) -> None:
        """Refuse a line that is not a card, and a card written twice."""
        lines = _lines(field.data)
        wrong = next((line for line in lines if not CARD.fullmatch(line)), None)
        if wrong is not None:
            raise ValidationError(gettext("La ligne « %(line)s » n'est pas lisible.", line=wrong[:40]))
        if len({one.number for one in self.seen()}) < len(lines):
            raise ValidationError(gettext("Une carte est écrite deux fois."))

    def seen(self) -> list[Seen]:
        """Return the cards, once the form is valid."""
        found = [CARD.fullmatch(line) for line in _lines(self.cards.data)]
        return [Seen(int(one[1]), int(one[2] or 0), bool(one[3])) for one in found if one]


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
