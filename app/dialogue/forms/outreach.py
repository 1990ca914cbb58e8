"""The forms of going towards people: what is planned, what was done, the contact somebody leaves."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app import clock
from app.accounts import contact
from app.accounts.models import PreferredChannel
from app.accounts.wording import CHANNELS
from app.choices import offered
from app.dialogue.forms import at_most, free, needed
from app.dialogue.labels import MODES
from app.dialogue.models import OutreachMode
from app.dialogue.services.contacts import Left
from app.dialogue.services.outreach import Done
from app.i18n import gettext
from app.i18n import lazy_gettext as _
from app.money import UnreadableAmount, parse_money

MOST_REACHED = 20_000
TIMES = {15: _("15 minutes"), 30: _("30 minutes"), 60: _("1 heure"), 120: _("2 heures"), 240: _("Une demi-journée"),
         480: _("Une journée")}  # fmt: skip


def _number(label: Any, most: int, sentence: Any) -> IntegerField:
    return IntegerField(label, default=0, validators=[Optional(), NumberRange(0, most, sentence)])


class PlanForm(FlaskForm):
    """By which ways people will be reached."""

    modes = SelectMultipleField(
        _("Comment allez-vous vers les gens ?"),
        choices=offered(MODES),
        coerce=OutreachMode,
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )


class DoneForm(FlaskForm):
    """What was done, in twenty seconds, on a phone."""

    mode = SelectField(_("Comment ?"), choices=offered(MODES), coerce=OutreachMode)
    mode_words = StringField(_("Si c'est autre chose, dites quoi"), validators=[at_most(60)])
    reached = IntegerField(
        _("Combien de personnes touchées ?"),
        validators=[
            InputRequired(_("Écrivez un nombre, par exemple 12.")),
            NumberRange(0, MOST_REACHED, _("Écrivez un nombre entre 0 et 20 000.")),
        ],
    )
    minutes_spent = SelectField(_("Combien de temps ?"), coerce=int, default=60)
    contacts_left = _number(_("Combien ont laissé un contact ?"), MOST_REACHED, _("Écrivez un nombre, ou rien."))
    meeting = SelectField(_("Pour quelle rencontre ?"), coerce=int, default=0)
    done_on = DateField(_("Quel jour ?"), default=clock.today, validators=[InputRequired(_("Indiquez le jour."))])
    cost = StringField(_("Combien cela a coûté ?"), validators=free(20))
    note = TextAreaField(_("Une remarque"), validators=free(300))

    def __init__(self, meetings: list[SelectChoice], **fields: Any) -> None:
        """Offer the meetings to come, and none."""
        super().__init__(**fields)
        self.meeting.choices = [*meetings, SelectChoice("0", gettext("Aucune en particulier"))]
        self.minutes_spent.choices = offered(TIMES)
        for field in (self.mode_words, self.contacts_left, self.cost, self.note):
            field.flags.optional = True

    def validate_mode_words(self, field: Field) -> None:
        """Ask for one's own words when the list has none."""
        if self.mode.data is OutreachMode.OTHER and not (field.data or "").strip():
            raise ValidationError(gettext("Dites en deux mots comment."))

    def validate_contacts_left(self, field: Field) -> None:
        """Refuse more contacts than people."""
        if (field.data or 0) > (self.reached.data or 0):
            raise ValidationError(gettext("C'est plus que le nombre de personnes touchées."))

    def validate_done_on(self, field: Field) -> None:
        """Refuse a day to come."""
        if field.data and field.data > clock.today():
            raise ValidationError(gettext("Ce jour n'est pas encore arrivé."))
        if field.data and (clock.today() - field.data).days > 366:  # noqa: PLR2004
            raise ValidationError(gettext("Ce jour est trop ancien. Vérifiez l'année."))

    def validate_cost(self, field: Field) -> None:
        """Refuse what is not an amount."""
        if (field.data or "").strip():
            try:
                parse_money(field.data)
            except UnreadableAmount:
                raise ValidationError(gettext("Écrivez un montant en euros, par exemple 12,50.")) from None

    def done(self) -> Done:
        """Return what was done, once the form is valid."""
        values: dict[str, Any] = self.data
        return Done(
            mode=values["mode"],
            done_on=values["done_on"],
            minutes_spent=values["minutes_spent"],
            reached=values["reached"],
            contacts_left=values["contacts_left"] or 0,
            cost_cents=parse_money(values["cost"]) if (values["cost"] or "").strip() else 0,
            note=values["note"] or "",
            mode_words=values["mode_words"] or "",
        )


class ContactForm(FlaskForm):
    """A contact that somebody agrees to leave."""

    name = StringField(_("Son prénom"), validators=needed(_("Écrivez un prénom."), 60))
    preferred_channel = RadioField(
        _("Comment prévenir cette personne ?"),
        choices=offered(CHANNELS),
        coerce=PreferredChannel,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    reach = StringField(
        _("Son numéro, son e-mail ou son adresse"), validators=needed(_("Écrivez comment joindre cette personne."), 254)
    )
    is_newcomer = BooleanField(_("C'est la première fois que cette personne vient"))
    agrees = BooleanField(
        _("La personne est d'accord : ce contact sert à l'inviter aux rencontres du quartier, et à rien d'autre."),
        validators=[InputRequired(_("Sans son accord, on ne garde rien."))],
    )

    def validate_reach(self, field: Field) -> None:
        """Ask for what goes with the way chosen."""
        text, way = (field.data or "").strip(), self.preferred_channel.data
        if way in (PreferredChannel.SMS, PreferredChannel.CALL) and contact.phone(text) is None:
            raise ValidationError(gettext("Écrivez un numéro complet, par exemple 06 12 34 56 78."))
        if way is PreferredChannel.EMAIL and contact.email(text) is None:
            raise ValidationError(gettext("Écrivez un e-mail complet."))

    def left(self) -> Left:
        """Return the contact, once the form is valid."""
        values: dict[str, Any] = self.data
        way, text = values["preferred_channel"], values["reach"].strip()
        phoned = way in (PreferredChannel.SMS, PreferredChannel.CALL)
        return Left(
            name=values["name"],
            preferred_channel=way,
            phone=contact.phone(text) if phoned else None,
            email=contact.email(text) if way is PreferredChannel.EMAIL else None,
            address=text if way is PreferredChannel.LETTER else "",
            is_newcomer=values["is_newcomer"],
        )


class ThanksForm(FlaskForm):
    """What is told to those who left a contact."""

    noted = TextAreaField(_("Qu'a-t-on noté ?"), validators=free(300))

    def __init__(self, **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(**fields)
        self.noted.flags.optional = True
