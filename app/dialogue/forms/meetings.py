"""The forms of a meeting: inviting to it, telling it once held, counting who came."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, Field, IntegerField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app import clock
from app.dialogue.forms import LONG, free, needed
from app.dialogue.services.meetings import Held, Invitation
from app.i18n import gettext
from app.i18n import lazy_gettext as _

MOST_RESIDENTS = 5_000
"""More residents than that at one meeting is a slip of the keyboard."""

EARLIEST = date(2000, 1, 1)
"""No meeting of this product was held before: an earlier date is a slip of the keyboard."""

FARTHEST = timedelta(days=730)
"""A meeting prepared more than two years ahead is a slip of the keyboard."""

RESIDENTS = [
    InputRequired(_("Écrivez un nombre, par exemple 8.")),
    NumberRange(0, MOST_RESIDENTS, _("Écrivez un nombre entre 0 et 5000.")),
]


class MeetingForm(FlaskForm):
    """A meeting that was held."""

    title = StringField(_("De quoi a-t-on parlé ?"), validators=needed(_("Écrivez quelques mots."), 160))
    held_on = DateField(_("Quel jour ?"), validators=[InputRequired(_("Indiquez le jour de la rencontre."))])
    place = StringField(_("Où ?"), validators=needed(_("Dites où c'était."), 160))
    residents_count = IntegerField(_("Combien d'habitants et habitantes ?"), validators=RESIDENTS)
    summary = TextAreaField(_("Que faut-il en retenir ?"), validators=free(LONG))

    def validate_held_on(self, field: Field) -> None:
        """Refuse a meeting to come, or of another century."""
        if field.data and field.data > clock.today():
            raise ValidationError(gettext("Cette date n'est pas encore passée."))
        if field.data and field.data < EARLIEST:
            raise ValidationError(gettext("Vérifiez l'année."))

    def told(self) -> Held:
        """Return the meeting once the form is valid."""
        values: dict[str, Any] = self.data
        return Held(
            values["title"], values["held_on"], values["place"], values["residents_count"], values["summary"] or ""
        )


class InvitationForm(FlaskForm):
    """A meeting to come."""

    title = StringField(_("De quoi va-t-on parler ?"), validators=needed(_("Écrivez quelques mots."), 160))
    held_on = DateField(_("Quel jour ?"), validators=[InputRequired(_("Indiquez un jour, même à confirmer."))])
    start_time = TimeField(_("De quelle heure ?"), validators=[Optional()])
    end_time = TimeField(_("À quelle heure ?"), validators=[Optional()])
    place = StringField(_("Où ?"), validators=needed(_("Dites où l'on se retrouve."), 160))
    has_childcare = BooleanField(_("Les enfants sont gardés sur place"))
    has_food = BooleanField(_("Il y a à boire et à manger"))
    is_step_free = BooleanField(_("On entre sans marche"))
    languages = StringField(_("Dans quelles langues peut-on parler ?"), validators=free(120))
    practical_note = TextAreaField(_("Autre chose à savoir"), validators=free(300))

    def __init__(self, **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(**fields)
        for field in (self.start_time, self.end_time, self.languages, self.practical_note):
            field.flags.optional = True

    def validate_held_on(self, field: Field) -> None:
        """Refuse a day that has passed, or so far away that it is a slip."""
        today = clock.today()
        if field.data and field.data < today:
            raise ValidationError(gettext("Ce jour est passé. Choisissez un jour à venir."))
        if field.data and field.data > today + FARTHEST:
            raise ValidationError(gettext("Ce jour est trop loin. Vérifiez l'année."))

    def validate_end_time(self, field: Field) -> None:
        """Refuse a meeting that ends before it starts."""
        if field.data and not self.start_time.data:
            raise ValidationError(gettext("Dites aussi à quelle heure on commence."))
        if field.data and self.start_time.data and field.data <= self.start_time.data:
            raise ValidationError(gettext("La rencontre finirait avant de commencer."))

    def invitation(self) -> Invitation:
        """Return what people are invited to, once the form is valid."""
        values = {name: value for name, value in self.data.items() if name != "csrf_token"}
        values["languages"], values["practical_note"] = values["languages"] or "", values["practical_note"] or ""
        return Invitation(**values)


class CountForm(FlaskForm):
    """How many residents came."""

    residents_count = IntegerField(_("Combien d'habitants et habitantes sont venus ?"), validators=RESIDENTS)
