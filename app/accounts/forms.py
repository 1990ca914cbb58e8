"""Forms of accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Field, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app import clock
from app.accounts import contact
from app.accounts.models import PreferredChannel, Role
from app.accounts.passwords import SHORTEST
from app.accounts.places import Place
from app.accounts.wording import AGREEMENTS, CHANNELS, MODES, ROLES
from app.choices import offered
from app.i18n import LANGUAGES, gettext
from app.i18n import lazy_gettext as _

NOWHERE = 0
"""The value of "elsewhere" in a list of neighbourhoods."""


UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]")
"""Characters that show nothing, or turn the text around them the other way: they let one name pass for another."""


def _stripped(text: str | None) -> str | None:
    return UNSEEN.sub("", text).strip() if text else text


def _is_contact(_form: FlaskForm, field: Field) -> None:
    if contact.normalized(field.data) is None:
        raise ValidationError(gettext("écrivez un e-mail ou un numéro de téléphone complet."))


def _is_phone(_form: FlaskForm, field: Field) -> None:
    if contact.phone(field.data) is None:
        raise ValidationError(gettext("écrivez un numéro complet, par exemple 06 12 34 56 78."))


class IdentifierForm(FlaskForm):
    """Who wants to come in."""

    identifier = StringField(
        _("Votre e-mail ou votre téléphone"),
        [InputRequired(_("écrivez votre e-mail ou votre numéro.")), Length(max=254), _is_contact],
        filters=[_stripped],
    )


class PasswordForm(FlaskForm):
    """The password of who wants to come in."""

    password = PasswordField(
        _("Votre mot de passe"), [InputRequired(_("écrivez votre mot de passe.")), Length(max=200)]
    )


class CodeForm(FlaskForm):
    """The code that was sent."""

    code = StringField(_("Le code reçu"), [InputRequired(_("écrivez les six chiffres."))])

    def validate_code(self, field: Field) -> None:
        """Accept six digits, with the spaces people put between them."""
        field.data = "".join(field.data.split())
        if not (field.data.isdecimal() and len(field.data) == 6):  # noqa: PLR2004
            raise ValidationError(gettext("le code compte six chiffres."))


class RegistrationForm(FlaskForm):
    """What it takes to open an account."""

    name = StringField(
        _("Votre prénom et votre nom"),
        [DataRequired(_("écrivez votre nom.")), Length(max=120)],
        filters=[_stripped],
    )
    recipient = StringField(
        _("Votre e-mail ou votre téléphone"),
        [InputRequired(_("écrivez votre e-mail ou votre numéro.")), Length(max=254), _is_contact],
        filters=[_stripped],
    )
    neighbourhood = SelectField(_("Votre quartier"), coerce=int, default=NOWHERE)
    preferred_channel = RadioField(
        _("Comment voulez-vous avoir de nos nouvelles ?"),
        [InputRequired(_("choisissez une réponse."))],
        choices=offered(CHANNELS, without=PreferredChannel.LETTER),
    )

    def __init__(self, neighbourhoods: Iterable[Place], **fields: Any) -> None:
        """Offer the neighbourhoods, and elsewhere."""
        super().__init__(**fields)
        self.neighbourhood.choices = _with_elsewhere(neighbourhoods)

    def validate_preferred_channel(self, field: Field) -> None:
        """Refuse a channel that the address given does not serve."""
        recipient = contact.normalized(self.recipient.data or "")
        if recipient and ("@" in recipient) != (field.data == PreferredChannel.EMAIL):
            raise ValidationError(gettext("choisissez un moyen qui va avec l'e-mail ou le numéro écrit plus haut."))


class ProfileForm(FlaskForm):
    """One's own account."""

    public_label = StringField(
        _("Le nom que tout le monde voit"),
        [DataRequired(_("écrivez un nom, un prénom suffit.")), Length(max=60)],
        filters=[_stripped],
    )
    neighbourhood = SelectField(_("Votre quartier"), coerce=int)
    preferred_channel = RadioField(
        _("Comment voulez-vous avoir de nos nouvelles ?"),
        [InputRequired(_("choisissez une réponse."))],
        choices=offered(CHANNELS),
    )
    address = StringField(_("Votre adresse pour le courrier"), [Optional(), Length(max=300)], filters=[_stripped])
    locale = SelectField(_("La langue de nos messages"), choices=offered(LANGUAGES))

    def __init__(self, person: Any, neighbourhoods: Iterable[Place], **fields: Any) -> None:
        """Begin with what we know of the person."""
        self.person = person
        super().__init__(obj=person, data={"neighbourhood": person.neighbourhood_id or NOWHERE}, **fields)
        self.neighbourhood.choices = _with_elsewhere(neighbourhoods)
        self.address.flags.optional = True

    def validate_preferred_channel(self, field: Field) -> None:
        """Refuse a channel for which we lack an address."""
        lacking = {
            PreferredChannel.EMAIL: (self.person.email, gettext("nous n'avons pas votre e-mail.")),
            PreferredChannel.SMS: (self.person.phone, gettext("nous n'avons pas votre numéro.")),
            PreferredChannel.CALL: (self.person.phone, gettext("nous n'avons pas votre numéro.")),
            PreferredChannel.LETTER: (self.address.data, gettext("écrivez votre adresse plus bas.")),
        }
        known, sentence = lacking.get(field.data, ("known", ""))
        if not known:
            raise ValidationError(sentence)


