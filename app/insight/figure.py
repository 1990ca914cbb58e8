"""A figure: its value, what it is made of, whether it may be read, and the sentence that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from app.insight.units import Number, written

if TYPE_CHECKING:
    from app.insight.definition import Indicator


class Status(StrEnum):
    """Whether a figure may be read.

    `few`: hidden, because people could be told from it. `not_interpretable`: too much of it is unknown. `none`:
    nothing to count. `not_recorded`: nothing in the product says it. `by_year`, `by_city`: read
    by the year, by the city only.
    """

    SHOWN = "shown"
    FEW = "few"
    NOT_INTERPRETABLE = "not_interpretable"
    NONE = "none"
    NOT_RECORDED = "not_recorded"
    BY_YEAR = "by_year"
    BY_CITY = "by_city"


@dataclass(frozen=True)
class Part:
    """One row of a figure's breakdown, in the order of its words; `key` is what is stored, `n` what it counts.

    `low` and `high` bound its confidence interval, where it has one.
    """

    key: str
    value: Number | None
    n: int = 0
    label: str = ""
    said: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Result:
    """What a formula gives: the value, what it is made of, how many rows it rests on, and the share left unknown.

    `too_few`: it rests on fewer answers than its definition asks for.
    """

    value: Number | None
    numerator: Number | None = None
    denominator: Number | None = None
    n: int = 0
    parts: tuple[Part, ...] = ()
    unknown: Fraction | None = None
    too_few: bool = False


@dataclass(frozen=True)
class Figure:
    """One indicator, somewhere, over a period, ready to be shown; `value` is None when its status is not shown."""

    indicator: Indicator
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    n: int
    parts: tuple[Part, ...]
    status: Status
    computed_at: datetime | None = None

    @property
    def code(self) -> str:
        """The code of its indicator."""
        return self.indicator.code

    @property
    def is_shown(self) -> bool:
        """Say whether there is something to read."""
        return self.status is Status.SHOWN

    @property
    def is_claimed(self) -> bool:
        """Say whether it may be claimed: a change whose confidence interval holds 0 may not (DOMAIN §C.6)."""
        bounds = [(one.low, one.high) for one in self.parts if one.value == self.value and one.low is not None]
        return not bounds or any(low > 0 or (high is not None and high < 0) for low, high in bounds if low is not None)

    @property
    def said(self) -> str:
        """The value with its unit, or a dash."""
        return written(self.value, self.indicator.unit)

    @property
    def reading(self) -> str:
        """One plain sentence that reads it, in the language of the reader."""
        return self.indicator.read(self)
