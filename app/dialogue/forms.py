"""The forms of a space of dialogue and of a meeting that was held there."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app import clock
from app.dialogue.labels import SPACES
from app.dialogue.models import SpaceKind
from app.dialogue.services import Held
from app.i18n import gettext
from app.i18n import lazy_gettext as _

MOST_RESIDENTS = 5_000
"""More residents than that at one meeting is a slip of the keyboard."""


class SpaceForm(FlaskForm):
    """A place where residents will talk."""

    kind = RadioField(
        _("Quelle sorte de lieu ?"),
        choices=[SelectChoice(kind.value, label) for kind, label in SPACES.items()],
        coerce=SpaceKind,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    name = StringField(
        _("Son nom"),
        validators=[DataRequired(_("Donnez un nom à ce lieu.")), Length(max=120, message=_("120 signes au plus."))],
    )
    host = StringField(
        _("Qui accueille ?"),
        validators=[DataRequired(_("Dites qui accueille.")), Length(max=120, message=_("120 signes au plus."))],
    )

    def described(self) -> tuple[SpaceKind, str, str]:
        """Return the sort of place, its name and who hosts, once the form is valid."""
        values: dict[str, Any] = self.data
        return values["kind"], values["name"], values["host"]


class MeetingForm(FlaskForm):
    """A meeting that was held."""

    title = StringField(
        _("De quoi a-t-on parlé ?"),
        validators=[DataRequired(_("Écrivez quelques mots.")), Length(max=160, message=_("160 signes au plus."))],
    )
    held_on = DateField(_("Quel jour ?"), validators=[InputRequired(_("Indiquez le jour de la rencontre."))])
    place = StringField(
        _("Où ?"),
        validators=[DataRequired(_("Dites où c'était.")), Length(max=160, message=_("160 signes au plus."))],
    )
    residents_count = IntegerField(
        _("Combien d'habitants et habitantes ?"),
        validators=[
            InputRequired(_("Écrivez un nombre, par exemple 8.")),
            NumberRange(0, MOST_RESIDENTS, _("Écrivez un nombre entre 0 et 5000.")),
        ],
    )
    summary = TextAreaField(
        _("Que faut-il en retenir ?"),
        validators=[Optional(), Length(max=4000, message=_("4000 signes au plus."))],
    )

    def validate_held_on(self, field: DateField) -> None:
        """Refuse a meeting to come."""
        if field.data and field.data > clock.today():
            raise ValidationError(gettext("Cette date n'est pas encore passée."))

    def told(self) -> Held:
        """Return the meeting once the form is valid."""
        values: dict[str, Any] = self.data
        return Held(
            values["title"], values["held_on"], values["place"], values["residents_count"], values["summary"] or ""
        )
