"""The pages of the wizard that opens a fund; the questions about rules come from the table of parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Form, FormField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.funds.opening import PARTS
from app.funds.parameters import BY_NAME
from app.funds.rulebook import USUAL_EXCLUSIONS, Exclusion
from app.funds.rules_forms import Ticks, field_of
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects.fields import Euros, Given, Line, Rows, Words
from app.territory.models import Commune

FEWEST_SOURCES, MOST_SOURCES = 3, 12


class PartForm(FlaskForm):
    """One page of the wizard."""

    def values(self) -> dict[str, Any]:
        """Return the answers, as they are kept."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class FundForm(PartForm):
    """Which city, and who keeps the money."""

    commune_id = SelectField(_l("Pour quelle ville ?"), coerce=lambda value: int(value) if value else 0)
    name = Line(_l("Comment s'appelle le fonds ?"), [Given(_l("Donnez un nom au fonds.")), Words(120, 3)])
    gestionnaire = Line(
        _l("Quelle association tient l'argent ?"), [Given(_l("Écrivez le nom de l'association.")), Words(120, 2)]
    )

    def offer(self, communes: Sequence[Commune]) -> None:
        """Give the select the cities that have no fund yet."""
        blank = SelectChoice("", _("Choisir"))
        self.commune_id.choices = [blank, *(SelectChoice(str(city.id), city.name) for city in communes)]

    def validate_commune_id(self, field: SelectField) -> None:
        """Ask for a city."""
        if not field.data:
            raise ValidationError(_("Choisissez une ville."))


class SourceForm(Form):
    """One source of money."""

    organisation = Line(_l("Qui donne ?"), [Words(120, 2)])
    amount = Euros(_l("Combien ?"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each answer, then that a giver has an amount and an amount its giver."""
        super().validate(extra_validators)
        if self.organisation.data and not self.amount.data and not self.amount.errors:
            self.amount.errors = [_("Écrivez un montant au-dessus de zéro.")]
        if self.amount.data and not self.organisation.data:
            self.organisation.errors = [_("Écrivez qui donne cet argent.")]
        return not self.errors


class MoneyForm(PartForm):
    """Who gives the first money."""

    sources = Rows(FormField(SourceForm), _l("L'argent"), min_entries=FEWEST_SOURCES, max_entries=MOST_SOURCES)

    def values(self) -> dict[str, Any]:
        """Return the sources that were named, as pairs of a name and cents."""
        rows = [(row.form.organisation.data, row.form.amount.data) for row in self.sources]
        return {"sources": [[name, cents] for name, cents in rows if name and cents]}


class ProjectsForm(PartForm):
    """Who may ask, for what, how much."""

    min_group = field_of(BY_NAME["min_group"])
    cap_cents = field_of(BY_NAME["cap_cents"])
    max_share_pct = field_of(BY_NAME["max_share_pct"])
    exclusions = Ticks(
        BY_NAME["exclusions"].question,
        choices=[SelectChoice(code, sentence) for code, (sentence, _blocks) in USUAL_EXCLUSIONS.items()],
    )

    def values(self) -> dict[str, Any]:
        """Return the answers; each exclusion blocks or is discussed as is usual."""
        kept = [
            Exclusion(code=code, sentence=sentence, blocking=blocks)
            for code, (sentence, blocks) in USUAL_EXCLUSIONS.items()
            if code in (self.exclusions.data or ())
        ]
        return super().values() | {"exclusions": kept}


class CommitteeForm(PartForm):
    """Who decides, and how much may be paid at once."""

    committee = Line(_l("Comment s'appelle le comité ?"), [Given(_l("Donnez un nom au comité.")), Words(120, 3)])
    quorum_pct = field_of(BY_NAME["quorum_pct"])
    advance_rate_pct = field_of(BY_NAME["advance_rate_pct"])


FORMS: dict[str, type[PartForm]] = {
    "fund": FundForm,
    "money": MoneyForm,
    "projects": ProjectsForm,
    "committee": CommitteeForm,
}


def form_of(part: str, answers: dict[str, Any], city: str = "") -> PartForm:
    """Return the form of a page, filled with what was answered, or with what is proposed."""
    proposed: dict[str, Any] = {name: BY_NAME[name].default for name in PARTS[part] if name in BY_NAME}
    if city:
        proposed["committee"] = _("Comité d'habitants et d'habitantes de %(city)s", city=city)
    data = proposed | {name: answers[name] for name in PARTS[part] if name in answers}
    if "exclusions" in data:
        data["exclusions"] = [one["code"] for one in data["exclusions"]]
    if "sources" in data:
        data["sources"] = [{"organisation": name, "amount": cents} for name, cents in data["sources"]]
    return FORMS[part](data=data)


def question_number(part: str) -> int:
    """Return the number of the first question of a page, counted from 1."""
    before = list(PARTS)[: list(PARTS).index(part)]
    return 1 + sum(len(PARTS[name]) for name in before)


QUESTIONS = sum(len(names) for names in PARTS.values())
"""How many questions open a fund."""
