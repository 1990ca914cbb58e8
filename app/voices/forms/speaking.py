"""The forms of one thing said: in a meeting, on the web, copied from a slip; and of words that are reread."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.accounts.contact import normalized
from app.choices import offered
from app.i18n import gettext, ngettext
from app.i18n import lazy_gettext as _
from app.territory.models import Neighbourhood
from app.voices.labels import CHANNELS, KINDS, REPLY_WAYS, THEMES
from app.voices.models import Channel, ContributionKind, ReplyWay, Visibility, VoiceTheme

LONGEST = 5_000
"""Signs of one thing said: beyond, nobody reads it to the end."""


def not_too_long(_form: FlaskForm, field: Field) -> None:
    """Refuse a text that is too long, saying by how much; what was typed stays."""
    over = len((field.data or "").strip()) - LONGEST
    if over > 0:
        sentence = ngettext("Enlevez %(num)d signe : 5000 au plus.", "Enlevez %(num)d signes : 5000 au plus.", over)
        raise ValidationError(sentence)


def words_for_a_question(form: Any, field: Field) -> None:
    """Refuse a question without a single letter: nobody can answer a drawing."""
    asks = form.kind.data is ContributionKind.QUESTION
    if asks and not any(char.isalpha() for char in field.data or ""):
        raise ValidationError(gettext("Ajoutez quelques mots : on ne peut pas répondre à un dessin."))


class ContributionForm(FlaskForm):
    """One thing that was said, and what sort of words it was."""

    kind = RadioField(
        _("C'était plutôt…"),
        choices=offered(KINDS),
        coerce=ContributionKind,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    text = TextAreaField(
        _("Qu'est-ce qui a été dit ?"),
        validators=[DataRequired(_("Écrivez une phrase, même courte.")), not_too_long, words_for_a_question],
    )


def _place(text: Any) -> int:
    """Read the number of a neighbourhood; 0 when none is chosen yet."""
    return int(text or 0)


class SpeakForm(FlaskForm):
    """What somebody says from the web, with no account; `website` is left empty by people and filled by robots."""

    kind = RadioField(
        _("Vous voulez…"),
        choices=[
            SelectChoice("question", _("Poser une question")),
            SelectChoice("idea", _("Donner une idée")),
            SelectChoice("report", _("Signaler un problème")),
            SelectChoice("opinion", _("Donner un avis")),
            SelectChoice("feeling", _("Dire ce que vous ressentez")),
        ],
        coerce=ContributionKind,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    text = TextAreaField(
        _("Dites-le avec vos mots"),
        validators=[DataRequired(_("Écrivez une phrase, même courte.")), not_too_long, words_for_a_question],
    )
    neighbourhood = SelectField(
        _("Pour quel quartier ?"), coerce=_place, validators=[DataRequired(_("Choisissez un quartier."))]
    )
    reply_way = RadioField(
        _("Comment avoir la réponse ?"),
        choices=offered(REPLY_WAYS),
        coerce=ReplyWay,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    contact = StringField(_("Votre téléphone ou votre e-mail"), validators=[Length(max=254)])
    contact_name = StringField(_("Votre prénom"), validators=[Length(max=120, message=_("120 signes au plus."))])
    website = StringField(_("Laissez cette case vide"))
    reviewed = HiddenField()
    mask = HiddenField()

    def __init__(self, places: Iterable[Neighbourhood], *, known: bool = False, **fields: Any) -> None:
        """Offer the neighbourhoods; somebody known has no address to leave."""
        super().__init__(**fields)
        self.known = known
        self.neighbourhood.choices = [
            SelectChoice("", _("Choisir")),
            *(SelectChoice(str(place.id), place.name, optgroup=place.commune.name) for place in places),
        ]
        self.contact_name.flags.optional = True
        if known:
            del self.contact, self.contact_name

    def validate_contact(self, field: Field) -> None:
        """Ask for an address when a message is wanted."""
        if self.reply_way.data is ReplyWay.MESSAGE and normalized(field.data or "") is None:
            raise ValidationError(gettext("écrivez un e-mail ou un numéro de téléphone complet."))


class SlipForm(FlaskForm):
    """One slip, call or text message copied by staff; the next one follows."""

    neighbourhood = SelectField(_("Quartier"), coerce=int)
    channel = SelectField(
        _("Comment c'est arrivé"),
        choices=[SelectChoice(one.value, CHANNELS[one]) for one in (Channel.SLIP, Channel.CALL, Channel.SMS)],
        coerce=Channel,
    )
    kind = RadioField(
        _("C'est plutôt…"),
        choices=offered(KINDS),
        coerce=ContributionKind,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    text = TextAreaField(
        _("Les mots de la personne"),
        validators=[DataRequired(_("Écrivez une phrase, même courte.")), not_too_long, words_for_a_question],
    )
    theme = SelectField(_("Thème"), choices=[SelectChoice("", _("À choisir plus tard")), *offered(THEMES)])
    reply_way = SelectField(_("Comment prévenir la personne"), choices=offered(REPLY_WAYS), coerce=ReplyWay,
                            default=ReplyWay.NONE.value)  # fmt: skip
    contact = StringField(_("Son téléphone ou son e-mail"), validators=[Length(max=254)])
    contact_name = StringField(_("Son nom"), validators=[Length(max=120, message=_("120 signes au plus."))])
    reviewed = HiddenField()
    mask = HiddenField()

    def __init__(self, places: Iterable[Neighbourhood], **fields: Any) -> None:
        """Offer the neighbourhoods where one writes."""
        super().__init__(**fields)
        self.neighbourhood.choices = [SelectChoice(str(place.id), place.name) for place in places]
        self.contact.flags.optional = self.contact_name.flags.optional = True

    def validate_contact(self, field: Field) -> None:
        """Ask for an address when a message is wanted."""
        if self.reply_way.data is ReplyWay.MESSAGE and normalized(field.data or "") is None:
            raise ValidationError(gettext("écrivez un e-mail ou un numéro de téléphone complet."))

    @property
    def chosen_theme(self) -> VoiceTheme | None:
        """The theme, if one was chosen."""
        return VoiceTheme(self.theme.data) if self.theme.data else None


class ReadingForm(FlaskForm):
    """Words that waited, reread before everybody sees them."""

    text = TextAreaField(
        _("Ce que tout le monde lira"),
        validators=[DataRequired(_("Écrivez une phrase, même courte.")), not_too_long],
    )
    theme = SelectField(_("Thème"), choices=[SelectChoice("", _("À choisir plus tard")), *offered(THEMES)])
    is_private = BooleanField(_("C'est le cas d'une seule personne : ne pas publier"))

    @property
    def chosen_theme(self) -> VoiceTheme | None:
        """The theme, if one was chosen."""
        return VoiceTheme(self.theme.data) if self.theme.data else None

    @property
    def visibility(self) -> Visibility:
        """Who may read it."""
        return Visibility.PRIVATE if self.is_private.data else Visibility.PUBLIC


class NoteForm(FlaskForm):
    """A reason, in one sentence."""

    note = TextAreaField(
        _("Pourquoi ?"),
        validators=[
            DataRequired(_("Expliquez pourquoi, en une phrase.")),
            Length(max=2000, message=_("2000 signes au plus.")),
        ],
    )
    seen = HiddenField()
