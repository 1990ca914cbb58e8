"""Who sees more than what everybody reads: the rows behind a figure, and the yearly report."""

from __future__ import annotations

from collections.abc import Iterable

from app.accounts.models import Person, Role, Scope
from app.accounts.places import Place, covers
from app.accounts.queries import holds_role, reach_of
from app.territory.models import Neighbourhood

FOLLOWING = frozenset({Role.REFERENT, Role.METRO_ADMIN})
"""Whose work is to know every row of their city, and to report on it."""
PUBLISHED = frozenset(
    {"meetings", "notes", "projects", "questions", "waiting", "commitments", "contributions", "links", "changes",
     "decisions", "payments", "envelopes", "sittings", "trainings", "governance"}
)  # fmt: skip
"""Kinds of rows that are things with a public page, or facts that name nobody."""
READING = FOLLOWING | {Role.EVALUATOR}
"""Who reads the reports: an evaluator sees what is added up, never the rows."""


def sees_rows(person: Person | None, places: Iterable[Neighbourhood]) -> bool:
    """Say whether somebody may read every row of all these neighbourhoods, those not published included."""
    given = reach_of(person, FOLLOWING) if person else []
    wanted = [Place(Scope.NEIGHBOURHOOD, one.id, one.name, one.commune_id) for one in places]
    return bool(wanted) and all(any(covers(role, place) for role in given) for place in wanted)


def shows_rows(kind: str) -> bool:
    """Say whether everybody may read rows of a kind; where a row is a person, nobody but those who follow them."""
    return kind in PUBLISHED


def makes_reports(person: Person | None) -> bool:
    """Say whether somebody may have the yearly report made."""
    return person is not None and holds_role(person, FOLLOWING)


def computes_figures(person: Person | None) -> bool:
    """Say whether somebody may have the figures of every place computed at once: only who administers all of them."""
    return person is not None and any(given.scope is Scope.METRO for given in reach_of(person, {Role.METRO_ADMIN}))


def reads_reports(person: Person | None) -> bool:
    """Say whether somebody may download the yearly reports."""
    return person is not None and holds_role(person, READING)
