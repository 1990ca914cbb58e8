"""The form of a note of information for residents."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField, widgets

from app.choices import offered
from app.dialogue.forms import LONG, free, needed
from app.dialogue.labels import INFO_CHANNELS, THEMES
from app.dialogue.models import InfoChannel, InfoTheme
from app.dialogue.services.information import Sheet
from app.i18n import lazy_gettext as _


class NoteForm(FlaskForm):
    """What an institution prepares, told in plain words first."""

    theme = SelectField(_("De quoi s'agit-il ?"), choices=offered(THEMES), coerce=InfoTheme)
    title = StringField(_("En une phrase"), validators=needed(_("Écrivez une phrase."), 160))
    plain_text = TextAreaField(_("En mots simples"), validators=needed(_("Écrivez-le d'abord en mots simples."), 2000))
    who_does_what = TextAreaField(_("Qui fait quoi, qui appeler ?"), validators=free(1000))
    source = StringField(_("Qui le dit ?"), validators=needed(_("Dites quelle institution le dit."), 120))
    text = TextAreaField(_("Le texte complet"), validators=free(LONG))
    channels = SelectMultipleField(
        _("Où le direz-vous aussi ?"),
        choices=offered(INFO_CHANNELS),
        coerce=InfoChannel,
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    audio = FileField(_("La même chose, enregistrée à voix haute"))

    def __init__(self, **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(**fields)
        for field in (self.who_does_what, self.text, self.channels, self.audio):
            field.flags.optional = True

    def sheet(self) -> Sheet:
        """Return what the note tells, once the form is valid."""
        values: dict[str, Any] = self.data
        return Sheet(
            theme=values["theme"],
            title=values["title"],
            plain_text=values["plain_text"],
            source=values["source"],
            text=values["text"] or "",
            who_does_what=values["who_does_what"] or "",
            channels=[str(channel) for channel in values["channels"] or ()],
        )
