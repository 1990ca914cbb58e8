"""The rows of one place and one period, from which every indicator is computed.

A `Shelf` holds the rows of a period, sorted by place; it gives the `Book` of any place without reading the database
again.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.insight.scopes import Period, Place, ScopeKind
from app.insight.sources.dialogue import AbsenceRow, CardRow, ContactRow, NoteRow, OutreachRow, ReturnRow
from app.insight.sources.judging import AnswerRow, BandRow, GovernanceRow, TrainingRow, TrustRow
from app.insight.sources.meetings import MeetingRow
from app.insight.sources.money import DecisionRow, EnvelopeRow, PaymentRow, SittingRow
from app.insight.sources.projects import ProjectRow
from app.insight.sources.questions import CommitmentRow, FeedbackRow, QuestionRow, WaitingRow
from app.insight.sources.voices import ChangeRow, ContributionRow, LinkRow
from app.insight.sources.voting import TurnoutRow, VotersRow

OF_CITY = frozenset({"envelopes", "sittings", "trainings", "governance", "turnouts"})
"""Rows of a whole city: a neighbourhood has none of them."""


@dataclass(frozen=True)
class Book:
    """What happened in a place over a period, as rows; `day` is the last day looked at, in a year that runs."""

    place: Place
    period: Period
    day: date
    meetings: Sequence[MeetingRow] = ()
    outreach: Sequence[OutreachRow] = ()
    contacts: Sequence[ContactRow] = ()
    absences: Sequence[AbsenceRow] = ()
    cards: Sequence[CardRow] = ()
    returns: Sequence[ReturnRow] = ()
    notes: Sequence[NoteRow] = ()
    contributions: Sequence[ContributionRow] = ()
    links: Sequence[LinkRow] = ()
    changes: Sequence[ChangeRow] = ()
    projects: Sequence[ProjectRow] = ()
    questions: Sequence[QuestionRow] = ()
    waiting: Sequence[WaitingRow] = ()
    feedbacks: Sequence[FeedbackRow] = ()
    commitments: Sequence[CommitmentRow] = ()
    decisions: Sequence[DecisionRow] = ()
    payments: Sequence[PaymentRow] = ()
    answers: Sequence[AnswerRow] = ()
    trust: Sequence[TrustRow] = ()
    turnouts: Sequence[TurnoutRow] = ()
    voters: Sequence[VotersRow] = ()
    population: Sequence[BandRow] = ()
    envelopes: Sequence[EnvelopeRow] = ()
    sittings: Sequence[SittingRow] = ()
    trainings: Sequence[TrainingRow] = ()
    governance: Sequence[GovernanceRow] = ()

    @functools.cached_property
    def held(self) -> list[MeetingRow]:
        """Return the meetings that took place."""
        return [row for row in self.meetings if row.is_held]

    @property
    def seen(self) -> Period:
        """Return the part of the period that has passed."""
        return self.period.until(self.day)

    def bands(self, dimension: str) -> dict[str, int]:
        """Return how many people of each band live in the place."""
        found: dict[str, int] = defaultdict(int)
        for row in self.population:
            if row.dimension == dimension:
                found[row.band] += row.count
        return dict(found)

    @property
    def inhabitants(self) -> int:
        """Return how many people live in the place; 0 when one of its neighbourhoods is not known."""
        counts = [one.population or self._counted(one.id) for one in self.place.neighbourhoods]
        return sum(counts) if all(counts) else 0

    def _counted(self, neighbourhood_id: int) -> int:
        rows = [row for row in self.population if row.neighbourhood_id == neighbourhood_id]
        return max((sum(row.count for row in rows if row.dimension == one) for one in {r.dimension for r in rows}),
                   default=0)  # fmt: skip


class Shelf:
    """Rows of every place over a period, sorted by place."""

    def __init__(self, period: Period, day: date, rows: Mapping[str, Iterable[Any]]) -> None:
        self.period, self.day = period, day
        self._rows: dict[str, dict[int, list[Any]]] = {}
        for name, found in rows.items():
            sorted_by_place: dict[int, list[Any]] = defaultdict(list)
            for row in found:
                sorted_by_place[row.commune_id if name in OF_CITY else row.neighbourhood_id].append(row)
            self._rows[name] = sorted_by_place

    def book(self, place: Place) -> Book:
        """Return the rows of a place."""
        kept: dict[str, Any] = {}
        for name, rows in self._rows.items():
            numbers = _cities(place) if name in OF_CITY else [one.id for one in place.neighbourhoods]
            kept[name] = [row for number in numbers for row in rows.get(number, ())]
        return Book(place, self.period, min(self.day, self.period.end), **kept)


def _cities(place: Place) -> list[int]:
    """Return the cities of a place; the metropolis has bodies of its own, under the number 0; a neighbourhood none."""
    if place.scope.kind is ScopeKind.NEIGHBOURHOOD:
        return []
    cities = sorted({one.commune_id for one in place.neighbourhoods})
    return [0, *cities] if place.scope.kind is ScopeKind.METRO else cities
