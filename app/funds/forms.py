"""The forms of money: each keeps what was typed, and says in plain words what is missing."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app import clock, files
from app.files import FileRefused, StoredFile
from app.funds.models import PaymentMode
from app.funds.payment_models import Plan, RecipientKind
from app.funds.plans import Terms
from app.funds.services.agreements import Signed
from app.funds.services.payments import Order
from app.funds.services.refunds import MOST_PARTS
from app.funds.wording import MODES, PLANS, RECIPIENTS
from app.i18n import lazy_gettext as _
from app.money import LARGEST
from app.projects.fields import Count, Day, Euros, Line, Paragraphs

LONGEST_AMOUNT = len(str(LARGEST))
MODE_CHOICES = [SelectChoice(mode.value, label) for mode, label in MODES.items()]


def required(message: Any, longest: int) -> list[Any]:
    """Return the validators of a text that must be there, and not too long."""
    return [DataRequired(message), Length(max=longest, message=_("C'est trop long. Raccourcissez."))]


class TermsForm(FlaskForm):
    """What the agreement says of money."""

    recipient_kind = RadioField(
        _("Qui reçoit l'argent ?"),
        choices=[SelectChoice(kind.value, label) for kind, label in RECIPIENTS.items()],
        coerce=RecipientKind,
        validators=[InputRequired(_("Choisissez."))],
    )
    recipient = Line(_("Son nom"), validators=required(_("Écrivez à qui va l'argent."), 120))
    plan = RadioField(
        _("Comment l'argent arrive-t-il ?"),
        choices=[SelectChoice(plan.value, label) for plan, label in PLANS.items()],
        coerce=Plan,
        validators=[InputRequired(_("Choisissez."))],
    )

    def terms(self) -> Terms:
        """Return what was chosen."""
        return Terms(self.plan.data, self.recipient_kind.data, self.recipient.data or "")


class AgreementForm(FlaskForm):
    """The signed agreement, scanned or photographed, or the word that the paper is in the office."""

    agreement = FileField(_("L'accord signé, en photo ou en PDF"), validators=[Optional()])
    kept_at = Line(_("Pas de scan ? Où l'original est-il gardé ?"), validators=[Optional(), Length(max=160)])
    signed_by = Line(_("Qui a signé pour l'équipe ?"), validators=[Optional(), Length(max=300)])
    signed_on = Day(_("Quel jour ?"), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one of the two: a file, or the place of the paper and who signed."""
        fine = bool(super().validate(extra_validators))
        if not self.agreement.data and not (self.kept_at.data or "").strip():
            self.agreement.errors = [_("Choisissez le fichier de l'accord, ou dites où est le papier.")]
            return False
        if not self.agreement.data and not (self.signed_by.data or "").strip():
            self.signed_by.errors = [_("Écrivez qui a signé.")]
            return False
        return fine

    def signed(self) -> Signed:
        """Return who signed, when, and where the paper is."""
        day = self.signed_on.data or clock.today()
        return Signed(day, self.signed_by.data or "", self.kept_at.data or "")


def _mode(choices: list[SelectChoice]) -> RadioField:
    return RadioField(_("Comment ?"), choices=choices, coerce=PaymentMode, validators=[InputRequired(_("Choisissez."))])


class PaymentForm(FlaskForm):
    """An amount, to whom, how; the ways that the rules allow are set by whoever shows it."""

    amount = Euros(_("Montant"), validators=[InputRequired(_("Écrivez un montant, comme 120 ou 120,50."))])
    payee = Line(_("À qui ?"), validators=required(_("Écrivez à qui va l'argent."), 120))
    mode = _mode(MODE_CHOICES)
    reference = Line(_("Numéro du chèque ou du virement"), validators=[Optional(), Length(max=60)])

    def order(self) -> Order:
        """Return what was typed."""
        return Order(self.amount.data or 0, self.payee.data or "", self.mode.data, self.reference.data or "")


