"""The form of one thing said in a meeting."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.i18n import lazy_gettext as _
from app.voices.labels import KINDS
from app.voices.models import ContributionKind


class ContributionForm(FlaskForm):
    """One thing that was said, and what sort of words it was."""

    text = TextAreaField(
        _("Qu'est-ce qui a été dit ?"),
        validators=[
            DataRequired(_("Écrivez une phrase, même courte.")),
            Length(max=1000, message=_("1000 signes au plus.")),
        ],
    )
    kind = RadioField(
        _("C'était plutôt…"),
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
        coerce=ContributionKind,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
