"""The three steps of a project file: what, who and where, how much. Nothing left blank is an error here.

What is still missing is said on the last page, by the conditions of the workflow themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, cast

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app import clock
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects.fields import Between, Blank, Count, Day, Euros, Free, Given, Line, Paragraphs, Rows, Telephone, Words
from app.projects.file import FileValues, MemberRow, MoneyRow
from app.projects.labels import CARRIERS, ORIGINS, RESOURCES, THEMES
from app.projects.models import CarrierKind, Origin, ResourceKind, Theme

LONGEST_TEXT = 4000
"""Characters: about a page."""

LONGEST_ID = 9
"""Digits: beyond, no database has such a row."""

MOST_MEMBERS = 20
MOST_LINES = 30
FARTHEST = timedelta(days=3 * 365)
"""No micro-project is planned further ahead."""


def _number(text: str | int | None) -> int | None:
    typed = str(text or "")
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_ID else None


def _blank() -> SelectChoice:
    return SelectChoice("", _("Choisir"))


def _pick(enum: type[Theme | Origin | CarrierKind]) -> Any:
    return lambda value: enum(value) if value else None


class StepForm(FlaskForm):
    """One step of the file; `seen` tells what the person had before their eyes."""

    step = ""
    seen = HiddenField()

    def readable_values(self) -> FileValues:
        """Return what could be read, without what could not."""
        skipped = {"seen", "csrf_token"}
        readable = {f.short_name: f.data for f in self if f.short_name not in skipped and not f.errors}
        return cast("FileValues", readable)

    def add_row(self, name: str) -> None:
        """Offer one more line in a list of lines."""
        rows = self._fields.get(name)
        if isinstance(rows, Rows) and len(rows.entries) < (rows.max_entries or 0):
            rows.append_entry()
            rows.entries[-1].form.is_new = True

    def remove_row(self, name: str) -> None:
        """Take one line away; the first of the team is who leads the project, and stays."""
        for rows in (field for field in self if isinstance(field, Rows)):
            rows.entries = [
                entry for place, entry in enumerate(rows.entries)
                if entry.name != name or (rows.short_name == "team" and place == 0)
            ]  # fmt: skip


class WhatForm(StepForm):
    """What the project is and where the idea was born."""

    step = "what"
    title = Line(_l("Titre du projet"), [Given(_l("Donnez un titre à votre idée.")), Words(120, 3)])
    theme = SelectField(_l("Thème"), [Blank()], coerce=_pick(Theme))
    summary = Paragraphs(_l("Votre idée en quelques mots"), [Words(LONGEST_TEXT)])
    residents_role = Paragraphs(_l("Ce que feront les habitants et habitantes"), [Free(), Words(LONGEST_TEXT)])
    origin = RadioField(_l("D'où vient l'idée ?"), [Blank()], coerce=_pick(Origin))
    origin_meeting_id = SelectField(_l("Quelle rencontre ?"), [Blank()], coerce=_number)
    origin_contribution_id = SelectField(_l("Quelle parole ?"), [Free()], coerce=_number)
    origin_note = Paragraphs(_l("Comment l'idée est née"), [Free(), Words(LONGEST_TEXT)])
    residents_count = Count(_l("Combien d'habitants et habitantes ont porté cette idée ?"), [Blank(), Between(1, 5000)])

    def offer(self, meetings: list[SelectChoice], remarks: list[SelectChoice]) -> None:
        """Give the selects their choices."""
        self.theme.choices = [_blank(), *(SelectChoice(theme.value, label) for theme, label in THEMES.items())]
        self.origin.choices = [SelectChoice(origin.value, label) for origin, label in ORIGINS.items()]
        self.origin_meeting_id.choices = [_blank(), *meetings]
        self.origin_contribution_id.choices = [_blank(), *remarks]

    def readable_values(self) -> FileValues:
        """Keep a meeting and a remark only with an idea born in a meeting."""
        values = super().readable_values()
        if values.get("origin") is not Origin.MEETING and "origin" in values:
            values["origin_meeting_id"] = values["origin_contribution_id"] = None
        return values


class MemberForm(Form):
    """One member of the team."""

    key = HiddenField()
    name = Line(_l("Prénom et nom"), [Words(120, 1)])
    phone = Telephone(_l("Téléphone"), [Free()])
    is_new = False

    def validate_name(self, field: Line) -> None:
        """Ask for the name of someone whose number is given."""
        if not field.data and self.phone.raw_data and self.phone.raw_data[0].strip():
            raise ValidationError(_("Écrivez le nom de cette personne."))


class WhereForm(StepForm):
    """Where, when, and who carries the project."""

    step = "where"
    neighbourhood_id = SelectField(_l("Quartier"), [Blank()], coerce=_number)
    place = Line(_l("Lieu"), [Free(), Words(160)])
    starts_on = Day(_l("Début"), [Blank()])
    ends_on = Day(_l("Fin"), [Blank()])
    expected_count = Count(_l("Combien de personnes attendez-vous ?"), [Free(), Between(1, 100_000)])
    carrier_kind = RadioField(_l("Qui porte le projet ?"), [Blank()], coerce=_pick(CarrierKind))
    association_name = Line(_l("Nom de l'association"), [Words(120, 1)])
    team = Rows(FormField(MemberForm), _l("L'équipe"), min_entries=3, max_entries=MOST_MEMBERS)
    dates_must_stay = False
    """The file was sent: its dates may move, not disappear."""

    def offer(self, neighbourhoods: list[SelectChoice]) -> None:
        """Give the selects their choices."""
        self.neighbourhood_id.choices = [_blank(), *neighbourhoods]
        self.carrier_kind.choices = [SelectChoice(kind.value, label) for kind, label in CARRIERS.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then the two dates together, and that somebody leads the project."""
        super().validate(extra_validators)
        self._check_dates()
        leader = self.team.entries[0].form
        if self.team.was_sent and not leader.name.data and not leader.name.errors:
            leader.name.errors = [_("Écrivez le nom de la personne qui mène le projet.")]
            self.team.errors = [entry.errors for entry in self.team.entries]
        return not self.errors

    def readable_values(self) -> FileValues:
        """Two dates that contradict each other leave both as they were."""
        values = super().readable_values()
        if self.starts_on.errors or self.ends_on.errors:
            values.pop("starts_on", None)
            values.pop("ends_on", None)
        if self.dates_must_stay and values.get("neighbourhood_id", 0) is None:
            del values["neighbourhood_id"]
        values.pop("team", None)
        if self.team.was_sent:
            values["team"] = list(self._members())
        return values

    def _members(self) -> Iterator[MemberRow]:
        for entry in self.team:
            member = entry.form
            if member.name.data or member.errors:
                name, phone = member.name.data or "", member.phone.data or ""
                yield MemberRow(name, phone, _number(member.key.data), not member.errors)

    def _check_dates(self) -> None:
        start, end = self.starts_on, self.ends_on
        for field in (start, end):
            if not field.errors:
                field.errors = list(self._date_faults(field))
        if not start.errors and not end.errors and start.data and end.data and end.data < start.data:
            end.errors = [_("La fin vient avant le début. Vérifiez les deux dates.")]

    def _date_faults(self, field: Day) -> Iterator[str]:
        if field.data is None:
            if self.dates_must_stay:
                yield _("Gardez une date : le projet est déjà envoyé.")
        elif field.data != field.object_data and not _is_near(field.data):
            yield _("Choisissez une date à venir, d'ici trois ans.")