class PurchaseForm(FlaskForm):
    """Something that the fund buys itself, on its invoice."""

    amount = Euros(_("Montant de la facture"), validators=[InputRequired(_("Écrivez un montant, comme 120,50."))])
    payee = Line(_("Quel magasin ?"), validators=required(_("Écrivez le nom du magasin."), 120))
    label = Line(_("Pour acheter quoi ?"), validators=required(_("Dites ce qui est acheté."), 120))
    invoice = FileField(
        _("La facture ou le devis, en photo ou en PDF"), validators=[InputRequired(_("Choisissez la facture."))]
    )
    reference = Line(_("Numéro de la facture"), validators=[Optional(), Length(max=60)])
    received: StoredFile
    """The invoice once the form is valid."""

    def validate_invoice(self, field: FileField) -> None:
        """Receive the invoice before any transaction; what cannot be kept is told beside the field."""
        try:
            self.received = files.receive(field.data)
        except FileRefused as refused:
            raise ValidationError(str(refused)) from None

    def order(self) -> Order:
        """Return what was typed."""
        return Order(
            self.amount.data or 0, self.payee.data or "", PaymentMode.DIRECT_PURCHASE, self.reference.data or "",
            label=self.label.data or "",
        )  # fmt: skip


class SecondForm(FlaskForm):
    """The second signature."""

    reference = Line(_("Numéro du chèque ou du virement"), validators=[Optional(), Length(max=60)])


class SpreadForm(FlaskForm):
    """In how many months money comes back."""

    parts = Count(
        _("En combien de fois ?"),
        validators=[
            InputRequired(_("Écrivez un nombre, entre 2 et 10.")),
            NumberRange(2, MOST_PARTS, _("Choisissez entre 2 et 10 fois.")),
        ],
    )


class WaiveForm(FlaskForm):
    """How much of a debt is forgiven, and why."""

    amount = Euros(_("Montant effacé"), validators=[InputRequired(_("Écrivez un montant, comme 120 ou 120,50."))])
    reason = Paragraphs(_("Pourquoi ?"), validators=required(_("Expliquez en une phrase."), 300))


class RefundForm(PaymentForm):
    """Money that came back, from whom, how; `seen` is what was still owed on the page."""

    seen = HiddenField()
    payee = Line(_("De la part de qui ?"), validators=required(_("Écrivez qui rend l'argent."), 120))
    mode = RadioField(
        _("Comment ?"), choices=MODE_CHOICES[:2], coerce=PaymentMode, validators=[InputRequired(_("Choisissez."))]
    )

    def owed(self) -> int:
        """Return what was owed, in cents, when the page was shown."""
        return _cents(self.seen)


class SettleForm(FlaskForm):
    """The balance as it was shown, and how it is paid."""

    seen = HiddenField()
    payee = Line(_("À qui ?"), validators=required(_("Écrivez à qui va l'argent."), 120))
    mode = RadioField(
        _("Comment ?"), choices=MODE_CHOICES, coerce=PaymentMode, validators=[InputRequired(_("Choisissez."))]
    )
    reference = Line(_("Numéro du chèque ou du virement"), validators=[Optional(), Length(max=60)])

    def order(self) -> Order:
        """Return the balance that was seen, and what was typed."""
        return Order(_cents(self.seen), self.payee.data or "", self.mode.data, self.reference.data or "")


def _cents(field: HiddenField) -> int:
    """Read an amount that the page itself wrote; -1 for anything else, which no amount equals."""
    seen = str(field.data or "")
    return int(seen) if seen.isdecimal() and len(seen) <= LONGEST_AMOUNT else -1


class ConfirmForm(FlaskForm):
    """A button alone."""


class ReasonForm(FlaskForm):
    """One sentence that says why."""

    note = Paragraphs(_("Pourquoi ?"), validators=required(_("Expliquez en une phrase."), 500))
