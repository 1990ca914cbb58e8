"""What an indicator is: its words, its formula, where it comes from, and the two functions that compute it.

`compute` is a pure function of a `Book`: the rows of a place and a period. `rows` names the rows that the figure is
made of, `counts` what each of them adds to its numerator and its denominator: the figure is followed to its rows by
the very functions that compute it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from app.i18n import LazyString
from app.i18n import gettext as _
from app.insight.book import Book
from app.insight.figure import Figure, Part, Result, Status, counted
from app.insight.units import Number, Unit, written

TOO_UNKNOWN = Fraction(2, 5)
"""A share left unknown above which a figure is not read (DOMAIN §C.3, I3k)."""

Counts = Callable[[Any], tuple[Number, Number]]


class Say(Protocol):
    """A translated sentence, put in the reader's language when it is shown."""

    def __str__(self) -> str: ...


@dataclass(frozen=True)
class Indicator:
    """One indicator of DOMAIN §C, defined once; `version` changes when its formula does.

    `people` names the count of persons that its small counts are hidden with (see `hiding`); empty, it counts no one.
    `additive`: over places and periods that do not overlap, numerators add up, and denominators.
    `part_names` gives the words of the parts by their key.
    """

    code: str
    name: LazyString
    sentence: LazyString
    formula: str
    unit: Unit
    sources: tuple[str, ...]
    compute: Callable[[Book], Result]
    rows: str
    reading: LazyString
    counts: Counts | None = None
    version: int = 1
    caveat: LazyString | str = ""
    additive: bool = False
    people: str = ""
    money: bool = False
    part_unit: Unit | None = None
    part_names: Callable[[], Mapping[str, str]] | None = None
    not_recorded: bool = False

    @property
    def family(self) -> str:
        """The letters and figures of its family: I1, Q, F."""
        return self.code[:2] if self.code[0] == "I" else self.code[0]

    def figure(self, result: Result, status: Status | None = None) -> Figure:
        """Return what is shown of a result; one that may not be read loses every number."""
        standing = status or self._standing(result)
        if standing is not Status.SHOWN:
            return Figure(self, None, None, None, result.n if standing is Status.NOT_INTERPRETABLE else 0, (), standing)
        parts = tuple(self._worded(part) for part in result.parts)
        return Figure(self, result.value, result.numerator, result.denominator, result.n, parts, standing)

    def read(self, figure: Figure) -> str:
        """Return the sentence that reads a figure."""
        if figure.status is not Status.SHOWN:
            return _NOT_SHOWN[figure.status]()
        base = Unit.EUROS if self.money else Unit.COUNT
        return str(self.reading) % {
            "value": figure.said,
            "numerator": counted(figure.numerator, base),
            "denominator": counted(figure.denominator, base),
            "n": written(figure.n, Unit.COUNT),
        }

    def _standing(self, result: Result) -> Status:
        if self.not_recorded:
            return Status.NOT_RECORDED
        if result.unknown is not None and result.unknown > TOO_UNKNOWN:
            return Status.NOT_INTERPRETABLE
        return Status.SHOWN if result.value is not None or result.parts else Status.NONE

    def _worded(self, part: Part) -> Part:
        names = self.part_names() if self.part_names else {}
        said = written(part.value, self.part_unit or self.unit)
        return Part(part.key, part.value, part.n, str(names.get(part.key, part.key)), said)


_NOT_SHOWN: dict[Status, Callable[[], str]] = {
    Status.FEW: lambda: _("Trop peu de personnes pour publier ce chiffre."),
    Status.NOT_INTERPRETABLE: lambda: _("Plus de quatre réponses sur dix manquent. Ce chiffre ne se lit pas."),
    Status.NONE: lambda: _("Rien à compter sur cette période."),
    Status.NOT_RECORDED: lambda: _("Rien ne permet encore de le mesurer ici."),
    Status.BY_YEAR: lambda: _("Ce chiffre se lit à l'année, pour protéger les personnes."),
}


def of_rows(rows: str, counts: Counts, *, ratio: bool = True) -> Callable[[Book], Result]:
    """Return a formula that sums what rows count: the numerator over the denominator, or the numerator alone."""

    def compute(book: Book) -> Result:
        return summed(getattr(book, rows), counts, ratio=ratio)

    return compute


def summed(rows: Iterable[Any], counts: Counts, *, ratio: bool = True) -> Result:
    """Sum what rows count; no denominator, no value."""
    numerator: Number = 0
    denominator: Number = 0
    n = 0
    for row in rows:
        top, bottom = counts(row)
        numerator, denominator, n = numerator + top, denominator + bottom, n + bool(bottom)
    if not ratio:
        return Result(numerator, numerator, None, n)
    value = Fraction(numerator) / Fraction(denominator) if denominator else None
    return Result(value, numerator, denominator, n)
