"""News of a project in thirty seconds: how it goes, one line, a photo; when it is blocked, who can help and by when."""

from __future__ import annotations

import base64
import io
from datetime import timedelta

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app import clock
from app.choices import offered
from app.files import StoredFile
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects.fields import Day, Free, Line, Words
from app.projects.models import Pace
from app.projects.services.follow_up import News
from app.projects.words import PACES
from workflows.vocabulary import ROLES

UNBLOCKERS = ("referent", "gestionnaire", "committee_secretary", "answerer", "carrier", "metro_admin")
LONGEST_WAIT = timedelta(days=366)
PHOTO_NAME = "photo.jpg"


class NewsForm(FlaskForm):
    """How the project goes; a phone without network keeps the form and sends the photo as text, in `photo_kept`."""

    pace = RadioField(
        _l("Comment va le projet ?"),
        choices=offered(PACES),
        coerce=Pace,
        validators=[InputRequired(_l("Choisissez une réponse."))],
    )
    note = Line(_l("En une phrase, que se passe-t-il ?"), validators=[Words(300)])
    unblocker = SelectField(_l("Qui peut débloquer ?"), default="")
    unblock_by = Day(_l("Pour quand ?"))
    photo = FileField(_l("Une photo, si vous en avez une"))
    photo_kept = HiddenField()
    caption = Line(_l("Que voit-on sur la photo ?"), validators=[Free(), Words(200)])

    def __init__(self, **fields: object) -> None:
        """Offer the roles that can unblock a project."""
        super().__init__(**fields)
        roles = [SelectChoice(role, _(ROLES[role]).capitalize()) for role in UNBLOCKERS]
        self.unblocker.choices = [SelectChoice("", _("Choisissez")), *roles]

    def validate_note(self, field: Line) -> None:
        """Ask for a line, unless all goes well and a photo says it."""
        if not field.data and (self.pace.data is not Pace.ON_TRACK or not self.has_photo):
            raise ValidationError(_("Écrivez une phrase, même courte."))

    def validate_unblocker(self, field: SelectField) -> None:
        """Ask who can help when the project is blocked."""
        if self.pace.data is Pace.BLOCKED and not field.data:
            raise ValidationError(_("Dites qui peut débloquer le projet."))

    def validate_unblock_by(self, field: Day) -> None:
        """Ask by when, a day that is not past."""
        if self.pace.data is not Pace.BLOCKED:
            return
        if field.data is None:
            raise ValidationError(_("Dites pour quand il faut débloquer le projet."))
        if not clock.today() <= field.data <= clock.today() + LONGEST_WAIT:
            raise ValidationError(_("Choisissez un jour à venir, dans l'année."))

    @property
    def has_photo(self) -> bool:
        """Say whether a photo comes with the news."""
        return bool(self.photo.data or self.photo_kept.data)

    def upload(self) -> FileStorage | None:
        """Return the photo as it was sent, or as the device kept it, or nothing; what cannot be read is empty."""
        if self.photo.data:
            sent: FileStorage = self.photo.data
            return sent
        if not self.photo_kept.data:
            return None
        try:
            content = base64.b64decode(self.photo_kept.data, validate=True)
        except ValueError:
            content = b""
        return FileStorage(io.BytesIO(content), filename=PHOTO_NAME)

    def news(self, photo: StoredFile | None) -> News:
        """Return the news once the form is valid; a photo without words of its own is described by the line."""
        note = self.note.data or ""
        caption = self.caption.data or note or _("Photo du projet")
        return News(self.pace.data, note, self.unblocker.data or "", photo, caption[:200], self.unblock_by.data)

    def first_error(self) -> str:
        """Return the first thing to correct, for the page that sends what a device kept."""
        return str(next((errors[0] for errors in self.errors.values() if errors), ""))
