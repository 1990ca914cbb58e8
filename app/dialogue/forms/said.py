"""The form of one thing said in the room, in ten seconds."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.dialogue.forms import taps
from app.dialogue.hooks import Said
from app.i18n import gettext
from app.i18n import lazy_gettext as _

LONGEST = 1000
"""Signs: what one person says at once; longer words are for the minutes."""
KINDS = {"remark": _("Remarque"), "question": _("Question"), "idea": _("Idée")}


class SaidForm(FlaskForm):
    """One thing said, what sort of words, and whether they were read back to who said them."""

    kept_id = HiddenField()
    kind = RadioField(
        _("C'est…"),
        choices=[SelectChoice(kind, label) for kind, label in KINDS.items()],
        default="remark",
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    text = TextAreaField(
        _("Ce qui est dit"),
        validators=[
            DataRequired(_("Écrivez une phrase, même courte.")),
            Length(max=LONGEST, message=_("1000 signes au plus. Coupez en deux.")),
        ],
    )
    was_read_back = BooleanField(_("Je l'ai relu à la personne"))

    def validate_kept_id(self, field: HiddenField) -> None:
        """Refuse a number that no page of ours drew."""
        try:
            taps.uuid(field.data)
        except taps.Malformed:
            raise ValidationError(gettext("Rechargez la page : rien n'est perdu.")) from None

    def first_error(self) -> str:
        """Return the first thing to mend."""
        return next(str(errors[0]) for errors in self.errors.values())

    def told(self) -> Said:
        """Return what was said, once the form is valid."""
        return Said(self.kept_id.data or "", self.kind.data, self.text.data or "", self.was_read_back.data)
