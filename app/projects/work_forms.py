"""The forms of the work on a project: a session held, the checklist, a document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app import clock
from app.i18n import LazyString, gettext
from app.i18n import lazy_gettext as _
from app.projects.checklist import ANSWERS, CHECKLIST, codes_of
from app.projects.models import InvolvementKind, Project
from app.projects.services.codesign import Session
from app.projects.words import INVOLVEMENTS
from workflows.vocabulary import DOCUMENTS

MOST_RESIDENTS = 5_000
"""More residents than that at one session is a slip of the keyboard."""


def _options(pairs: Iterable[tuple[str, LazyString]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class SessionForm(FlaskForm):
    """A working session with residents."""

    happened_on = DateField(_("Quel jour ?"), validators=[InputRequired(_("Indiquez le jour de la séance."))])
    kind = RadioField(
        _("Sous quelle forme ?"),
        choices=_options((kind.value, label) for kind, label in INVOLVEMENTS.items()),
        coerce=InvolvementKind,
        validators=[InputRequired(_("Choisissez une forme."))],
    )
    place = StringField(_("Où ?"), validators=[Optional(), Length(max=160, message=_("160 signes au plus."))])
    residents_count = IntegerField(
        _("Combien d'habitants et habitantes ?"),
        validators=[
            InputRequired(_("Écrivez un nombre, par exemple 8.")),
            NumberRange(1, MOST_RESIDENTS, _("Écrivez un nombre entre 1 et 5000.")),
        ],
    )
    what = TextAreaField(
        _("Qu'est-ce que la séance a changé dans le projet ?"),
        validators=[
            DataRequired(_("Écrivez une phrase, même courte.")),
            Length(max=2000, message=_("2000 signes au plus.")),
        ],
    )

    decided = TextAreaField(
        _("Qu'avez-vous décidé ?"),
        validators=[Optional(), Length(max=2000, message=_("2000 signes au plus."))],
    )
    others_count = IntegerField(
        _("Combien de services, d'élus, de partenaires ?"),
        default=0,
        validators=[Optional(), NumberRange(0, MOST_RESIDENTS, _("Écrivez un nombre entre 0 et 5000."))],
    )
    meeting = SelectField(_("Était-ce dans une rencontre de quartier ?"), coerce=int, default=0)

    def offer(self, meetings: Iterable[tuple[int, str]]) -> None:
        """Offer the meetings in which the session may have been held."""
        self.meeting.choices = [SelectChoice(0, gettext("Non")), *(SelectChoice(*one) for one in meetings)]

    def validate_happened_on(self, field: DateField) -> None:
        """Refuse a session to come."""
        if field.data and field.data > clock.today():
            raise ValidationError(gettext("Cette date n'est pas encore passée."))

    def held(self) -> Session:
        """Return the session once the form is valid."""
        values: dict[str, Any] = self.data
        return Session(
            happened_on=values["happened_on"],
            kind=values["kind"],
            place=(values["place"] or "").strip(),
            residents_count=values["residents_count"],
            what=values["what"].strip(),
            others_count=values["others_count"] or 0,
            decided=(values["decided"] or "").strip(),
            meeting_id=values["meeting"] or None,
        )


class ChecklistForm(FlaskForm):
    """One answer for each line of the checklist; lines may wait."""

    def lines(self, project: Project) -> list[Any]:
        """Return the fields of the lines that this kind of project answers, in order."""
        return [self[code] for code in codes_of(project)]


for _code, _label in CHECKLIST.items():
    setattr(ChecklistForm, _code, RadioField(_label, choices=_options(ANSWERS.items()), validate_choice=False))


class ExclusionsForm(FlaskForm):
    """A referent says that the expenses hold nothing that the fund excludes, or takes it back."""

    respected = BooleanField(_("J'ai lu les dépenses : le projet ne paie rien de tout cela."))


class DocumentForm(FlaskForm):
    """A document and what it is."""

    kind = SelectField(
        _("Qu'est-ce que c'est ?"),
        choices=_options([("", _("Choisissez")), *((code, _(label)) for code, label in DOCUMENTS.items())]),
        validators=[InputRequired(_("Dites ce que c'est."))],
    )
    file = FileField(_("Le fichier"), validators=[FileRequired(_("Choisissez un fichier."))])
    caption = StringField(
        _("En quelques mots, que montre-t-il ?"),
        validators=[Length(max=200, message=_("200 signes au plus."))],
    )
    who_sees = RadioField(
        _("Qui peut le voir ?"),
        choices=_options([("team", _("L'équipe et les services seulement")), ("all", _("Tout le monde"))]),
        default="team",
        validators=[InputRequired(_("Choisissez une réponse."))],
    )

    def validate_caption(self, field: StringField) -> None:
        """Ask what a photo shows, for people who cannot see it."""
        if self.kind.data == "photo" and not (field.data or "").strip():
            raise ValidationError(gettext("Dites en quelques mots ce que montre la photo."))
