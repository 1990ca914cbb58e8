"""The form of a fund's rules, made from the table of parameters: a field for each, with its limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, Form, FormField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app import clock
from app.funds.parameters import CHAPTERS, PARAMETERS, Chapter, Kind, Parameter, of_chapter, values_of
from app.funds.rulebook import USUAL_EXCLUSIONS, Exclusion, FundRules
from app.funds.services.rules import Wanted, fingerprint
from app.funds.wording import MODES, VOTE_MODES
from app.i18n import euros
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects.fields import Between, Count, Day, Euros, Free, Paragraphs, Words

MOST_OWN_EXCLUSIONS = 10
REFUSED, DISCUSSED, ACCEPTED = "refused", "discussed", "accepted"
ANSWERS = {
    REFUSED: _l("Refusé"),
    DISCUSSED: _l("À discuter"),
    ACCEPTED: _l("Accepté"),
}


class Ticks(SelectMultipleField):
    """Some of several answers, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class BetweenEuros:
    """Validator: an amount within bounds given in cents."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse an amount out of bounds."""
        if field.data is not None and not self.least <= field.data <= self.most:
            sentence = _(
                "Écrivez une somme entre %(least)s et %(most)s.", least=euros(self.least), most=euros(self.most)
            )
            raise ValidationError(sentence)


class ExclusionsForm(Form):
    """Each usual exclusion, refused, discussed or accepted; and those of this fund, one a line."""

    others = Paragraphs(_l("Autre chose que le fonds refuse (une par ligne)"), [Free(), Words(2000)])

    def usual(self) -> list[Any]:
        """Return the fields of the usual exclusions, in order."""
        return [self[code] for code in USUAL_EXCLUSIONS]

    def listed(self) -> list[Exclusion]:
        """Return what was answered."""
        answered = {code: self[code].data for code in USUAL_EXCLUSIONS}
        usual = [
            Exclusion(code=code, sentence=sentence, blocking=answered[code] == REFUSED)
            for code, (sentence, _blocks) in USUAL_EXCLUSIONS.items()
            if answered[code] != ACCEPTED
        ]
        own = [line.strip() for line in (self.others.data or "").splitlines() if line.strip()]
        return usual + [Exclusion(code="own", sentence=line, blocking=True) for line in own[:MOST_OWN_EXCLUSIONS]]


for _code, (_sentence, _blocks) in USUAL_EXCLUSIONS.items():
    _choices = [SelectChoice(value, label) for value, label in ANSWERS.items()]
    setattr(ExclusionsForm, _code, SelectField(_sentence, choices=_choices))


class RulesForm(FlaskForm):
    """A draft of rules: every parameter, the day from which it is valid, and what the person had seen."""

    seen = HiddenField()
    valid_from = Day(_l("À partir de quel jour ?"), [InputRequired(_l("Indiquez un jour."))])

    @classmethod
    def of(cls, rules: FundRules) -> RulesForm:
        """Return the form filled with a draft, or with what was posted."""
        data = filled(values_of(rules)) | {"valid_from": rules.valid_from, "seen": fingerprint(rules)}
        return cls(data=data)

    def chapters(self) -> Iterator[tuple[str, list[tuple[Parameter, Any]]]]:
        """Yield each chapter with its parameters and their fields."""
        for chapter, title in CHAPTERS.items():
            yield str(title), self.fields_of(chapter)

    def fields_of(self, chapter: Chapter) -> list[tuple[Parameter, Any]]:
        """Return the parameters of a chapter and their fields."""
        return [(parameter, self[parameter.name]) for parameter in of_chapter(chapter)]

    def wanted(self) -> Wanted:
        """Return what was typed, once the form is valid."""
        return Wanted(answers(self), self.valid_from.data or clock.today())

    def validate_valid_from(self, field: Day) -> None:
        """Refuse a day that has passed."""
        if field.data and field.data < clock.today():
            raise ValidationError(_("Choisissez une date à venir, ou aujourd'hui."))

    def validate_min_amount_cents(self, field: Euros) -> None:
        """Refuse a minimum above the ceiling."""
        cap = self["cap_cents"].data
        if field.data is not None and cap is not None and field.data > cap:
            raise ValidationError(_("La plus petite somme dépasse le plafond."))


def answers(form: Form) -> dict[str, Any]:
    """Return the value of each parameter that a form asks, as the column keeps it."""
    asked = [parameter for parameter in PARAMETERS if parameter.name in form]
    return {parameter.name: _value(parameter, form[parameter.name]) for parameter in asked}


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what fields show of these values of parameters."""
    shown = dict(values)
    for parameter in PARAMETERS:
        if parameter.name not in shown:
            continue
        if parameter.kind is Kind.YES_NO:
            shown[parameter.name] = "yes" if shown[parameter.name] else "no"
        elif parameter.kind is Kind.EXCLUSIONS:
            shown[parameter.name] = _exclusions_shown(shown[parameter.name])
    return shown


def field_of(parameter: Parameter) -> Any:
    """Return the field that asks a parameter."""
    question = parameter.question
    needed = InputRequired(_l("Répondez à cette question. Zéro est une réponse."))
    match parameter.kind:
        case Kind.EUROS:
            return Euros(question, [needed, BetweenEuros(*parameter.bounds)])
        case Kind.PERCENT | Kind.DAYS | Kind.COUNT:
            return Count(question, [needed, Between(*parameter.bounds)])
        case Kind.YES_NO:
            choices = [SelectChoice("yes", _l("Oui")), SelectChoice("no", _l("Non"))]
            return RadioField(question, choices=choices, validators=[InputRequired(_l("Choisissez."))])
        case Kind.TEXT:
            return Paragraphs(question, [Free(), Words(500)])
        case Kind.EXCLUSIONS:
            return FormField(ExclusionsForm, question)
        case Kind.PAYMENT_MODES | Kind.VOTE_MODES:
            words = MODES if parameter.kind is Kind.PAYMENT_MODES else VOTE_MODES
            options = [SelectChoice(mode.value, label) for mode, label in words.items()]
            some = InputRequired(_l("Choisissez au moins une réponse."))
            return Ticks(question, choices=options, validators=[some])


for _parameter in PARAMETERS:
    setattr(RulesForm, _parameter.name, field_of(_parameter))


def _value(parameter: Parameter, field: Any) -> Any:
    match parameter.kind:
        case Kind.YES_NO:
            return field.data == "yes"
        case Kind.EXCLUSIONS:
            return field.form.listed()
        case Kind.TEXT:
            return field.data or ""
        case _:
            return field.data


def _exclusions_shown(listed: list[Exclusion]) -> dict[str, str]:
    known = {one["code"]: REFUSED if one["blocking"] else DISCUSSED for one in listed}
    usual = {code: known.get(code, ACCEPTED) for code in USUAL_EXCLUSIONS}
    return usual | {"others": "\n".join(one["sentence"] for one in listed if one["code"] not in USUAL_EXCLUSIONS)}
