"""Reading the rows of a period: as many queries whatever the number of places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from app.insight.book import Shelf
from app.insight.scopes import Period
from app.insight.sources import dialogue, judging, meetings, money, projects, questions, voices, voting

SOURCES: dict[str, Callable[[Period], Iterable[Any]]] = {
    "meetings": meetings.read,
    "outreach": dialogue.outreach,
    "contacts": dialogue.contacts,
    "absences": dialogue.absences,
    "cards": dialogue.cards,
    "returns": dialogue.returns,
    "notes": dialogue.notes,
    "contributions": voices.contributions,
    "links": voices.links,
    "changes": voices.changes,
    "projects": projects.read,
    "questions": questions.read,
    "waiting": questions.waiting,
    "feedbacks": questions.feedbacks,
    "commitments": questions.commitments,
    "decisions": money.decisions,
    "payments": money.payments,
    "answers": judging.answers,
    "trust": judging.trust,
    "turnouts": voting.turnouts,
    "voters": voting.voters,
    "population": judging.population,
    "envelopes": money.envelopes,
    "sittings": money.sittings,
    "trainings": judging.trainings,
    "governance": judging.governance,
}
"""Name of the rows in a book → who reads them."""


def gather(period: Period, day: date, only: Collection[str] | None = None) -> Shelf:
    """Return what happened over a period until a day, everywhere; `only` names the rows wanted."""
    wanted = SOURCES if only is None else {name: SOURCES[name] for name in only}
    seen = period.until(day)
    return Shelf(period, day, {name: list(read(seen)) for name, read in wanted.items()})
