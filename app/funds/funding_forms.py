"""The forms of the envelope: money received, corrected or given back, the closing of a year, who grants."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from app import clock
from app.funds.carry import Terms as CarryTerms
from app.funds.ledger_models import Account, CarryRule, Cause, Earmark, FundingSource, SourceKind
from app.funds.ledger_queries import Sought
from app.funds.services.fundings import Terms
from app.funds.source_wording import CARRIES, EARMARKS, KINDS, source_name
from app.funds.wording import ACCOUNTS, CAUSES
from app.i18n import lazy_gettext as _
from app.incoming import row_id
from app.projects.fields import Day, Euros, Given, Line
from app.territory.models import Commune

SIRET = 14
NO_RULE = ""


def _choices(words: dict[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(key.value, label) for key, label in words.items()]


def _number(text: object) -> int | None:
    try:
        return row_id(str(text))
    except ValueError:
        return None


class FundingForm(FlaskForm):
    """Money that the fund receives: from whom, how much, when, for what purpose."""

    organisation = Line(
        _("Qui donne cet argent ?"),
        validators=[Given(_("Écrivez le nom de l'organisme.")), Length(max=120, message=_("C'est trop long."))],
    )
    kind = SelectField(
        _("Quelle sorte d'organisme ?"), choices=_choices(KINDS), coerce=SourceKind, default=SourceKind.STATE
    )
    amount = Euros(_("Montant reçu"), validators=[InputRequired(_("Écrivez un montant, comme 5000."))])
    received_on = Day(_("Reçu quel jour ?"), validators=[Optional()])
    reference = Line(_("Numéro du virement ou de la convention"), validators=[Optional(), Length(max=80)])
    earmark = RadioField(_("Pour payer quoi ?"), choices=_choices(EARMARKS), coerce=Earmark, default=Earmark.GENERAL)
    neighbourhood_id = SelectField(_("Quel quartier ?"), coerce=_number)
    promised = Euros(_("Montant promis pour l'année"), validators=[Optional()])
    carry_rule = SelectField(_("En fin d'année, ce qui reste"), coerce=str)
    carry_pct = IntegerField(
        _("Quelle part, sur 100 ?"),
        validators=[Optional(), NumberRange(0, 100, _("Écrivez un nombre entre 0 et 100."))],
    )

    def __init__(self, city: Commune, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.neighbourhood_id.choices = [
            SelectChoice("", _("Aucun en particulier")),
            *(SelectChoice(str(place.id), place.name) for place in city.neighbourhoods),
        ]
        self.carry_rule.choices = [SelectChoice(NO_RULE, _("Suit les règles du fonds")), *_choices(CARRIES)]
        if self.received_on.data is None and not self.is_submitted():
            self.received_on.data = clock.today()

    def validate_neighbourhood_id(self, field: SelectField) -> None:
        """Ask which neighbourhood, when the money is for one alone."""
        if self.earmark.data is Earmark.NEIGHBOURHOOD and not field.data:
            raise ValidationError(str(_("Choisissez le quartier.")))

    def validate_carry_rule(self, field: SelectField) -> None:
        """Ask which share, when the rule needs one."""
        if field.data in (CarryRule.SHARE, CarryRule.UP_TO) and self.carry_pct.data is None:
            raise ValidationError(str(_("Écrivez aussi quelle part, entre 0 et 100.")))

    def terms(self) -> Terms:
        """Return what was typed about the money."""
        rule = self.carry_rule.data
        return Terms(
            kind=self.kind.data,
            earmark=self.earmark.data,
            neighbourhood_id=self.neighbourhood_id.data if self.earmark.data is Earmark.NEIGHBOURHOOD else None,
            received_on=self.received_on.data,
            reference=self.reference.data or "",
            promised_cents=self.promised.data or None,
            carry=CarryTerms(CarryRule(rule), self.carry_pct.data or 0) if rule else None,
        )


class CorrectionForm(FlaskForm):
    """Why a line of money received is taken back."""

    reason = Line(
        _("Quelle était l'erreur ?"),
        validators=[Given(_("Expliquez en une phrase.")), Length(max=80, message=_("C'est trop long."))],
    )


class ReturnForm(FlaskForm):
    """Money given back to a funder."""

    amount = Euros(_("Montant rendu"), validators=[InputRequired(_("Écrivez un montant, comme 120 ou 120,50."))])
    reference = Line(_("Numéro du virement"), validators=[Optional(), Length(max=80)])


class ClosingForm(FlaskForm):
    """The closing of a year, by somebody who has read what it will do."""

    seen = HiddenField()


class GranterForm(FlaskForm):
    """Who grants, in public files."""

    granter = Line(_("Qui accorde les aides ?"), validators=[Given(_("Écrivez un nom.")), Length(max=120)])
    siret = Line(
        _("Son numéro SIRET"), validators=[Regexp(r"^[0-9]{14}$", message=_("Un numéro SIRET a 14 chiffres."))]
    )

    def validate_siret(self, field: Line) -> None:
        """Refuse a number whose key is wrong: a slip of the keyboard (Luhn; that of La Poste adds up otherwise)."""
        digits = [int(digit) for digit in str(field.data or "")]
        doubled = [digit * (2 - place % 2) for place, digit in enumerate(digits)]
        is_right = sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0  # noqa: PLR2004
        la_poste = str(field.data).startswith("356000000") and sum(digits) % 5 == 0
        if not (is_right or la_poste):
            raise ValidationError(str(_("Ce numéro SIRET n'existe pas. Vérifiez les chiffres.")))


class SoughtForm(FlaskForm):
    """Which entries of the ledger to show."""

    class Meta:
        """A form that only reads needs no token."""

        csrf = False

    source = SelectField(_("Financeur"), coerce=_number, validate_choice=False)
    account = SelectField(_("Compte"), coerce=str, validate_choice=False)
    cause = SelectField(_("Pourquoi"), coerce=str, validate_choice=False)

    def __init__(self, sources: list[FundingSource]) -> None:
        super().__init__(formdata=request.args)
        all_of_them = SelectChoice("", _("Tous"))
        self.source.choices = [all_of_them, *(SelectChoice(str(it.id), source_name(it)) for it in sources)]
        self.account.choices = [all_of_them, *_choices(ACCOUNTS)]
        self.cause.choices = [all_of_them, *_choices(CAUSES)]

    def sought(self) -> Sought:
        """Return what is looked for; anything unknown looks for everything."""
        return Sought(
            source_id=self.source.data,
            account=Account(self.account.data) if self.account.data in set(Account) else None,
            cause=Cause(self.cause.data) if self.cause.data in set(Cause) else None,
            project_ref=request.args.get("q", "").strip()[:20],
            before=request.args.get("before", type=row_id),
        )
