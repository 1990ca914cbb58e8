"""What people type for the committee; the rules themselves are in `deliberation`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app import clock
from app.accounts import contact
from app.committees.deliberation import GRANTS, CommitteeRefused, Proposal
from app.committees.models import USUAL_HOUR, College, Result, Seat
from app.committees.services.seats import Invited, SeatTerms
from app.committees.services.sittings import Appointment
from app.committees.wording import REPRESENTED, RESULTS, RIGHTS, Right
from app.i18n import gettext
from app.i18n import lazy_gettext as _
from app.money import UnreadableAmount, parse_money

LONGEST_TEXT = 2_000
COUNTS = ("votes_for", "votes_against", "abstentions")
UNREADABLE = {
    "negative": _("Une somme ne peut pas être négative."),
    "too_large": _("Cette somme est trop grande."),
    "ambiguous": _("Cette somme peut se lire de deux façons. Écrivez par exemple 1 200,50."),
    "unreadable": _("Écrivez une somme, par exemple 600 ou 600,50."),
    "empty": _("Indiquez la somme accordée."),
}


class SittingForm(FlaskForm):
    """When and where the committee meets."""

    held_on = DateField(_("Date de la séance"), [InputRequired(_("Choisissez une date."))])
    hour = TimeField(_("Heure"), [Optional()], default=USUAL_HOUR)
    place = StringField(_("Lieu"), [InputRequired(_("Écrivez où le comité se réunit.")), Length(max=160)])

    def said(self) -> Appointment:
        """Return when and where, once they are typed."""
        assert self.held_on.data is not None
        return Appointment(self.held_on.data, self.place.data or "", self.hour.data or USUAL_HOUR)


class RollCallForm(FlaskForm):
    """Who is there when the sitting opens."""

    present = SelectMultipleField(
        _("Qui est là ?"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    @classmethod
    def listing(cls, seats: Iterable[Seat], *, fresh: bool = False) -> Self:
        """Return the form for these members; `fresh` ignores what the request carries."""
        form = cls(formdata=None) if fresh else cls()
        form.present.choices = [SelectChoice(str(seat.id), seat.person.name) for seat in seats]
        return form


class DecisionForm(FlaskForm):
    """What the secretary writes down in the room."""

    result = RadioField(
        _("Que décide le comité ?"),
        [InputRequired(_("Choisissez une décision."))],
        choices=[SelectChoice(result.value, label) for result, label in RESULTS.items()],
    )
    amount = StringField(_("Somme accordée"))
    votes_for = IntegerField(_("Pour"), [InputRequired(_("Écrivez 0 s'il n'y en a pas.")), NumberRange(0, 500)])
    votes_against = IntegerField(_("Contre"), [InputRequired(_("Écrivez 0 s'il n'y en a pas.")), NumberRange(0, 500)])
    abstentions = IntegerField(
        _("Abstentions"), [InputRequired(_("Écrivez 0 s'il n'y en a pas.")), NumberRange(0, 500)]
    )
    target_on = DateField(_("Le projet revient le"), [Optional()])
    casting_vote = BooleanField(_("Les voix sont à égalité : la présidence tranche dans ce sens."))
    reason = TextAreaField(_("Pourquoi cette décision ?"), [Length(max=LONGEST_TEXT)])
    conditions = TextAreaField(_("Conditions à remplir"), [Optional(), Length(max=LONGEST_TEXT)])

    def without_counts(self) -> None:
        """Ask no count of hands: a vote was closed, and its figures are taken as they are."""
        for name in COUNTS:
            del self[name]

    def validate_amount(self, typed: StringField) -> None:
        """Read the amount, when the decision gives one."""
        if self.result.data in GRANTS:
            try:
                parse_money(typed.data or "")
            except UnreadableAmount as unreadable:
                raise ValidationError(UNREADABLE[unreadable.code]) from unreadable

    def proposal(self) -> Proposal:
        """Return what was typed, once it is readable."""
        result = Result(self.result.data)
        votes_for, votes_against, abstentions = (self[name].data or 0 if name in self else 0 for name in COUNTS)
        return Proposal(
            result,
            votes_for,
            votes_against,
            abstentions,
            amount_cents=parse_money(self.amount.data or "") if result in GRANTS else None,
            reason=self.reason.data or "",
            conditions=(self.conditions.data or "") if result is Result.GRANT_WITH_CONDITIONS else "",
            casting_vote=self.casting_vote.data,
            target_on=self.target_on.data if result is Result.ADJOURN else None,
        )


class CommitteeForm(FlaskForm):
    """The committee of a fund."""

    name = StringField(
        _("Nom du comité"),
        [DataRequired(_("Écrivez le nom du comité.")), Length(max=120)],
        default=lambda: gettext("Comité d'habitants et d'habitantes"),
    )


class SeatForm(FlaskForm):
    """Whom to seat, on whose behalf, with which rights, between which days."""

    recipient = StringField(_("Son téléphone ou son e-mail"), [Optional(), Length(max=254)])
    name = StringField(_("Son prénom et son nom"), [Length(max=120)])
    college = RadioField(
        _("Qui cette personne représente-t-elle ?"),
        [InputRequired(_("Choisissez une réponse."))],
        choices=[SelectChoice(college.value, label) for college, label in REPRESENTED.items()],
    )
    rights = RadioField(
        _("Que peut-elle faire au comité ?"),
        [InputRequired(_("Choisissez une réponse."))],
        choices=[SelectChoice(right.value, label) for right, label in RIGHTS.items()],
        default=Right.VOTES.value,
    )
    substitute_for = SelectField(_("Cette personne remplace-t-elle un membre absent ?"), coerce=int, default=0)
    from_on = DateField(_("À partir du"), [InputRequired(_("Choisissez une date."))], default=clock.today)
    to_on = DateField(_("Jusqu'au"), [Optional()])

    def __init__(self, **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(**fields)
        self.recipient.flags.optional = self.name.flags.optional = self.to_on.flags.optional = True
        self.substitute_for.choices = [SelectChoice("0", gettext("Non, elle a son propre siège"))]

    def offer(self, holders: Iterable[Seat]) -> Self:
        """Offer to stand in for these members."""
        self.substitute_for.choices += [SelectChoice(str(seat.id), seat.person.name) for seat in holders]
        return self

    def validate_recipient(self, typed: StringField) -> None:
        """Refuse what is neither a number nor an address."""
        if contact.normalized(typed.data or "") is None:
            raise ValidationError(gettext("Écrivez un numéro complet ou un e-mail, ou laissez vide."))

    def validate_name(self, typed: StringField) -> None:
        """Ask for a name when there is nothing else."""
        if not (typed.data or "").strip() and not (self.recipient.data or "").strip():
            raise ValidationError(gettext("Écrivez son nom, ou son téléphone si elle a déjà un compte."))

    def invited(self) -> Invited:
        """Return whom to seat, once it is readable."""
        return Invited((self.name.data or "").strip(), contact.normalized(self.recipient.data or ""))

    def terms(self) -> SeatTerms:
        """Return the terms of the seat, once they are readable."""
        right, holder = Right(self.rights.data), self.substitute_for.data or None
        return SeatTerms(
            college=College(self.college.data),
            is_voting=right in {Right.VOTES, Right.CHAIRS, Right.FUNDS_AND_VOTES} and holder is None,
            is_funder=right in {Right.FUNDS, Right.FUNDS_AND_VOTES},
            is_chair=right is Right.CHAIRS and holder is None,
            substitute_for_id=holder,
            from_on=self.from_on.data,
            to_on=self.to_on.data,
        )


class EndSeatForm(FlaskForm):
    """The last day of a seat."""

    last_day = DateField(_("Dernier jour"), [InputRequired(_("Choisissez une date."))], default=clock.today)


BESIDE = {"person": "recipient", "is_voting": "rights", "is_chair": "rights", "substitute_for_id": "substitute_for"}
"""The field of `SeatForm` that shows a problem with each term of a seat."""


def explain(form: Any, refused: CommitteeRefused) -> None:
    """Put each reason of a refusal beside the field it concerns."""
    for problem in refused.problems:
        field = BESIDE.get(problem.field, problem.field)
        if field in form:
            form[field].errors = [*form[field].errors, problem.sentence]
        else:
            form.form_errors = [*form.form_errors, problem.sentence]
