"""Who voted in participatory budgets: what the page of each result publishes of its turnout, never a choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.ballots.models import Edition, EditionSector, VoteCount
from app.ballots.pb_export import FEWEST_TO_PUBLISH
from app.insight.scopes import Period
from app.insight.sources.reading import day_of, fetched
from app.suppression import Shown, published
from app.territory.models import Neighbourhood


@dataclass(frozen=True)
class TurnoutRow:
    """A vote that closed that day in a city, its result published; `count` is None where it is too small to be told."""

    id: int
    commune_id: int
    day: date
    title: str
    count: int | None


@dataclass(frozen=True)
class VotersRow:
    """The same vote in one of its neighbourhoods."""

    id: int
    neighbourhood_id: int
    day: date
    title: str
    count: int | None


def turnouts(period: Period) -> Iterator[TurnoutRow]:
    """Yield the votes of a period and how many voted in each city."""
    for number, commune_id, at, title, counts in fetched(_last_counts(period)):
        yield TurnoutRow(number, commune_id, day_of(at), title, _told(published(counts).total))


def voters(period: Period) -> Iterator[VotersRow]:
    """Yield the votes of a period and how many voted in each neighbourhood, as the page of the result tells it."""
    counted = _last_counts(period).subquery()
    wanted = (
        sa.select(counted, Neighbourhood.id, Neighbourhood.name)
        .join(EditionSector, EditionSector.edition_id == counted.c.id)
        .join(Neighbourhood, Neighbourhood.id == EditionSector.neighbourhood_id)
    )
    for number, _commune_id, at, title, counts, place, name in fetched(wanted):
        shown = published(counts)
        hides = sum(counts.values()) < FEWEST_TO_PUBLISH
        yield VotersRow(number, place, day_of(at), title, None if hides else _told(shown.cells.get(name)))


def _last_counts(period: Period) -> sa.Select[int, int, datetime | None, str, dict[str, int]]:
    """Return the statement of the votes closed in a period and published, each with its last count."""
    start, end = period.instants
    later = aliased(VoteCount)
    newer = sa.exists().where(later.edition_id == VoteCount.edition_id, later.version > VoteCount.version)
    return (
        sa.select(Edition.id, Edition.commune_id, Edition.closes_at, Edition.title, VoteCount.turnout)
        .join(VoteCount, VoteCount.edition_id == Edition.id)
        .where(Edition.closes_at >= start, Edition.closes_at < end, Edition.published_at.is_not(None), ~newer)
    )


def _told(shown: Shown | None) -> int | None:
    return shown if isinstance(shown, int) else None
