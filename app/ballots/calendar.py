"""The calendar of an edition: its phases in order, dates proposed at first, and what is too short for residents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from app import clock
from app.ballots.models import Edition
from app.clock import at_nine, end_of
from app.i18n import day, ngettext
from app.i18n import gettext as _

SHORTEST_PHASE = 21
"""Days: three weeks, below which residents without internet learn of a phase when it is over (DOMAIN §B.2)."""
SHORTEST_VOTE = 28
FEWEST_SATURDAYS = 2
SATURDAY = 5
AUGUST = 8


@dataclass(frozen=True)
class Calendar:
    """The dates that an edition promises; the vote opens at nine and closes at the end of its last day."""

    ideas_open_on: date
    ideas_until: date
    eligibility_until: date
    coconstruction_until: date
    vote_from: date
    vote_until: date
    deliberation_until: date
    delivery_until: date

    def in_order(self) -> bool:
        """Say whether each date comes after the one before."""
        dates = [getattr(self, name) for name in DATES]
        return dates == sorted(set(dates))

    def moved_from(self, was: Calendar | None) -> list[date]:
        """Return the dates that are not what they were."""
        return [getattr(self, name) for name in DATES if was is None or getattr(self, name) != getattr(was, name)]

    def columns(self) -> dict[str, date | datetime]:
        """Give the dates as the edition keeps them."""
        kept: dict[str, date | datetime] = {name: getattr(self, name) for name in DATES if not name.startswith("vote")}
        return kept | {"opens_at": at_nine(self.vote_from), "closes_at": end_of(self.vote_until)}


DATES = tuple(field.name for field in fields(Calendar))


def proposed(start: date | None = None) -> Calendar:
    """Propose a calendar: six weeks of ideas, four of review, six of construction, a vote of thirty days."""
    start = start or clock.today() + timedelta(days=21)

    def after(days: int) -> date:
        return start + timedelta(days=days)

    return Calendar(start, after(42), after(70), after(112), after(126), after(156), after(220), after(900))


def calendar_of(edition: Edition) -> Calendar | None:
    """Read back the calendar of an edition; None while a date is missing."""
    dates = {name: getattr(edition, name) for name in DATES}
    return None if None in dates.values() else Calendar(**dates)


def unset_dates(edition: Edition) -> bool:
    """Say whether a date of the calendar is missing or not after the one before."""
    known = calendar_of(edition)
    return known is None or not known.in_order()


def warnings(calendar: Calendar) -> Iterator[str]:
    """Say in plain words what in a calendar leaves residents out; nothing here forbids it."""
    phases = [
        (_("Les idées"), calendar.ideas_open_on, calendar.ideas_until, SHORTEST_PHASE),
        (_("L'examen des idées"), calendar.ideas_until, calendar.eligibility_until, SHORTEST_PHASE),
        (_("La construction des projets"), calendar.eligibility_until, calendar.coconstruction_until, SHORTEST_PHASE),
        (_("Le vote"), calendar.vote_from, calendar.vote_until, SHORTEST_VOTE),
    ]
    for name, start, end, shortest in phases:
        days = (end - start).days
        if days < shortest:
            yield _("%(phase)s : %(days)d jours. Il en faut au moins %(least)d pour que tout le monde l'apprenne.",
                    phase=name, days=days, least=shortest)  # fmt: skip
    if _saturdays(calendar.vote_from, calendar.vote_until) < FEWEST_SATURDAYS:
        yield _("Le vote compte moins de deux samedis : qui travaille en semaine ne pourra pas venir.")
    if AUGUST in (calendar.ideas_open_on.month, calendar.vote_from.month):
        yield _("Une étape commence en août : beaucoup de monde est absent.")


def phases(edition: Edition) -> list[tuple[str, str, bool]]:
    """Tell each phase for everybody: its name, its dates, and whether it is the present one."""
    if calendar_of(edition) is None:
        return []
    dated = [
        ("ideas", _("Proposer des idées"), edition.ideas_open_on, edition.ideas_until),
        ("eligibility", _("Examen des idées"), edition.ideas_until, edition.eligibility_until),
        ("coconstruction", _("Construction des projets"), edition.eligibility_until, edition.coconstruction_until),
        ("vote", _("Vote"), edition.vote_from, edition.vote_until),
        ("deliberation", _("Vote du conseil"), edition.vote_until, edition.deliberation_until),
        ("delivery", _("Réalisation"), edition.deliberation_until, edition.delivery_until),
    ]
    return [
        (name, _("du %(start)s au %(end)s", start=day(start), end=day(end)), _is_now(edition, state))
        for state, name, start, end in dated
        if start and end
    ]


def _is_now(edition: Edition, state: str) -> bool:
    return edition.state == state and (state != "ideas" or takes_ideas(edition))


def takes_ideas(edition: Edition) -> bool:
    """Say whether residents may propose an idea now: the rules are adopted, and today is among the days told."""
    if edition.state != "ideas":
        return False
    begins, ends = edition.ideas_open_on or date.min, edition.ideas_until or date.max
    return begins <= clock.today() <= ends


def ideas_to_come(edition: Edition) -> date | None:
    """Return the first day for ideas while it is still ahead."""
    first = edition.ideas_open_on
    return first if first and clock.today() < first else None


def missed_opening(edition: Edition) -> bool:
    """Say whether the vote was to be open by now, and nothing was frozen in time: it needs another day."""
    is_due = edition.opens_at is not None and edition.opens_at <= clock.now()
    return edition.state == "list_locked" and edition.frozen_at is None and is_due


def time_left(until: date) -> str:
    """Tell how many days are left before the end of a day."""
    days = (until - clock.today()).days
    if days <= 0:
        return _("C'est le dernier jour.")
    return ngettext("Il reste %(num)d jour.", "Il reste %(num)d jours.", days)


def _saturdays(start: date, end: date) -> int:
    return sum((start + timedelta(days=after)).weekday() == SATURDAY for after in range((end - start).days + 1))
