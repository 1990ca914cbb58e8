"""Who sits when, without a database: spans that overlap, and the day residents would lose the majority."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from app.committees.models import College, Seat
from app.funds.models import FundRules

LAST_DAY = date.max


def residents_hold_majority(colleges: Sequence[College], rules: FundRules | None = None) -> bool:
    """Say whether residents are strictly more than half of these voting seats, and as many as the rules ask."""
    residents = colleges.count(College.RESIDENT)
    enough = rules is None or rules.residents_decide(residents, len(colleges))
    return 2 * residents > len(colleges) and enough


def voting_on(seats: Iterable[Seat], day: date) -> list[College]:
    """Return the college of each seat that votes on a day."""
    return [seat.college for seat in seats if seat.is_voting and seat.holds_on(day)]


def majority_lost_on(seats: Sequence[Seat], since: date) -> date | None:
    """Return the first day, from `since` on, when some vote and residents are not more than half; or None."""
    begins = {seat.from_on for seat in seats if seat.from_on > since}
    after_ends = {seat.to_on + timedelta(days=1) for seat in seats if seat.to_on and seat.to_on >= since}
    for day in sorted({since} | begins | after_ends):
        voting = voting_on(seats, day)
        if voting and not residents_hold_majority(voting):
            return day
    return None


def overlaps(seat: Seat, from_on: date, to_on: date | None) -> bool:
    """Say whether a seat is held at least one day between two days (both ends included)."""
    return seat.from_on <= (to_on or LAST_DAY) and from_on <= (seat.to_on or LAST_DAY)
