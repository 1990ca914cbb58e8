"""The forms of a training action, one for each moment of its life."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.funds.models import Fund
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects.fields import Between, Count, Day, Euros, Free, Given, Line, Paragraphs, Rows, Words
from app.training.models import College, Payer, Skill
from app.training.services import Cold, Description, Financing, Group
from app.training.wording import COLLEGES, PAYERS, SKILLS

MOST_PEOPLE = 500
LONG = 2000


def _choices(words: dict[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(value.value, label) for value, label in words.items()]


def _needed(sentence: Any) -> list[Any]:
    return [Given(sentence), Words(LONG)]


def _people(label: Any) -> Count:
    return Count(label, [InputRequired(_l("Écrivez un nombre. Zéro est une réponse.")), Between(0, MOST_PEOPLE)])


class NeedForm(FlaskForm):
    """A need: in which city, what it is called, and what shows it."""

    fund_id = SelectField(_l("Dans quelle ville ?"), coerce=int)
    title = Line(_l("Quelle formation faudrait-il ?"), [Given(_l("Donnez un nom à ce besoin.")), Words(120, 3)])
    why = Paragraphs(_l("Qu'est-ce qui montre ce besoin ?"), _needed(_l("Écrivez une phrase.")))
    signal = HiddenField()

    def offer(self, funds: Sequence[Fund]) -> None:
        """Give the select its cities."""
        self.fund_id.choices = [SelectChoice(str(fund.id), fund.commune.name) for fund in funds]


class DescribeForm(FlaskForm):
    """What the action is."""

    title = Line(_l("Nom de la formation"), [Given(_l("Donnez un nom.")), Words(120, 3)])
    skill = RadioField(_l("Qu'y apprend-on ?"), choices=_choices(SKILLS), coerce=Skill,
                       validators=[InputRequired(_l("Choisissez."))])  # fmt: skip
    colleges = SelectMultipleField(
        _l("Pour qui ?"), choices=_choices(COLLEGES), widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(), validators=[InputRequired(_l("Choisissez au moins une réponse."))],
    )  # fmt: skip
    plain = Paragraphs(_l("En une phrase simple, pour tout le monde"), [Given(_l("Écrivez une phrase.")), Words(300)])
    provider = Line(_l("Qui donne la formation ?"), [Free(), Words(120)])

    def told(self) -> Description:
        """Return what was typed, once it is valid."""
        values: dict[str, Any] = self.data
        return Description(
            values["title"], values["skill"], values["colleges"], values["plain"], values["provider"] or ""
        )


class FinanceForm(FlaskForm):
    """Who pays, and how much."""

    payer = RadioField(_l("Qui paie ?"), choices=_choices(PAYERS), coerce=Payer,
                       validators=[InputRequired(_l("Choisissez."))])  # fmt: skip
    payer_name = Line(_l("Nom de l'autre financeur"), [Free(), Words(120, 2)])
    cost = Euros(_l("Combien ?"))

    def validate_payer_name(self, field: Line) -> None:
        """Ask for the name of another payer."""
        if self.payer.data is Payer.OTHER and not field.data:
            raise ValidationError(_("Écrivez qui paie."))

    def validate_cost(self, field: Euros) -> None:
        """Ask for an amount when somebody pays."""
        if self.payer.data in (Payer.FUND, Payer.OTHER) and not field.data:
            raise ValidationError(_("Écrivez un montant au-dessus de zéro."))

    def wanted(self) -> Financing:
        """Return what was typed, once it is valid."""
        return Financing(self.payer.data, self.cost.data or 0, self.payer_name.data or "")


class ScheduleForm(FlaskForm):
    """The day and the place."""

    held_on = Day(_l("Quel jour ?"), [InputRequired(_l("Indiquez le jour."))])
    place = Line(_l("Où ?"), [Given(_l("Indiquez le lieu.")), Words(160)])
    resident_trainer = BooleanField(_l("Un habitant ou une habitante anime aussi la formation."))


class GroupForm(Form):
    """People of one organisation."""

    organisation = Line(_l("Organisme"), [Words(120, 1)])
    college = SelectField(_l("Qui ?"), choices=_choices(COLLEGES), coerce=College, default=College.AGENTS)
    people = Count(_l("Combien de personnes ?"), [Between(0, MOST_PEOPLE)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each answer, then that an organisation has its number of people and the reverse."""
        super().validate(extra_validators)
        if self.organisation.data and not self.people.data and not self.people.errors:
            self.people.errors = [_("Écrivez combien de personnes sont venues.")]
        if self.people.data and not self.organisation.data and not self.organisation.errors:
            self.organisation.errors = [_("Écrivez le nom de l'organisme.")]
        return not self.errors


