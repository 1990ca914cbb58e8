"""Form fields that say in plain words what they could not read, and give back what was typed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from wtforms import DateField, Field, FieldList, IntegerField, StringField, TextAreaField
from wtforms.utils import unset_value
from wtforms.validators import StopValidation, ValidationError

from app.accounts import contact
from app.i18n import LazyString
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.money import UnreadableAmount, parse_money

WHY_UNREADABLE = {
    "negative": _l("Écrivez un montant sans signe moins."),
    "too_large": _l("Ce montant est trop grand. Vérifiez les zéros."),
    "ambiguous": _l(
        "Ce montant a deux lectures possibles. Écrivez 12,35 pour des centimes, ou 12345 pour des milliers."
    ),
    "empty": _l("Écrivez un montant en chiffres, comme 120 ou 120,50."),
    "unreadable": _l("Écrivez un montant en chiffres, comme 120 ou 120,50."),
}
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y"]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\ud800-\udfff\ufeff]")


def clean_text(value: str | None) -> str:
    """Remove what no database keeps and nobody sees; one way to write each accent."""
    text = unicodedata.normalize("NFC", (value or "").replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", text).strip()


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


class Words:
    """Validator: some letters, and not more than the page can show. Nothing at all is another validator's matter."""

    def __init__(self, longest: int, fewest_letters: int = 2) -> None:
        self.longest, self.fewest_letters = longest, fewest_letters

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse a text too long, or without words."""
        text = field.data or ""
        if len(text) > self.longest:
            raise ValidationError(
                _(
                    "Votre texte a %(length)d caractères. Le maximum est %(longest)d. Raccourcissez-le.",
                    length=len(text),
                    longest=self.longest,
                )
            )
        if text and sum(char.isalpha() for char in text) < self.fewest_letters:
            raise ValidationError(_("Écrivez avec des mots."))


class Given:
    """Validator: something was typed."""

    def __init__(self, sentence: LazyString) -> None:
        self.sentence = sentence
        self.field_flags = {"required": True}

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse a blank answer."""
        if not field.data:
            raise StopValidation(str(self.sentence))


class Blank:
    """Validator: nothing typed yet is fine here, and ends the checks; the last page says what is needed to send."""

    def __call__(self, _form: object, field: Field) -> None:
        """Stop when nothing was typed."""
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation


class Free(Blank):
    """Validator: nothing typed is fine for good, and the label says so."""

    field_flags = {"optional": True}  # noqa: RUF012


class Between:
    """Validator: a whole number within bounds."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse a number out of bounds."""
        if field.data is not None and not self.least <= field.data <= self.most:
            raise ValidationError(_("Écrivez un nombre entre %(least)d et %(most)d.", least=self.least, most=self.most))


class Line(StringField):
    """One line of text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"filters": [clean_text, _on_one_line], **kwargs})


class Paragraphs(TextAreaField):
    """Several lines of text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"filters": [clean_text], **kwargs})


class Count(IntegerField):
    """A whole number, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read digits, spaces allowed."""
        if not valuelist:
            return
        typed = "".join(valuelist[0].split())
        self.data = None
        if typed and not re.fullmatch(r"-?\d{1,12}", typed):
            raise ValueError(_("Écrivez un nombre en chiffres, comme 12."))
        if typed:
            self.data = int(typed)


class Day(DateField):
    """A day, as a date picker or a hand writes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"format": DAY_FORMATS, **kwargs})

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day; nothing typed is no day."""
        if not valuelist:
            return
        self.data: date | None = None
        if not valuelist[0].strip():
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError:
            raise ValueError(_("Écrivez une date comme 24/11/2026.")) from None


class Euros(StringField):
    """An amount in euros, kept in cents."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read an amount; nothing typed is no amount."""
        if not valuelist:
            return
        typed, self.data = valuelist[0], None
        if not typed.strip():
            return
        try:
            self.data = parse_money(typed)
        except UnreadableAmount as unreadable:
            raise ValueError(str(WHY_UNREADABLE[unreadable.code])) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        euros, cents = divmod(int(self.data), 100)
        return f"{euros},{cents:02d}" if cents else str(euros)


class Rows(FieldList):
    """Lines of a list; `was_sent` says whether the browser sent any."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type, self.was_sent = "FieldList", False

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the lines that were sent, or those that are stored."""
        self.was_sent = bool(formdata) and any(key.startswith(f"{self.name}-") for key in formdata)
        super().process(formdata, () if self.was_sent else data, extra_filters)


class Telephone(StringField):
    """A telephone number, French unless it says otherwise, kept as +33612345678."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number; nothing typed is no number."""
        if not valuelist:
            return
        typed = clean_text(valuelist[0])
        self.data = ""
        if not typed:
            return
        number = contact.phone(typed)
        if number is None:
            raise ValueError(_("Écrivez un numéro comme 06 12 34 56 78."))
        self.data = number

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return contact.spoken(self.data) if self.data else ""
