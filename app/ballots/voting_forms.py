"""The forms of a vote: coming in, the ballot, a receipt to look up, the roll, the kiosk, the closing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, ValidationError

from app.ballots.models import Edition
from app.ballots.services.roll import MOST_SHEETS
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects.fields import Between, Count, Given, Line, Words

MOST_SERIAL = 999_999
LONGEST_ID = 9


def sure_of(sent: Iterable[str]) -> frozenset[int]:
    """Read the voters of whom a form says that they are other people."""
    return frozenset(int(one) for one in sent if one.isascii() and one.isdecimal() and len(one) <= LONGEST_ID)


class CodeForm(FlaskForm):
    """The code of the sheet, and one's age on one's word."""

    code = Line(_l("Votre code de vote"), [Given(_l("Écrivez le code de votre feuille."))])
    old_enough = BooleanField(_l("J'ai l'âge de voter."), [DataRequired(_l("Cochez la case si vous avez cet âge."))])


class BallotForm(FlaskForm):
    """The ballot: its fields depend on the projects and are read by `marking`."""


class ReceiptForm(FlaskForm):
    """A receipt to look up."""

    code = Line(_l("Le code de votre reçu"), [Given(_l("Écrivez le code de votre reçu."))])


class ElectorateForm(FlaskForm):
    """Who may vote."""

    by_codes = BooleanField(_l("Des codes remis en main propre"))
    by_vouching = BooleanField(_l("Une personne de l'équipe se porte garante"))
    by_list = BooleanField(_l("Une liste d'habitants et d'habitantes"))
    codes_by_two = BooleanField(_l("Une deuxième personne libère les feuilles imprimées"))

    def validate_by_list(self, field: BooleanField) -> None:
        """Ask for one way at least."""
        if not (field.data or self.by_codes.data or self.by_vouching.data):
            raise ValidationError(_("Choisissez au moins une façon d'entrer sur la liste."))


class ListForm(FlaskForm):
    """A list to bring in."""

    file = FileField(_l("Fichier CSV, une personne par ligne"), [DataRequired(_l("Choisissez un fichier."))])


class SheetsForm(FlaskForm):
    """Sheets to print."""

    count = Count(_l("Combien de feuilles ?"), [InputRequired(_l("Écrivez un nombre.")), Between(1, MOST_SHEETS)])


class VouchForm(FlaskForm):
    """Somebody whom the team has before them."""

    name = Line(_l("Prénom et nom"), [Given(_l("Écrivez le nom de la personne.")), Words(120)])
    about = Line(_l("Adresse, ou ce qui évite une confusion"), [Given(_l("Écrivez l'adresse.")), Words(120, 0)])
    neighbourhood_id = SelectField(_l("Quartier"), coerce=int)
    old_enough = BooleanField(_l("La personne dit qu'elle a l'âge de voter."), [DataRequired(_l("Posez la question."))])
    signed = BooleanField(_l("La personne a signé le registre."), [DataRequired(_l("Faites signer le registre."))])
    reason = Line(_l("Comment savez-vous que c'est une autre personne ?"), [Words(300, 0)])

    def offer(self, edition: Edition) -> None:
        """Give the select the neighbourhoods of the vote."""
        places = [SelectChoice(str(one.neighbourhood_id), one.neighbourhood.name) for one in edition.sectors]
        self.neighbourhood_id.choices = places


class ReasonForm(FlaskForm):
    """Why a code is cancelled or a name struck off."""

    reason = Line(_l("Pourquoi ?"), [Given(_l("Expliquez en une phrase.")), Words(300)])


class PutBackForm(ReasonForm):
    """Why somebody is put back, and that they came in by no other way meanwhile."""

    alone = BooleanField(
        _l("Depuis, la personne n'a reçu aucune autre feuille et n'a pas voté autrement."),
        [DataRequired(_l("Vérifiez avec la personne et le registre."))],
    )


class RangeForm(FlaskForm):
    """Sheets by their numbers; `about` tells two such forms of one page apart."""

    first = Count(_l("De la feuille n°"), [InputRequired(_l("Écrivez un numéro.")), Between(1, MOST_SERIAL)])
    last = Count(_l("À la feuille n°"), [InputRequired(_l("Écrivez un numéro.")), Between(1, MOST_SERIAL)])

    def __init__(self, about: str, **given: Any) -> None:
        super().__init__(**given)
        for field in (self.first, self.last):
            field.id = field.label.field_id = f"{about}-{field.name}"

    def validate_last(self, field: Count) -> None:
        """Refuse numbers the wrong way round."""
        if self.first.data is not None and field.data is not None and field.data < self.first.data:
            raise ValidationError(_("Le dernier numéro vient avant le premier."))

    @property
    def bounds(self) -> tuple[int, int]:
        """The first and the last number, once they are valid."""
        return self.first.data or 0, self.last.data or 0


class KioskForm(FlaskForm):
    """Where a kiosk stands."""

    place = Line(_l("Où se trouve cet appareil ?"), [Given(_l("Indiquez le lieu.")), Words(120)])


class CloseForm(FlaskForm):
    """One of the two signatures of the closing."""

    sure = BooleanField(_l("Je clos ce vote. La clé sera détruite."), [DataRequired(_l("Cochez la case pour signer."))])