class CountForm(FlaskForm):
    """Who came, by organisation: numbers, never names."""

    groups = Rows(FormField(GroupForm), _l("Les personnes venues"), min_entries=3, max_entries=20)

    def told(self) -> list[Group]:
        """Return the organisations that were named."""
        rows = [row.form for row in self.groups]
        return [
            Group(row.organisation.data, row.college.data, row.people.data)
            for row in rows
            if row.organisation.data and row.people.data
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one organisation at least."""
        if super().validate(extra_validators) and not self.told():
            self.form_errors.append(_("Notez au moins un organisme."))
        return not self.errors


class HotForm(FlaskForm):
    """Three faces, counted."""

    happy = _people(_l("Combien de visages contents ?"))
    neutral = _people(_l("Combien de visages partagés ?"))
    unhappy = _people(_l("Combien de visages mécontents ?"))
    said = Paragraphs(_l("Ce que les personnes ont dit"), [Free(), Words(LONG)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one answer at least."""
        if super().validate(extra_validators) and not sum(self.faces()):
            self.form_errors.append(_("Comptez au moins un avis."))
        return not self.errors

    def faces(self) -> tuple[int, int, int]:
        """Return the three counts."""
        return (self.happy.data or 0, self.neutral.data or 0, self.unhappy.data or 0)


class ColdForm(FlaskForm):
    """What changed, months later."""

    asked = Count(_l("À combien de personnes avez-vous demandé ?"),
                  [InputRequired(_l("Écrivez un nombre.")), Between(1, MOST_PEOPLE)])  # fmt: skip
    changed = _people(_l("Combien ont changé leur façon de faire ?"))
    what = Paragraphs(_l("Qu'est-ce qui a changé ?"), _needed(_l("Écrivez une phrase, même si rien n'a changé.")))
    seen_where = Paragraphs(_l("Où l'a-t-on vu ?"), [Free(), Words(LONG)])

    def validate_changed(self, field: Count) -> None:
        """Refuse more people changed than asked."""
        if field.data is not None and self.asked.data is not None and field.data > self.asked.data:
            raise ValidationError(_("Ce nombre dépasse celui des personnes à qui vous avez demandé."))

    def told(self) -> Cold:
        """Return what was typed, once it is valid."""
        return Cold(self.asked.data or 0, self.changed.data or 0, self.what.data or "", self.seen_where.data or "")


class InvoiceForm(FlaskForm):
    """An invoice paid by the fund."""

    amount = Euros(_l("Montant de la facture"), [InputRequired(_l("Écrivez le montant, comme 450 ou 450,50."))])


class NoteForm(FlaskForm):
    """A sentence that says why."""

    note = Paragraphs(_l("Pourquoi ?"), [Given(_l("Expliquez en une phrase.")), Words(500)])


FORMS: dict[str, type[FlaskForm]] = {
    "describe": DescribeForm,
    "finance": FinanceForm,
    "schedule": ScheduleForm,
    "count": CountForm,
    "hot": HotForm,
    "cold": ColdForm,
    "invoice": InvoiceForm,
    "drop": NoteForm,
    "postpone": NoteForm,
}
