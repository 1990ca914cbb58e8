"""The forms of a question that is sorted, entrusted and answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app import clock
from app.accounts.models import Person
from app.choices import offered
from app.i18n import gettext
from app.i18n import lazy_gettext as _
from app.territory.models import Organisation
from app.voices.forms.speaking import LONGEST
from app.voices.labels import ANSWERS, THEMES
from app.voices.models import VoiceTheme
from app.voices.question_models import AnswerKind
from app.voices.services.answers import Draft
from app.voices.services.questions import SIMPLE_DAYS, WIDE_DAYS, Sorting

MOST_COMMITMENTS = 3
FINAL = (AnswerKind.YES, AnswerKind.PARTLY, AnswerKind.NO)


class SortForm(FlaskForm):
    """How a question is sorted."""

    theme = SelectField(_("Thème"), choices=offered(THEMES), coerce=VoiceTheme)
    answer_days = RadioField(
        _("Qui doit répondre ?"),
        choices=[
            SelectChoice(str(SIMPLE_DAYS), _("Un seul service : 15 jours ouvrés")),
            SelectChoice(str(WIDE_DAYS), _("Plusieurs services : 30 jours ouvrés")),
        ],
        coerce=int,
        default=SIMPLE_DAYS,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    is_private = BooleanField(_("C'est le cas d'une seule personne : ne pas publier, répondre en privé"))
    is_urgent = BooleanField(_("C'est urgent, ou quelqu'un est en danger : j'ai téléphoné"))
    called = StringField(_("Qui avez-vous appelé, et quand ?"), validators=[Length(max=200)])

    def __init__(self, **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(**fields)
        self.called.flags.optional = True

    def validate_called(self, field: Field) -> None:
        """Ask who was called when it is urgent."""
        if self.is_urgent.data and not (field.data or "").strip():
            raise ValidationError(gettext("Appelez d'abord, puis écrivez qui et à quelle heure."))

    def sorting(self) -> Sorting:
        """Return what was decided, once the form is valid."""
        values: dict[str, Any] = self.data
        return Sorting(
            values["theme"], values["answer_days"], values["is_private"], values["is_urgent"], values["called"] or ""
        )


class EntrustForm(FlaskForm):
    """Which body answers, and who there; the value names both."""

    answerer = RadioField(_("Qui répondra ?"), validators=[InputRequired(_("Choisissez qui répondra."))])

    def offer(self, bodies: Iterable[tuple[Organisation, Iterable[Person]]]) -> None:
        """Offer everyone who answers for a body of the city."""
        self.answerer.choices = [
            SelectChoice(f"{body.id}-{person.id}", f"{body.name} – {person.name}")
            for body, people in bodies for person in people
        ]  # fmt: skip

    @property
    def chosen(self) -> tuple[int, int]:
        """The numbers of the body and of the person."""
        body, _dash, person = str(self.answerer.data).partition("-")
        return int(body), int(person)


class CommitmentForm(Form):
    """One thing that will be done, by a day."""

    what = StringField(
        _("Ce qui sera fait"), validators=[Optional(), Length(max=300, message=_("300 signes au plus."))]
    )
    due_on = DateField(_("Avant le"), validators=[Optional()])

    def validate_due_on(self, field: Field) -> None:
        """Ask for a day ahead when something is promised."""
        if (self.what.data or "").strip() and field.data is None:
            raise ValidationError(gettext("Donnez la date de cet engagement."))
        if field.data and not clock.today() < field.data < date(clock.today().year + 11, 1, 1):
            raise ValidationError(gettext("Choisissez une date à venir, dans les dix ans."))


class AnswerForm(FlaskForm):
    """An answer as it is written, with its plain version beside it."""

    kind = RadioField(
        _("La réponse est…"),
        choices=[SelectChoice(one.value, ANSWERS[one]) for one in FINAL],
        coerce=AnswerKind,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    text = TextAreaField(_("La réponse complète"), validators=[Length(max=LONGEST, message=_("5000 signes au plus."))])
    plain_text = TextAreaField(
        _("La même réponse, en mots simples"), validators=[Length(max=2000, message=_("2000 signes au plus."))]
    )
    reason = TextAreaField(_("Pourquoi ?"), validators=[Length(max=1000, message=_("1000 signes au plus."))])
    commitments = FieldList(FormField(CommitmentForm), min_entries=MOST_COMMITMENTS, max_entries=MOST_COMMITMENTS)
    seen = HiddenField(default="0")

    def __init__(self, **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(**fields)
        self.reason.flags.optional = True
        for row in self.commitments:
            row.form.what.flags.optional = row.form.due_on.flags.optional = True

    def draft(self) -> Draft:
        """Return the answer, once the form is valid."""
        promises = [
            (row["what"].strip(), row["due_on"])
            for row in self.commitments.data
            if (row["what"] or "").strip() and row["due_on"]
        ]
        return Draft(self.kind.data, self.text.data or "", self.plain_text.data or "", self.reason.data or "", promises)

    @property
    def revision(self) -> int:
        """The revision of the draft that was read; 0 for none, or for nonsense."""
        text = str(self.seen.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004


class InterimForm(FlaskForm):
    """What is being looked into, and when the next news comes."""

    words = TextAreaField(
        _("Où en êtes-vous ?"),
        validators=[
            DataRequired(_("Dites ce que vous vérifiez.")),
            Length(max=2000, message=_("2000 signes au plus.")),
        ],
    )
    next_step_on = DateField(_("Prochaine nouvelle avant le"), validators=[InputRequired(_("Donnez une date."))])

    def validate_next_step_on(self, field: Field) -> None:
        """Refuse a date that is past, or too far to be a promise."""
        if field.data and not clock.today() < field.data < date(clock.today().year + 2, 1, 1):
            raise ValidationError(gettext("Choisissez une date à venir, avant la fin de l'an prochain."))


class TransferForm(FlaskForm):
    """Whose answer it is."""

    organisation = SelectField(_("Quel service doit répondre ?"), coerce=int)
    note = TextAreaField(_("Un mot pour ce service"), validators=[Length(max=2000, message=_("2000 signes au plus."))])

    def __init__(self, bodies: Iterable[Organisation], **fields: Any) -> None:
        """Offer the other bodies of the city."""
        super().__init__(**fields)
        self.organisation.choices = [SelectChoice(str(body.id), body.name) for body in bodies]
        self.note.flags.optional = True


class EvidenceForm(FlaskForm):
    """What shows that a commitment is kept, or why it is dropped."""

    note = TextAreaField(
        _("Expliquez en une phrase"),
        validators=[DataRequired(_("Écrivez une phrase.")), Length(max=500, message=_("500 signes au plus."))],
    )
