"""Units of figures, and how a number is written with its unit. The amounts of figures in euros are in cents."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from app.i18n import euros, language, ngettext
from app.i18n import gettext as _

NOTHING = "–"
SMALL_SHARE = Fraction(1, 10)
"""A share under it is written with one decimal."""

Number = int | float | Fraction


class Unit(StrEnum):
    """What a value is counted in."""

    COUNT = "count"
    SHARE = "share"
    RATIO = "ratio"
    INDEX = "index"
    DAYS = "days"
    HOURS = "hours"
    EUROS = "euros"
    PER_MONTH = "per_month"
    POINTS = "points"
    LEVEL = "level"
    OUT_OF_TEN = "out_of_ten"


DECIMALS = {Unit.COUNT: 0, Unit.DAYS: 0, Unit.HOURS: 1, Unit.RATIO: 2, Unit.INDEX: 2, Unit.PER_MONTH: 1,
            Unit.POINTS: 1, Unit.LEVEL: 1, Unit.OUT_OF_TEN: 2}  # fmt: skip


def written(value: Number | None, unit: Unit) -> str:
    """Return a value with its unit, in the language of the reader; a dash when there is none."""
    if value is None:
        return NOTHING
    if unit is Unit.EUROS:
        return euros(round(value))
    exact = abs(Fraction(value))
    if unit is Unit.SHARE:
        return decimal(100 * value, int(0 < exact < SMALL_SHARE)) + "\u00a0%"
    number = decimal(value, DECIMALS[unit])
    if unit is Unit.DAYS:
        return ngettext("%(number)s jour", "%(number)s jours", int(exact), number=number)
    if unit is Unit.HOURS:
        return _("%(number)s h", number=number)
    number = f"+{number}" if unit is Unit.OUT_OF_TEN and value > 0 else number
    return _("%(number)s par mois", number=number) if unit is Unit.PER_MONTH else number


def decimal(value: Number, decimals: int) -> str:
    """Write a number with at most so many decimals, half to even on the exact value, thousands apart."""
    rounded = Fraction(round(Fraction(value), decimals))
    text = f"{float(rounded):,.{decimals}f}" if rounded.denominator != 1 else f"{rounded.numerator:,}"
    return text if language() == "en" else text.replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")