class MoneyForm(Form):
    """One line of the budget."""

    key = HiddenField()
    label = Line(_l("Quoi ?"), [Words(120, 1)])
    amount_cents = Euros(_l("Montant"), [Blank()])
    is_new = False

    def validate_label(self, field: Line) -> None:
        """Ask what an amount is for."""
        if not field.data and self.amount_cents.data is not None:
            raise ValidationError(_("Dites à quoi sert cet argent."))

    def validate_amount_cents(self, field: Euros) -> None:
        """Ask how much a line costs."""
        if field.data == 0:
            raise ValidationError(_("Écrivez un montant au-dessus de zéro."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that a label has its amount."""
        super().validate(extra_validators)
        if self.label.data and not self.amount_cents.errors and self.amount_cents.data is None:
            self.amount_cents.errors = [_("Écrivez le montant.")]
        return not self.errors


class ResourceForm(MoneyForm):
    """One line of what helps to pay, and what it is made of."""

    resource = SelectField(
        _l("C'est quoi ?"),
        choices=[SelectChoice(kind.value, label) for kind, label in RESOURCES.items()],
        coerce=ResourceKind,
        default=ResourceKind.OTHER_MONEY,
        validate_choice=False,
    )


class BudgetForm(StepForm):
    """What the project costs, what else helps to pay for it, and what the fund does not pay."""

    step = "budget"
    expenses = Rows(FormField(MoneyForm), _l("Dépenses"), min_entries=2, max_entries=MOST_LINES)
    resources = Rows(FormField(ResourceForm), _l("Autres aides"), min_entries=1, max_entries=MOST_LINES)
    above_cap_reason = Paragraphs(_l("Pourquoi demander plus que le plafond ?"), [Free(), Words(1000)])
    exclusions_denied = BooleanField(_l("Notre projet ne paie rien de tout cela."))

    def readable_values(self) -> FileValues:
        """Return the lines of both sides, and what was said of the rules."""
        values = FileValues(exclusions_denied=bool(self.exclusions_denied.data))
        if not self.above_cap_reason.errors:
            values["above_cap_reason"] = self.above_cap_reason.data or ""
        if self.expenses.was_sent:
            values["expenses"] = list(_lines(self.expenses))
        if self.resources.was_sent:
            values["resources"] = list(_lines(self.resources))
        return values

    @staticmethod
    def total(rows: Rows) -> int:
        """Add up, in cents, the amounts that could be read."""
        return sum(row.form.amount_cents.data or 0 for row in rows)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each line, then that help does not exceed the cost."""
        super().validate(extra_validators)
        if self.total(self.expenses) < self.total(self.resources):
            self.form_errors.append(_("Les autres aides dépassent les dépenses. Vérifiez les montants."))
        return not self.errors


STEPS: dict[str, type[StepForm]] = {form.step: form for form in (WhatForm, WhereForm, BudgetForm)}


def _lines(rows: Rows) -> Iterator[MoneyRow]:
    for entry in rows:
        line = entry.form
        if line.label.data or line.errors:
            resource = line.resource.data if "resource" in line else None
            key = _number(line.key.data)
            yield MoneyRow(line.label.data or "", line.amount_cents.data or 0, key, not line.errors, resource)


def _is_near(day: date) -> bool:
    return clock.today() <= day <= clock.today() + FARTHEST
