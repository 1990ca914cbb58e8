"""The form of one line of an agenda."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from app.choices import offered
from app.dialogue.forms import needed
from app.dialogue.labels import AGENDA
from app.dialogue.models import AgendaKind
from app.dialogue.services.agenda import Line
from app.i18n import lazy_gettext as _


class LineForm(FlaskForm):
    """A line to add to an agenda."""

    kind = SelectField(_("Quelle sorte de moment ?"), choices=offered(AGENDA), coerce=AgendaKind)
    title = StringField(_("De quoi parle-t-on ?"), validators=needed(_("Écrivez quelques mots."), 200))
    minutes = IntegerField(
        _("Combien de minutes ?"),
        validators=[Optional(), NumberRange(1, 240, _("Écrivez un nombre entre 1 et 240."))],
    )

    def __init__(self, **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(**fields)
        self.minutes.flags.optional = True

    def line(self) -> Line:
        """Return the line, once the form is valid."""
        values: dict[str, Any] = self.data
        return Line(values["kind"], values["title"], values["minutes"])
