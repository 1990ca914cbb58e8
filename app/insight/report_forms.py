"""The form that asks for a yearly report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app import i18n
from app.i18n import lazy_gettext as _
from app.insight.lens import place_code, years_so_far
from app.insight.scopes import Place, ScopeKind


class ReportForm(FlaskForm):
    """Which year, which place, which language."""

    year = SelectField(_("Année"))
    place = SelectField(_("Lieu"))
    language = SelectField(_("Langue"), choices=[SelectChoice(code, name) for code, name in i18n.LANGUAGES.items()])

    def __init__(self, places: Iterable[Place], **fields: Any) -> None:
        """Offer the years that have begun, the metropolis and its cities."""
        super().__init__(**fields)
        self.year.choices = [SelectChoice(str(year), str(year)) for year in reversed(years_so_far())]
        self.place.choices = [
            SelectChoice(place_code(place), place.name)
            for place in places
            if place.scope.kind is not ScopeKind.NEIGHBOURHOOD
        ]
