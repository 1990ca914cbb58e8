"""Meetings with their counts: one row each. Taps, which are many, are summed by the database meeting by meeting."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.dialogue.counting import Cell, Tallies
from app.dialogue.models import (
    HELD,
    CityPosture,
    DialogueSpace,
    Meeting,
    MeetingExperience,
    OutreachAction,
    OutreachMode,
    SpaceOrigin,
)
from app.dialogue.models.tally import CELLS, Attendee, Measure, Novelty, TallyEntry, Tap, TapKind, UndoneTap
from app.insight.scopes import Period
from app.insight.sources.reading import fetched


@dataclass(frozen=True)
class MeetingRow:
    """A meeting that was announced: whether it took place, who came, who spoke; `counts` are those of its tallies."""

    id: int
    neighbourhood_id: int
    day: date
    title: str
    space_id: int
    origin: SpaceOrigin
    posture: CityPosture
    is_held: bool
    is_told: bool
    modes: frozenset[OutreachMode]
    counts: Tallies
    residents: int

    def of(self, measure: Measure) -> Mapping[str, int]:
        """Return the counts of one measure, added up once: every figure asks for them."""
        return self._by_measure[measure]

    @functools.cached_property
    def _by_measure(self) -> Mapping[Measure, Mapping[str, int]]:
        return {measure: self.counts.of(measure) for measure in CELLS}

    @property
    def unsaid(self) -> int:
        """Residents of whom nobody knows whether they came before."""
        return max(0, self.residents - sum(self.novelty.values()))

    @functools.cached_property
    def novelty(self) -> dict[str, int]:
        """Residents by their answer at the door, those who gave none left out."""
        return {key: count for key, count in self.of(Measure.NOVELTY).items() if key != Novelty.UNSAID}

    @property
    def first_ever(self) -> int:
        """Residents who came for the first time."""
        return self.counts.first_ever

    @property
    def distinct(self) -> int:
        """Residents who came for the first time this year, those of the first time ever included."""
        return self.counts.distinct

    @property
    def voices(self) -> int:
        """Residents who spoke at least once."""
        return self.of(Measure.VOICES)[Attendee.RESIDENT]


NO_MODE: frozenset[OutreachMode] = frozenset()


def read(period: Period) -> Iterator[MeetingRow]:
    """Yield the meetings announced for a period, held or not; five queries."""
    within = Meeting.held_on.between(period.start, period.end)
    counted, modes = _counts(within, period), _modes(within)
    told = sa.exists().where(MeetingExperience.meeting_id == Meeting.id)
    wanted = (
        sa.select(
            Meeting.id, DialogueSpace.neighbourhood_id, Meeting.held_on, Meeting.title, Meeting.space_id,
            DialogueSpace.origin, DialogueSpace.city_posture, Meeting.state, Meeting.residents_count,
            Meeting.counted_at, told,
        )
        .join(DialogueSpace, DialogueSpace.id == Meeting.space_id)
        .where(within, Meeting.public_at.is_not(None))
    )  # fmt: skip
    for number, place, day, title, space, origin, posture, state, residents, counted_at, is_told in fetched(wanted):
        counts = Tallies(counted.get(number, Counter()))
        came = counts.residents if counts.has_door else residents if counted_at else 0
        held = state in HELD
        yield MeetingRow(
            number, place, day, title, space, origin, posture, held, bool(is_told), modes.get(number, NO_MODE),
            counts if held else Tallies(),
            came if held else 0,
        )  # fmt: skip


def _modes(within: sa.ColumnElement[bool]) -> Mapping[int, frozenset[OutreachMode]]:
    """Return the ways by which people were called to each meeting, once done."""
    found: dict[int, set[OutreachMode]] = defaultdict(set)
    wanted = (
        sa.select(OutreachAction.meeting_id, OutreachAction.mode)
        .distinct()
        .join(Meeting, Meeting.id == OutreachAction.meeting_id)
        .where(within, OutreachAction.done_on.is_not(None))
    )
    for meeting_id, mode in fetched(wanted):
        found[meeting_id].add(mode)
    return {meeting_id: frozenset(used) for meeting_id, used in found.items()}


def _counts(within: sa.ColumnElement[bool], period: Period) -> Mapping[int, Counter[Cell]]:
    found: dict[int, Counter[Cell]] = defaultdict(Counter)
    days = {"start": period.start, "end": period.end}
    for kind, cells in _CELLS.items():
        for meeting_id, *sums in fetched(_tapped(kind), days):
            found[meeting_id].update({cell: count for cell, count in zip(cells, sums, strict=True) if count})
    written = (
        sa.select(TallyEntry.meeting_id, TallyEntry.measure, TallyEntry.key, sa.func.sum(TallyEntry.delta))
        .join(Meeting, Meeting.id == TallyEntry.meeting_id)
        .where(within)
        .group_by(TallyEntry.meeting_id, TallyEntry.measure, TallyEntry.key)
    )
    for meeting_id, measure, key, delta in fetched(written):
        found[meeting_id][(Measure(measure), key)] += int(delta)
    return found


@functools.cache
def _tapped(kind: TapKind) -> sa.Executable:
    """Return the sums of the taps of a kind by meeting, between two days: the longest statements, written once."""
    undone = sa.exists().where(UndoneTap.meeting_id == Tap.meeting_id, UndoneTap.tap_id == Tap.id)
    start, end = sa.bindparam("start", type_=sa.Date), sa.bindparam("end", type_=sa.Date)
    return (
        sa.select(Tap.meeting_id, *(sa.func.count().filter(_taps_in(*cell)) for cell in _CELLS[kind]))
        .join(Meeting, Meeting.id == Tap.meeting_id)
        .where(Meeting.held_on.between(start, end), Tap.kind == kind, ~undone)
        .group_by(Tap.meeting_id)
    )


def _taps_in(measure: Measure, key: str) -> sa.ColumnElement[bool]:
    """Return the condition that a tap of its kind counts in a cell: the SQL twin of `dialogue.counting.cells_of`."""
    conditions: dict[Measure, sa.ColumnElement[bool]] = {
        Measure.PRESENT: Tap.category == key,
        Measure.NOVELTY: Tap.novelty == key,
        Measure.AGE: Tap.age == key,
        Measure.SEX: sa.and_(Tap.category == Attendee.RESIDENT, Tap.sex == key),
        Measure.HEARD: Tap.heard == key,
        Measure.NEW_HEARD: sa.and_(Tap.heard == key, Tap.novelty == Novelty.FIRST_EVER),
        Measure.TURNS: Tap.category == key,
        Measure.VOICES: sa.and_(Tap.category == key, Tap.is_new_voice.is_(True)),
        Measure.SPOKEN: Tap.sex == key,
    }
    return conditions[measure]


_SPOKEN = (Measure.TURNS, Measure.VOICES, Measure.SPOKEN)
_CELLS: dict[TapKind, tuple[Cell, ...]] = {
    kind: tuple(
        (measure, key.value)
        for measure, keys in CELLS.items()
        if (measure in _SPOKEN) is (kind is TapKind.TURN)
        for key in keys
    )
    for kind in (TapKind.ARRIVAL, TapKind.TURN)
}
"""The cells in which a tap of each kind may count."""