class NewPasswordForm(FlaskForm):
    """A new password, and the present one when there is one."""

    current = PasswordField(_("Votre mot de passe actuel"), [Length(max=200)])
    chosen = PasswordField(
        _("Votre nouveau mot de passe"),
        [Length(min=SHORTEST, max=200, message=_("il faut au moins dix caractères."))],
    )


class FindForm(FlaskForm):
    """The resident a helper looks for."""

    text = StringField(
        _("Son nom ou son numéro"),
        [Length(min=3, max=120, message=_("écrivez au moins trois lettres."))],
        filters=[_stripped],
    )


class ResidentForm(FlaskForm):
    """A resident we do not know yet; a name is enough."""

    name = StringField(
        _("Prénom et nom"), [DataRequired(_("écrivez le nom de la personne.")), Length(max=120)], filters=[_stripped]
    )
    phone = StringField(_("Téléphone"), [Optional(), _is_phone], filters=[_stripped])
    address = StringField(_("Adresse pour le courrier"), [Optional(), Length(max=300)], filters=[_stripped])
    neighbourhood = SelectField(_("Quartier"), coerce=int)

    def __init__(self, neighbourhoods: Iterable[Place], **fields: Any) -> None:
        """Offer the neighbourhoods where the helper helps."""
        super().__init__(**fields)
        self.neighbourhood.choices = [SelectChoice(str(place.id), place.name) for place in neighbourhoods]
        self.phone.flags.optional = self.address.flags.optional = True


class HelpForm(FlaskForm):
    """How the resident speaks to the helper, and how they agreed."""

    mode = RadioField(
        _("Comment la personne vous parle-t-elle ?"),
        [InputRequired(_("choisissez une réponse."))],
        choices=offered(MODES),
    )
    agreement = RadioField(
        _("Comment a-t-elle dit qu'elle est d'accord ?"),
        [InputRequired(_("choisissez une réponse."))],
        choices=offered(AGREEMENTS),
    )
    witness = StringField(_("Nom de la personne témoin"), [Length(max=120)], filters=[_stripped])

    def __init__(self, **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(**fields)
        self.witness.flags.optional = True

    def validate_witness(self, field: Field) -> None:
        """Ask for the name of the witness when there was one."""
        if self.agreement.data == "witness" and not field.data:
            raise ValidationError(gettext("écrivez le nom de la personne témoin."))

    @property
    def told_agreement(self) -> str:
        """What to keep of the agreement."""
        return f"witness: {self.witness.data}" if self.agreement.data == "witness" else str(self.agreement.data)


class ReadBackForm(FlaskForm):
    """How the help ends."""

    read_back = RadioField(
        _("Avez-vous relu à la personne ce qui a été écrit ?"),
        [InputRequired(_("choisissez une réponse."))],
        choices=[
            SelectChoice("yes", _("Oui, et la personne a dit que c'est juste")),
            SelectChoice("no", _("Non, pas tout")),
            SelectChoice("nothing", _("Rien n'a été écrit")),
        ],
    )

    @property
    def told(self) -> bool | None:
        """Whether all was read back; None when there was nothing to read."""
        return {"yes": True, "no": False}.get(str(self.read_back.data))


class RoleForm(FlaskForm):
    """A role to give."""

    recipient = StringField(
        _("E-mail ou téléphone de la personne"),
        [InputRequired(_("écrivez son e-mail ou son numéro.")), Length(max=254), _is_contact],
        filters=[_stripped],
    )
    name = StringField(_("Prénom et nom, si la personne n'a pas de compte"), [Length(max=120)], filters=[_stripped])
    role = SelectField(_("Rôle"))
    place = SelectField(_("Où"))
    from_on = DateField(_("À partir du"), [InputRequired(_("choisissez une date."))], default=clock.today)
    to_on = DateField(_("Jusqu'au"), [Optional()])

    def __init__(self, roles: Iterable[Role], places: Iterable[Place], **fields: Any) -> None:
        """Offer the roles and places that the giver may give."""
        super().__init__(**fields)
        self.role.choices = [SelectChoice(role.value, ROLES[role]) for role in roles]
        self.place.choices = [SelectChoice(place.code, place.name) for place in places]
        self.name.flags.optional = self.to_on.flags.optional = True

    def validate_to_on(self, field: Field) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.from_on.data and field.data < self.from_on.data:
            raise ValidationError(gettext("la fin vient avant le début."))


def _with_elsewhere(neighbourhoods: Iterable[Place]) -> list[SelectChoice]:
    elsewhere = SelectChoice(str(NOWHERE), gettext("Ailleurs, ou je préfère ne pas dire"))
    return [elsewhere, *(SelectChoice(str(place.id), place.name) for place in neighbourhoods)]
