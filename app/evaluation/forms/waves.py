"""Holding a wave of the trust survey."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app import clock
from app.choices import offered
from app.evaluation.models import Sample
from app.evaluation.services.surveys import Wave
from app.evaluation.wording import SAMPLES
from app.i18n import gettext
from app.i18n import lazy_gettext as _
from app.projects.fields import Between, Count, Day, Line
from app.territory.models import Neighbourhood


class WaveForm(FlaskForm):
    """Who is asked, where, when."""

    name = Line(_("Nom de la vague"), [InputRequired(_("Donnez un nom à cette vague.")), Length(max=120)])
    starts_on = Day(_("Premier jour"), [InputRequired(_("Dites quel jour elle commence."))])
    ends_on = Day(_("Dernier jour"), [InputRequired(_("Dites quel jour elle finit."))])
    sample = RadioField(
        _("Qui interroge-t-on ?"), [InputRequired(_("Choisissez."))], choices=offered(SAMPLES), default=Sample.ALL.value
    )
    places = SelectMultipleField(
        _("Dans quels quartiers ?"),
        [InputRequired(_("Choisissez au moins un quartier."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, places: list[Neighbourhood]) -> None:
        """List the neighbourhoods."""
        self.places.choices = [SelectChoice(str(it.id), f"{it.name} ({it.commune.name})") for it in places]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that the days are in order."""
        fine = bool(super().validate(extra_validators))
        if fine and self.wave().ends_on < self.wave().starts_on:
            self.ends_on.errors = [gettext("La fin vient avant le début. Vérifiez les deux dates.")]
            return False
        return fine

    def wave(self) -> Wave:
        """Return the wave, once it is complete."""
        first, last = self.starts_on.data or clock.today(), self.ends_on.data or clock.today()
        return Wave(self.name.data or "", first, last, Sample(self.sample.data), self.places.data or [])


class BatchForm(FlaskForm):
    """How many sheets to print."""

    sheets = Count(_("Combien de feuilles ?"), [InputRequired(_("Écrivez un nombre.")), Between(1, 500)])


class ReturnedForm(FlaskForm):
    """How many filled sheets came back."""

    returned = Count(
        _("Combien de feuilles remplies sont revenues ?"), [InputRequired(_("Écrivez un nombre.")), Between(0, 500)]
    )


class CloseBatchForm(FlaskForm):
    """Ending the keying of a batch."""

    reason = Line(_("Si le compte n'y est pas, dites pourquoi"), [Length(max=300)])
