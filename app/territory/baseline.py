"""Reading who lives in each neighbourhood from a CSV file: neighbourhood, dimension, band, count, source, year."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.territory.models import Dimension

COLUMNS = ("quartier", "dimension", "tranche", "nombre", "source", "annee")
BANDS = {
    Dimension.AGE: frozenset({"under_18", "18_24", "25_39", "40_59", "60_more"}),
    Dimension.SEX: frozenset({"woman", "man"}),
}
MOST_PEOPLE, LONGEST_SOURCE = 1_000_000, 160
FIRST_CENSUS, LAST_CENSUS = 1999, 2040


class UnreadableLine(ValueError):
    """A line of the file does not say what it should; `line` is its number in the file."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Counted:
    """How many people of one band live in a neighbourhood, told by its short name in addresses."""

    slug: str
    dimension: Dimension
    band: str
    count: int
    source: str
    year: int


def read(lines: Iterable[str]) -> Iterator[Counted]:
    """Yield what a file with a header says, whatever separates its columns. Raises UnreadableLine."""
    text = list(lines)
    separator = ";" if text and ";" in text[0] else ","
    for number, row in enumerate(_rows(text, separator), start=2):
        try:
            slug, dimension, band, count, source, year = ((row[name] or "").strip() for name in COLUMNS)
            found = Counted(slug, Dimension(dimension), band, int(count), source, int(year))
        except (KeyError, ValueError) as error:
            raise UnreadableLine(number) from error
        known = found.band in BANDS[found.dimension] and FIRST_CENSUS <= found.year <= LAST_CENSUS
        if not known or not 0 <= found.count <= MOST_PEOPLE or not 0 < len(source) <= LONGEST_SOURCE:
            raise UnreadableLine(number)
        yield found


def _rows(text: list[str], separator: str) -> Iterator[dict[str, str]]:
    """Yield the lines after the header; one that is no line of a table ends the reading. Raises UnreadableLine."""
    reader = csv.DictReader(text, delimiter=separator)
    try:
        yield from reader
    except csv.Error as error:
        raise UnreadableLine(reader.line_num) from error
