"""I2: how often people meet (DOMAIN §C.2)."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l
from app.insight.book import Book
from app.insight.definition import Indicator
from app.insight.figure import Result
from app.insight.sources.meetings import MeetingRow
from app.insight.units import Unit


def _held(row: MeetingRow) -> tuple[int, int]:
    return int(row.is_held), 0


def _frequency(book: Book) -> Result:
    held, months = sum(row.is_held for row in book.meetings), book.period.until(book.day).months
    return Result(held / months if months else None, held, months, held)


INDICATORS = (
    Indicator(
        code="I2a",
        name=_l("Rencontres tenues"),
        sentence=_l("Combien de rencontres se tiennent chaque mois."),
        formula="rencontres tenues / mois",
        unit=Unit.PER_MONTH,
        sources=("F-46",),
        compute=_frequency,
        rows="meetings",
        counts=_held,
        reading=_l("%(numerator)s rencontres se sont tenues, soit %(value)s."),
    ),
)
