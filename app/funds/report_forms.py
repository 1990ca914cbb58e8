"""The forms of receipts and reports: each keeps what was typed, and says in plain words what is missing."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app import clock
from app.funds.forms import required
from app.funds.services.receipts import Receipt
from app.funds.services.reports import Enclosed, Story
from app.i18n import euros
from app.i18n import lazy_gettext as _
from app.incoming import row_id
from app.projects.fields import Count, Day, Euros, Free, Line, Paragraphs
from app.projects.models import BudgetLine

MOST_PEOPLE = 100_000
LONGEST_ID = 9
"""Digits of a row's number."""


class LineForm(FlaskForm):
    """For which expense of the budget a receipt was."""

    line = SelectField(
        _("Pour quelle dépense du budget ?"),
        choices=[SelectChoice("", _("Je ne sais pas"))],
        validators=[Free()],
    )

    def offer(self, lines: Iterable[BudgetLine]) -> LineForm:
        """Give the expenses of the budget, with what was planned for each."""
        planned = [SelectChoice(str(line.id), f"{line.label} ({euros(line.amount_cents)})") for line in lines]
        self.line.choices = [SelectChoice("", _("Je ne sais pas")), *planned]
        return self

    def line_id(self) -> int | None:
        """Return the expense that was chosen, or None."""
        return row_id(self.line.data) if self.line.data else None

    def is_told(self) -> bool:
        """Say whether the page asked for it at all."""
        return bool(self.line.raw_data)


class JudgeForm(LineForm):
    """What is accepted of a receipt, and why not all of it."""

    cents = Euros(_("Montant accepté"), validators=[Optional()])
    reason = Line(_("Si vous refusez une partie ou tout, pourquoi ?"), validators=[Optional(), Length(max=200)])


class ClearerForm(FlaskForm):
    """What cannot be read on a photo."""

    what = Line(_("Que faut-il refaire ?"), validators=required(_("Dites ce qui manque, en une phrase."), 200))


class PhotosForm(FlaskForm):
    """Several photos of receipts at once."""

    photos = MultipleFileField(_("Toutes les photos de vos tickets"), validators=[Optional()])


class AgainForm(FlaskForm):
    """Another photo of a receipt."""

    photo = FileField(_("Une nouvelle photo de ce ticket"), validators=[InputRequired(_("Choisissez une photo."))])


class TranscriptForm(FlaskForm):
    """What a voice file says."""

    text = Paragraphs(_("Ce qui est dit"), validators=required(_("Écrivez ce qui est dit."), 5000))


class ReceiptForm(LineForm):
    """A receipt: the photo first, then what is written on it."""

    photo_id = HiddenField()
    photo = FileField(_("La photo du ticket ou de la facture"), validators=[Optional()])
    amount = Euros(_("Montant payé"), validators=[InputRequired(_("Écrivez le montant, comme 12,40."))])
    supplier = Line(_("Où ?"), validators=required(_("Écrivez le nom du magasin ou de la personne."), 120))
    label = Line(_("Pour acheter quoi ?"), validators=required(_("Dites ce qui a été acheté."), 120))
    spent_on = Day(_("Quel jour ?"), validators=[InputRequired(_("Indiquez le jour de l'achat."))])
    statement = Line(_("Ticket perdu ? Dites comment"), validators=[Optional(), Length(max=300)])

    def receipt(self) -> Receipt:
        """Return what was typed."""
        day = self.spent_on.data or clock.today()
        told = (self.supplier.data or "", self.label.data or "", self.amount.data or 0, self.statement.data or "")
        return Receipt(day, *told, line_id=self.line_id())

    def waiting_photo(self) -> int | None:
        """Return the photo already sent that this receipt is about, if any."""
        known = str(self.photo_id.data or "")
        return int(known) if known.isdecimal() and len(known) <= LONGEST_ID else None


class StoryForm(FlaskForm):
    """How it went, and who came."""

    story = Paragraphs(
        _("Racontez comment cela s'est passé"),
        validators=[Optional(), Length(max=5000, message=_("C'est trop long. Raccourcissez."))],
    )
    voice = FileField(_("Ou dites-le : un message vocal"), validators=[Optional()])
    photos = MultipleFileField(_("Des photos du projet"), validators=[Optional()])
    consent = BooleanField(_("Les personnes qu'on reconnaît sur les photos sont d'accord"))
    participants = Count(
        _("Combien de personnes sont venues ?"),
        validators=[
            InputRequired(_("Écrivez un nombre, même à peu près.")),
            NumberRange(0, MOST_PEOPLE, _("Ce nombre ne va pas. Vérifiez.")),
        ],
    )
    newcomers = Count(
        _("Dont combien venaient pour la première fois ?"),
        validators=[
            InputRequired(_("Écrivez un nombre, ou 0.")),
            NumberRange(0, MOST_PEOPLE, _("Ce nombre ne va pas. Vérifiez.")),
        ],
    )
    no_expense = BooleanField(_("Rien n'a été dépensé"))

    def told(self) -> Story:
        """Return what was typed."""
        participants, newcomers = self.participants.data or 0, self.newcomers.data or 0
        return Story(self.story.data or "", participants, newcomers, self.no_expense.data)

    def enclosed(self) -> Enclosed:
        """Return the files that were sent."""
        photos = [photo for photo in self.photos.data or [] if photo and photo.filename]
        return Enclosed(self.voice.data or None, photos, self.consent.data)
