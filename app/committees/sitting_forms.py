"""What people type before and after a sitting: another date, a late file, the minutes and their signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.committees.models import USUAL_HOUR, Seat, Sitting
from app.committees.services.minutes import LONGEST
from app.committees.services.sittings import Appointment
from app.i18n import lazy_gettext as _
from app.projects.models import Project

WHY = _("Pourquoi ?")
SAY_WHY = _("Expliquez pourquoi, en une phrase.")


class PostponeForm(FlaskForm):
    """Another day, hour or place for a sitting, and why."""

    held_on = DateField(_("Nouvelle date"), [InputRequired(_("Choisissez une date."))])
    hour = TimeField(_("Heure"), [Optional()])
    place = StringField(_("Lieu"), [InputRequired(_("Écrivez où le comité se réunit.")), Length(max=160)])
    reason = StringField(WHY, [InputRequired(SAY_WHY), Length(max=300)])

    @classmethod
    def of(cls, sitting: Sitting, *, fresh: bool = False) -> Self:
        """Return the form, holding the present day; `fresh` ignores what the request carries."""
        prefix, known = "move-", {"held_on": sitting.held_on, "hour": sitting.hour, "place": sitting.place}
        return cls(formdata=None, prefix=prefix, data=known) if fresh else cls(prefix=prefix)

    def said(self) -> Appointment:
        """Return when and where, once they are typed."""
        assert self.held_on.data is not None
        return Appointment(self.held_on.data, self.place.data or "", self.hour.data or USUAL_HOUR)


class CancelForm(FlaskForm):
    """Why a sitting will not be held."""

    reason = StringField(WHY, [InputRequired(SAY_WHY), Length(max=300)])

    @classmethod
    def of(cls, *, fresh: bool = False) -> Self:
        """Return the form; `fresh` ignores what the request carries."""
        return cls(formdata=None, prefix="cancel-") if fresh else cls(prefix="cancel-")


class LateFileForm(FlaskForm):
    """A file that the chair accepts after the limit, and why."""

    project_id = SelectField(_("Quel projet ?"), coerce=int)
    reason = StringField(
        _("Pourquoi la présidence l'accepte-t-elle ?"),
        [InputRequired(_("Dites pourquoi la présidence accepte ce projet.")), Length(max=300)],
    )

    @classmethod
    def listing(cls, projects: Iterable[Project], *, fresh: bool = False) -> Self:
        """Return the form for these files; `fresh` ignores what the request carries."""
        form = cls(formdata=None, prefix="late-") if fresh else cls(prefix="late-")
        form.project_id.choices = [SelectChoice(str(project.id), project.title) for project in projects]
        return form


class MinutesForm(FlaskForm):
    """What the secretary adds: a few words on each file, and general remarks."""

    remarks = TextAreaField(_("Remarques générales"), [Optional(), Length(max=LONGEST)])

    @classmethod
    def about(cls, files: Iterable[Mapping[str, Any]], *, remarks: str = "", fresh: bool = False) -> Self:
        """Return the form with one field a file of the minutes; `fresh` ignores what the request carries."""
        listed = list(files)
        notes = {
            f"note_{file['id']}": TextAreaField(
                _("Notes sur « %(title)s »", title=file["title"]), [Optional(), Length(max=LONGEST)]
            )
            for file in listed
        }
        known = {"remarks": remarks, **{f"note_{file['id']}": file["note"] for file in listed}}
        form = type("MinutesOfFiles", (cls,), notes)
        return form(formdata=None, data=known) if fresh else form(data=known)  # type: ignore[no-any-return]

    def note_fields(self) -> list[Any]:
        """Return the fields of the files, in order."""
        return [field for field in self if field.short_name.startswith("note_")]

    def notes(self) -> dict[int, str]:
        """Return what was typed on each file, by project id."""
        return {int(field.short_name.removeprefix("note_")): field.data or "" for field in self.note_fields()}


class SignForm(FlaskForm):
    """The text that one signs, by its digest."""

    digest = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])


class PaperSignatureForm(FlaskForm):
    """The scan of minutes signed by hand, and who signed."""

    digest = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
    seat_id = SelectField(_("Qui a signé pour la présidence ?"), coerce=int)
    scan = FileField(_("La page signée"), [FileRequired(_("Ajoutez la photo ou le PDF de la page signée."))])

    @classmethod
    def listing(cls, seats: Iterable[Seat], digest: str, *, fresh: bool = False) -> Self:
        """Return the form for those who may sign for the chair; `fresh` ignores what the request carries."""
        prefix, known = "paper-", {"digest": digest}
        form = cls(formdata=None, prefix=prefix, data=known) if fresh else cls(prefix=prefix)
        form.seat_id.choices = [SelectChoice(str(seat.id), seat.person.name) for seat in seats]
        return form
