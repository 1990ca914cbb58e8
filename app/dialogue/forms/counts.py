"""The counts of a meeting written by hand: the figures of a sheet of paper, or corrections and their reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask_wtf import FlaskForm
from wtforms import Field, Form, IntegerField, StringField
from wtforms.validators import Length, Optional, ValidationError

from app.dialogue.counting import Cell, Tallies, faults
from app.dialogue.models.tally import CELLS, Measure
from app.dialogue.tally_labels import FAULTS, MEASURES, word
from app.i18n import LazyString
from app.i18n import lazy_gettext as _

MOST = 5_000
"""More than that in one line of one meeting is a slip of the pencil."""


class ReasonForm(FlaskForm):
    """Why figures change."""

    reason = StringField(
        _("Pourquoi ces chiffres changent-ils ?"),
        validators=[Optional(), Length(max=300, message=_("300 signes au plus."))],
    )


class Figures(Form):
    """One line for each cell; a line left empty counts nobody."""

    def cells(self) -> dict[Cell, int]:
        """Return the figures, once the form is valid."""
        return {cell: field.data or 0 for cell, field in self.lines()}

    def lines(self) -> Iterator[tuple[Cell, Field]]:
        """Yield each cell and its field, in the order of the sheet."""
        for measure, keys in CELLS.items():
            for key in keys:
                yield (measure, key.value), self[field_name(measure, key.value)]

    def groups(self) -> Iterator[tuple[Measure, LazyString, list[Field]]]:
        """Yield each measure, its words and its fields."""
        for measure, keys in CELLS.items():
            yield measure, MEASURES[measure], [self[field_name(measure, key.value)] for key in keys]


def figures(typed: Mapping[str, str] | None, known: Tallies) -> Figures:
    """Make the form of every cell, holding what was typed, else the counts already known."""
    made = type("AllFigures", (Figures,), dict(_fields()))
    shown = {field_name(*cell): number for cell, number in known.cells.items() if number}
    return made(typed or None, data=shown)  # type: ignore[no-any-return]


def field_name(measure: Measure, key: str) -> str:
    """Name the field of a cell."""
    return f"{measure}-{key}"


def sentences(counted: Tallies) -> list[str]:
    """Say what does not add up, one sentence each."""
    return [str(FAULTS[fault]) % {"found": found, "limit": limit} for fault, found, limit in faults(counted)]


def _fields() -> Iterator[tuple[str, IntegerField]]:
    for measure, keys in CELLS.items():
        for key in keys:
            yield field_name(measure, key.value), Whole(word(measure, key.value), validators=[within])


def within(_form: Form, field: Field) -> None:
    """Refuse a figure that no meeting has; a line left empty is none."""
    if field.data is not None and field.data > MOST:
        raise ValidationError(str(_("Écrivez un nombre entre 0 et 5000.")))


class Whole(IntegerField):
    """A whole number; what is not one is said in plain words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number, spaces aside; nothing at all is nobody. Raises ValueError in plain words."""
        text = "".join(valuelist).replace(" ", "").replace("\u00a0", "")
        if text and not text.isdecimal():
            raise ValueError(str(_("Écrivez un nombre, par exemple 8.")))
        self.data = int(text[:9]) if text else None
