"""What people type for the committee; the rules themselves are in `deliberation`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
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
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.committees.deliberation import GRANTS, CommitteeRefused, Proposal
from app.committees.models import Result, Seat
from app.committees.wording import RESULTS
from app.i18n import lazy_gettext as _
from app.money import UnreadableAmount, parse_money

LONGEST_TEXT = 2_000
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
    place = StringField(_("Lieu"), [InputRequired(_("Écrivez où le comité se réunit.")), Length(max=160)])

    def said(self) -> tuple[date, str]:
        """Return the day and the place, once they are typed."""
        assert self.held_on.data is not None
        return self.held_on.data, self.place.data or ""


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


class RecusalForm(FlaskForm):
    """Who steps aside, and why."""

    seat_id = SelectField(_("Qui se retire ?"), coerce=int)
    reason = StringField(
        _("Pourquoi ?"),
        [InputRequired(_("Dites en quelques mots pourquoi cette personne se retire.")), Length(max=200)],
    )

    @classmethod
    def listing(cls, seats: Iterable[Seat], *, fresh: bool = False) -> Self:
        """Return the form for the members who may step aside; `fresh` ignores what the request carries."""
        form = cls(formdata=None, prefix="recusal-") if fresh else cls(prefix="recusal-")
        form.seat_id.choices = [SelectChoice(str(seat.id), seat.person.name) for seat in seats]
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
    casting_vote = BooleanField(_("Les voix sont à égalité : la présidence tranche dans ce sens."))
    reason = TextAreaField(_("Pourquoi cette décision ?"), [Optional(), Length(max=LONGEST_TEXT)])
    conditions = TextAreaField(_("Conditions à remplir"), [Optional(), Length(max=LONGEST_TEXT)])

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
        return Proposal(
            result=result,
            votes_for=self.votes_for.data or 0,
            votes_against=self.votes_against.data or 0,
            abstentions=self.abstentions.data or 0,
            amount_cents=parse_money(self.amount.data or "") if result in GRANTS else None,
            reason=self.reason.data or "",
            conditions=(self.conditions.data or "") if result is Result.GRANT_WITH_CONDITIONS else "",
            casting_vote=self.casting_vote.data,
        )


def explain(form: Any, refused: CommitteeRefused) -> None:
    """Put each reason of a refusal beside the field it concerns."""
    for problem in refused.problems:
        if problem.field in form:
            form[problem.field].errors = [*form[problem.field].errors, problem.sentence]
        else:
            form.form_errors = [*form.form_errors, problem.sentence]
