"""The forms of the versions of a project: which words caused a change, and why a version is hidden."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.i18n import lazy_gettext as _
from app.incoming import row_id
from app.projects.fields import Free, Given, Line, Words
from app.voices.models import Contribution

LONGEST_REASON = 300


class CausesForm(FlaskForm):
    """The words that caused a change, among those linked to the project; none is an answer."""

    causes = SelectMultipleField(
        _("Quelles paroles ont causé ce changement ?"),
        coerce=row_id,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    reason = Line(_("Pourquoi ne plus la nommer ?"), validators=[Free(), Words(LONGEST_REASON)])

    def offer(self, linked: Iterable[Contribution]) -> None:
        """Give the words that may be ticked."""
        self.causes.choices = [SelectChoice(str(said.id), said.text) for said in linked]


class HideForm(FlaskForm):
    """Why a version must not be read by everybody."""

    reason = Line(
        _("Pourquoi ne plus la montrer ?"),
        validators=[Given(_("Dites pourquoi, en une phrase.")), Words(LONGEST_REASON)],
    )
