"""Reading the counts of meetings: sums of taps that were not undone, of sheets and of corrections."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from app.db import session
from app.dialogue.counting import Cell, Tallies, cells_of
from app.dialogue.models.tally import Measure, TallyEntry, TallySheet, Tap, UndoneTap

FIELDS = (Tap.kind, Tap.category, Tap.novelty, Tap.age, Tap.sex, Tap.heard, Tap.is_new_voice)


def tallies_of(meeting_id: int) -> Tallies:
    """Return the counts of a meeting; two queries."""
    return tallies_of_all([meeting_id])[meeting_id]


def tallies_of_all(meeting_ids: Iterable[int]) -> dict[int, Tallies]:
    """Return the counts of several meetings by their numbers, those without a count included; two queries.

    Indicators sum over meetings: H = Σ residents, U = Σ distinct, newcomers = Σ first_ever (DOMAIN §C.3), T1 and T2
    from `turns`, `institution_share` and `expression` (§C.7).
    """
    asked = list(meeting_ids)
    counted: dict[int, Counter[Cell]] = defaultdict(Counter)
    for meeting_id, cell, number in (*_tapped(asked), *_written(TallyEntry.meeting_id.in_(asked))):
        counted[meeting_id][cell] += number
    return {meeting_id: Tallies(counted[meeting_id]) for meeting_id in asked}


def keyed_from(sheet: TallySheet) -> Tallies:
    """Return what was keyed from one sheet, the corrections of its keying included."""
    cells: Counter[Cell] = Counter()
    for _, cell, number in _written(TallyEntry.sheet_serial == sheet.serial):
        cells[cell] += number
    return Tallies(cells)


def sheets_of(meeting_id: int) -> Sequence[TallySheet]:
    """Return the sheets printed for a meeting, in the order they were."""
    printed = sa.select(TallySheet).filter_by(meeting_id=meeting_id)
    return session().scalars(printed.order_by(TallySheet.printed_at, TallySheet.serial)).all()


def sheet_called(serial: str) -> TallySheet | None:
    """Return the sheet of this serial, however it was typed, or None."""
    return session().get(TallySheet, serial.upper().replace("-", "").replace(" ", ""))


def corrections_of(meeting_id: int) -> Sequence[TallyEntry]:
    """Return the lines written by hand for a meeting, the last first: corrections and sheets keyed again."""
    wanted = sa.select(TallyEntry).filter_by(meeting_id=meeting_id).where(TallyEntry.reason != "")
    return session().scalars(wanted.order_by(TallyEntry.id.desc()).limit(100)).all()


def _tapped(meeting_ids: Sequence[int]) -> Iterator[tuple[int, Cell, int]]:
    undone = sa.and_(UndoneTap.meeting_id == Tap.meeting_id, UndoneTap.tap_id == Tap.id)
    wanted = (
        sa.select(Tap.meeting_id, *FIELDS, sa.func.count())
        .outerjoin(UndoneTap, undone)
        .where(Tap.meeting_id.in_(meeting_ids), UndoneTap.tap_id.is_(None))
        .group_by(Tap.meeting_id, *FIELDS)
    )
    for meeting_id, *values, number in session().execute(wanted):
        tap = {column.key: value for column, value in zip(FIELDS, values, strict=True)}
        yield from ((meeting_id, cell, number) for cell in cells_of(tap))


def _written(where: sa.ColumnElement[bool]) -> Iterator[tuple[int, Cell, int]]:
    summed = sa.func.sum(TallyEntry.delta)
    columns = (TallyEntry.meeting_id, TallyEntry.measure, TallyEntry.key)
    for meeting_id, measure, key, delta in session().execute(
        sa.select(*columns, summed).where(where).group_by(*columns)
    ):
        yield meeting_id, (Measure(measure), key), int(delta)
