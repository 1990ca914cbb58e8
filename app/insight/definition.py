"""What an indicator is: its words, its formula, where it comes from, and the two functions that compute it.

`compute` is a pure function of a `Book`: the rows of a place and a period. `rows` names the rows that the figure is
made of, `counts` what each of them adds to its numerator and its denominator: the figure is followed to its rows by
the very functions that compute it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.i18n import LazyString
from app.i18n import gettext as _
from app.insight.book import Book
from app.insight.figure import Figure, Part, Result, Status
from app.insight.scopes import ScopeKind
from app.insight.units import Unit, written

TOO_UNKNOWN = Fraction(2, 5)
"""A share left unknown above which a figure is not read (DOMAIN §C.3, I3k)."""

TWO = 2
"""From two on, French words are plural."""

Counts = Callable[[Any], tuple[int, int]]
"""What one row adds to a numerator and to a denominator: whole numbers."""
Names = Mapping[str, LazyString]


@dataclass(frozen=True)
class Indicator:
    """One indicator of DOMAIN §C, defined once; `version` changes when its formula does.

    `people` names the counts of persons that it shows, hidden together when one is small (see `hiding`); empty, it
    counts no one. `additive`: over places that do not overlap, numerators add up, and denominators. `reading` is given
    value, numerator, denominator, n; numerators and denominators are euros when `money`. `not_recorded`: nothing in the
    product tells it yet; `by_city`: what it counts belongs to a city, never to one neighbourhood.
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
    people: tuple[str, ...] = ()
    money: bool = False
    part_unit: Unit | None = None
    part_names: Names | None = None
    read_by: Callable[[Figure], str] | None = None
    by_city: bool = False
    not_recorded: bool = False

    @property
    def family(self) -> str:
        """The letters and figures of its family: I1, Q, F."""
        return self.code[:2] if self.code[0] == "I" else self.code[0]

    def standing(self, result: Result, kind: ScopeKind | None = None) -> Status:
        """Say whether a result may be read, small counts aside."""
        if self.not_recorded:
            return Status.NOT_RECORDED
        if self.by_city and kind is ScopeKind.NEIGHBOURHOOD:
            return Status.BY_CITY
        if result.too_few:
            return Status.FEW
        if result.unknown is not None and result.unknown > TOO_UNKNOWN:
            return Status.NOT_INTERPRETABLE
        return Status.NONE if result.value is None and not result.parts else Status.SHOWN

    def figure(self, result: Result, status: Status | None = None) -> Figure:
        """Return what is shown of a result; one that may not be read loses every number."""
        standing = status or self.standing(result)
        if standing is not Status.SHOWN:
            return Figure(self, None, None, None, 0, (), standing)
        parts = tuple(self._worded(part) for part in result.parts)
        return Figure(self, result.value, result.numerator, result.denominator, result.n, parts, standing)

    def read(self, figure: Figure) -> str:
        """Return the sentence that reads a figure."""
        if figure.status is not Status.SHOWN:
            return _NOT_SHOWN[figure.status]()
        if self.read_by is not None:
            return self.read_by(figure)
        if self._says_one(figure):
            return self._read_one(figure)
        base = Unit.EUROS if self.money else Unit.COUNT
        return str(self.reading) % {
            "value": figure.said,
            "numerator": written(figure.numerator, base),
            "denominator": written(figure.denominator, base),
            "n": written(figure.n, Unit.COUNT),
            "first": figure.parts[0].label if figure.parts else "",
        }

    def _says_one(self, figure: Figure) -> bool:
        """Say whether the sentence, whose words are plural, would count one thing or none."""
        said = {"n": figure.n, "value": figure.value if self.unit is Unit.COUNT else None}
        if not self.money:
            said |= {"numerator": figure.numerator, "denominator": figure.denominator}
        text = str(self.reading)
        return any(number is not None and 0 <= number < TWO and f"%({name})s" in text for name, number in said.items())

    def _read_one(self, figure: Figure) -> str:
        """Read a figure by its name, with no word to agree."""
        if "%(denominator)s" not in str(self.reading) or self.money:
            return _("%(name)s : %(value)s.", name=self.name, value=figure.said)
        top, bottom = written(figure.numerator, Unit.COUNT), written(figure.denominator, Unit.COUNT)
        return _("%(name)s : %(numerator)s sur %(denominator)s.", name=self.name, numerator=top, denominator=bottom)

    def _worded(self, part: Part) -> Part:
        label = str((self.part_names or {}).get(part.key, part.label or part.key))
        said = written(part.value, self.part_unit or self.unit)
        return Part(part.key, part.value, part.n, label, said, part.low, part.high)


_NOT_SHOWN: dict[Status, Callable[[], str]] = {
    Status.FEW: lambda: _("Trop peu de personnes pour publier ce chiffre."),
    Status.NOT_INTERPRETABLE: lambda: _("Plus de quatre réponses sur dix manquent. Ce chiffre ne se lit pas."),
    Status.NONE: lambda: _("Rien à compter sur cette période."),
    Status.NOT_RECORDED: lambda: _("Rien ne permet encore de le mesurer ici."),
    Status.BY_CITY: lambda: _("Ce chiffre se lit par ville ou pour la métropole."),
    Status.BY_YEAR: lambda: _("Ce chiffre se lit à l'année, pour protéger les personnes."),
}


def ratio(rows: str, counts: Counts, **words: Any) -> Indicator:
    """Return an indicator that divides what rows add to a numerator by what they add to a denominator."""
    return Indicator(compute=share_of(rows, counts), rows=rows, counts=counts, **words)


def total(rows: str, counts: Counts, **words: Any) -> Indicator:
    """Return an indicator that adds up what rows count."""
    return Indicator(compute=sum_of(rows, counts), rows=rows, counts=counts, additive=True, **words)


def share_of(rows: str, counts: Counts) -> Callable[[Book], Result]:
    """Return a formula: what rows add to the numerator, over what they add to the denominator."""

    def compute(book: Book) -> Result:
        top, bottom, n = added(getattr(book, rows), counts)
        return Result(Fraction(top, bottom) if bottom else None, top, bottom, n)

    return compute


def sum_of(rows: str, counts: Counts) -> Callable[[Book], Result]:
    """Return a formula: the sum of what rows add to the numerator."""

    def compute(book: Book) -> Result:
        top, _bottom, _n = added(getattr(book, rows), counts)
        return Result(top, top, None, len(getattr(book, rows)))

    return compute


def added(rows: Iterable[Any], counts: Counts) -> tuple[int, int, int]:
    """Return the sums of what rows count, and how many have something to divide by."""
    top = bottom = n = 0
    for row in rows:
        over, under = counts(row)
        top, bottom, n = top + over, bottom + under, n + bool(under)
    return top, bottom, n
