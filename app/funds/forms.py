"""The forms of money: each keeps what was typed, and says in plain words what is missing."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app import clock
from app.funds.models import PaymentMode
from app.funds.services.payments import Order
from app.funds.services.reports import Receipt, Story
from app.funds.wording import MODES
from app.i18n import lazy_gettext as _
from app.money import LARGEST
from app.projects.fields import Count, Day, Euros, Line, Paragraphs

MOST_PEOPLE = 100_000
LONGEST_AMOUNT = len(str(LARGEST))
MODE_CHOICES = [SelectChoice(mode.value, label) for mode, label in MODES.items()]


def _required(message: Any, longest: int) -> list[Any]:
    return [DataRequired(message), Length(max=longest, message=_("C'est trop long. Raccourcissez."))]


class AgreementForm(FlaskForm):
    """The signed agreement, scanned or photographed."""

    agreement = FileField(
        _("L'accord signé, en photo ou en PDF"), validators=[InputRequired(_("Choisissez le fichier de l'accord."))]
    )


class PaymentForm(FlaskForm):
    """An amount, to whom, how."""

    amount = Euros(_("Montant"), validators=[InputRequired(_("Écrivez un montant, comme 120 ou 120,50."))])
    payee = Line(_("À qui ?"), validators=_required(_("Écrivez à qui va l'argent."), 120))
    mode = RadioField(
        _("Comment ?"), choices=MODE_CHOICES, coerce=PaymentMode, validators=[InputRequired(_("Choisissez."))]
    )
    reference = Line(_("Numéro du chèque ou du virement"), validators=[Optional(), Length(max=60)])

    def order(self) -> Order:
        """Return what was typed."""
        return Order(self.amount.data or 0, self.payee.data or "", self.mode.data, self.reference.data or "")


class RefundForm(PaymentForm):
    """Money that came back, from whom, how; `seen` is what was still owed on the page."""

    seen = HiddenField()
    payee = Line(_("De la part de qui ?"), validators=_required(_("Écrivez qui rend l'argent."), 120))
    mode = RadioField(
        _("Comment ?"), choices=MODE_CHOICES[:2], coerce=PaymentMode, validators=[InputRequired(_("Choisissez."))]
    )

    def owed(self) -> int:
        """Return what was owed, in cents, when the page was shown."""
        return _cents(self.seen)


class SettleForm(FlaskForm):
    """The balance as it was shown, and how it is paid."""

    seen = HiddenField()
    payee = Line(_("À qui ?"), validators=_required(_("Écrivez à qui va l'argent."), 120))
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

    note = Paragraphs(_("Pourquoi ?"), validators=_required(_("Expliquez en une phrase."), 500))


class JudgeForm(FlaskForm):
    """Whether a receipt is accepted, and why not."""

    reason = Line(_("Si vous refusez, pourquoi ?"), validators=[Optional(), Length(max=200)])


class ReceiptForm(FlaskForm):
    """A receipt: the photo first, then what is written on it."""

    photo = FileField(_("La photo du ticket ou de la facture"), validators=[Optional()])
    amount = Euros(_("Montant payé"), validators=[InputRequired(_("Écrivez le montant, comme 12,40."))])
    supplier = Line(_("Où ?"), validators=_required(_("Écrivez le nom du magasin ou de la personne."), 120))
    label = Line(_("Pour acheter quoi ?"), validators=_required(_("Dites ce qui a été acheté."), 120))
    spent_on = Day(_("Quel jour ?"), validators=[InputRequired(_("Indiquez le jour de l'achat."))])

    def receipt(self) -> Receipt:
        """Return what was typed."""
        day = self.spent_on.data or clock.today()
        return Receipt(day, self.supplier.data or "", self.label.data or "", self.amount.data or 0)


class StoryForm(FlaskForm):
    """How it went, and who came."""

    story = Paragraphs(
        _("Racontez comment cela s'est passé"), validators=_required(_("Écrivez une ou deux phrases."), 5000)
    )
    participants = Count(
        _("Combien de personnes sont venues ?"),
        validators=[
            InputRequired(_("Écrivez un nombre, même à peu près.")),
            NumberRange(0, MOST_PEOPLE, _("Ce nombre ne va pas. Vérifiez.")),
        ],
    )
    newcomers = Count(
        _("Dont combien venaient pour la première fois ?"),
        validators=[
            InputRequired(_("Écrivez un nombre, ou 0.")),
            NumberRange(0, MOST_PEOPLE, _("Ce nombre ne va pas. Vérifiez.")),
        ],
    )
    no_expense = BooleanField(_("Rien n'a été dépensé"))

    def told(self) -> Story:
        """Return what was typed."""
        participants, newcomers = self.participants.data or 0, self.newcomers.data or 0
        return Story(self.story.data or "", participants, newcomers, self.no_expense.data)
