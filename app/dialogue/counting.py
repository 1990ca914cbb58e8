"""What the counts of a meeting say: totals, shares, the lamp, and what does not add up. Pure: no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.dialogue.models.tally import CELLS, INSTITUTIONS, Attendee, HeardVia, Measure, Novelty, TapKind

Cell = tuple[Measure, str]

AMBER, RED = 0.40, 0.50
"""Shares of the turns taken by institutions over which the lamp lights (DOMAIN §D)."""
FEWEST_TURNS = 5
"""Turns before the lamp says anything: the first to speak would light it alone."""


_CELLS_OF: dict[Measure, tuple[tuple[str, Cell], ...]] = {
    measure: tuple((key.value, (measure, key.value)) for key in keys) for measure, keys in CELLS.items()
}


class Light(StrEnum):
    """The lamp of turns: nothing yet, shared, a lot from institutions, more than half from institutions."""

    OFF = "off"
    SHARED = "shared"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Tallies:
    """The counts of one meeting by cell, each zero or more; see `Measure` for what they are."""

    cells: Mapping[Cell, int] = field(default_factory=Counter)

    def of(self, measure: Measure) -> dict[str, int]:
        """Return the counts of one measure in the order of its words, zeros included."""
        return {key: self.cells.get(cell, 0) for key, cell in _CELLS_OF[measure]}

    def total(self, measure: Measure) -> int:
        """Return the sum of one measure."""
        return sum(self.of(measure).values())

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was counted."""
        return not any(self.cells.values())

    @property
    def has_door(self) -> bool:
        """Say whether anybody was counted at the door."""
        return self.total(Measure.PRESENT) > 0

    @property
    def residents(self) -> int:
        """Return how many residents were present (H)."""
        return self.cells.get((Measure.PRESENT, Attendee.RESIDENT), 0)

    @property
    def first_ever(self) -> int:
        """Return how many residents came for the first time ever."""
        return self.cells.get((Measure.NOVELTY, Novelty.FIRST_EVER), 0)

    @property
    def distinct(self) -> int:
        """Return how many residents came for the first time this year, those of the first time ever included (U)."""
        return self.first_ever + self.cells.get((Measure.NOVELTY, Novelty.FIRST_THIS_YEAR), 0)

    @property
    def turns(self) -> int:
        """Return how many times somebody spoke."""
        return self.total(Measure.TURNS)

    @property
    def institution_share(self) -> float | None:
        """Return the share of the turns taken by institutions (T1), None when nobody spoke."""
        taken = sum(self.cells.get((Measure.TURNS, key), 0) for key in INSTITUTIONS)
        return taken / self.turns if self.turns else None

    @property
    def expression(self) -> float | None:
        """Return how many residents spoke among those present (T2), None when nobody was present."""
        spoke = self.cells.get((Measure.VOICES, Attendee.RESIDENT), 0)
        return spoke / self.residents if self.residents else None

    @property
    def light(self) -> Light:
        """Return what the lamp of turns shows."""
        share = self.institution_share
        if share is None or self.turns < FEWEST_TURNS:
            return Light.OFF
        return Light.RED if share > RED else Light.AMBER if share > AMBER else Light.SHARED


class Fault(StrEnum):
    """What does not add up (DOMAIN §A.3, invariant 15)."""

    NOVELTY = "novelty"
    AGE = "age"
    SEX = "sex"
    HEARD = "heard"
    NEW_HEARD = "new_heard"
    NEWCOMERS = "newcomers"
    VOICES = "voices"
    SPEAKERS = "speakers"
    SPOKEN = "spoken"


def faults(counted: Tallies) -> Iterator[tuple[Fault, int, int]]:
    """Yield what does not add up: the fault, what was found, and what it should equal or not exceed."""
    residents = counted.residents
    if counted.total(Measure.NOVELTY) != residents:
        yield Fault.NOVELTY, counted.total(Measure.NOVELTY), residents
    limits = (
        (Fault.AGE, counted.total(Measure.AGE), residents),
        (Fault.SEX, counted.total(Measure.SEX), residents),
        (Fault.HEARD, counted.total(Measure.HEARD), residents),
        (Fault.NEWCOMERS, counted.total(Measure.NEW_HEARD), counted.first_ever),
        (Fault.SPOKEN, counted.total(Measure.SPOKEN), counted.turns),
        (Fault.NEW_HEARD, *_worst(counted, Measure.NEW_HEARD, Measure.HEARD)),
        (Fault.VOICES, *_worst(counted, Measure.VOICES, Measure.TURNS)),
        (Fault.SPEAKERS, counted.of(Measure.VOICES)[Attendee.RESIDENT], residents),
    )
    yield from (limit for limit in limits if limit[1] > limit[2])


def cells_of(tap: Mapping[str, str | bool | None]) -> Iterator[Cell]:
    """Yield the cells in which one tap counts for one: the names of its fields are those of `Tap`."""
    category, sex, heard = str(tap["category"]), tap.get("sex"), tap.get("heard")
    if tap["kind"] == TapKind.TURN:
        yield Measure.TURNS, category
        if tap.get("is_new_voice"):
            yield Measure.VOICES, category
        if sex:
            yield Measure.SPOKEN, str(sex)
        return
    yield Measure.PRESENT, category
    for measure in (Measure.NOVELTY, Measure.AGE, Measure.HEARD):
        if tap.get(measure):
            yield measure, str(tap[measure])
    if sex and category == Attendee.RESIDENT:
        yield Measure.SEX, str(sex)
    if heard and tap.get("novelty") == Novelty.FIRST_EVER:
        yield Measure.NEW_HEARD, str(HeardVia(str(heard)))


def _worst(counted: Tallies, part: Measure, whole: Measure) -> tuple[int, int]:
    """Return the pair of counts of which the part exceeds the whole the most."""
    parts, wholes = counted.of(part), counted.of(whole)
    worst = max(parts, key=lambda key: parts[key] - wholes[key])
    return parts[worst], wholes[worst]
