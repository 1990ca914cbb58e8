"""Forms of the sheets filled in by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from app.accounts import paper
from app.accounts.forms import ResidentForm
from app.accounts.places import Place
from app.accounts.services.paper_forms import MOST
from app.i18n import gettext
from app.i18n import lazy_gettext as _


class SerialForm(FlaskForm):
    """The number printed on a sheet that has come back."""

    serial = StringField(_("Numéro écrit sur la feuille"), [InputRequired(_("écrivez le numéro de la feuille."))])
    found: tuple[paper.PaperKind, int] | None = None

    def validate_serial(self, field: Field) -> None:
        """Find slips of the pen."""
        self.found = paper.read_serial(field.data)
        if self.found is None:
            raise ValidationError(gettext("ce numéro ne va pas. Relisez-le sur la feuille."))


class PrintSheetsForm(FlaskForm):
    """A batch to print."""

    kind = SelectField(_("Quelle feuille ?"))
    neighbourhood = SelectField(_("Pour quel quartier ?"))
    count = IntegerField(
        _("Combien ?"),
        [
            InputRequired(_("écrivez un nombre.")),
            NumberRange(1, MOST, _("de 1 à %(most)s feuilles.", most=MOST)),
        ],
        default=10,
    )

    def __init__(self, places: Iterable[Place], **fields: Any) -> None:
        """Offer the sheets, and the neighbourhoods where one helps."""
        super().__init__(**fields)
        self.kind.choices = [SelectChoice(kind.code, kind.title) for kind in paper.kinds()]
        self.neighbourhood.choices = [SelectChoice(str(place.id), place.name) for place in places]


class KeySheetForm(ResidentForm):
    """Who filled a sheet in, and that they agreed."""

    signed = BooleanField(
        _("La personne a signé la feuille, ou m'a dit oui."), [DataRequired(_("cochez la case, ou ne saisissez rien."))]
    )
    scan = FileField(_("Photo ou scan de la feuille"), [Optional()])

    def __init__(self, places: Iterable[Place], **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(places, **fields)
        self.scan.flags.optional = True
