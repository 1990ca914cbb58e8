"""Reading the work that waits: the open projects within a person's reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from enum import StrEnum

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person, RoleAssignment, Scope
from app.accounts.queries import reach_of
from app.db import session
from app.funds.order_queries import awaiting_a_second_signature
from app.projects import pace
from app.projects.models import Project
from app.projects.queries.follow import comment_reported, delivery_contested
from app.projects.queries.listing import COUNTED, Cursor, Page, keyset_page
from app.projects.queries.opinions import opinion_late
from app.projects.queries.outcomes import words_contested
from app.steps.catalogue import catalogue
from app.territory.models import Neighbourhood

QUEUE_ROLES = ("referent", "metro_admin", "gestionnaire", "finance", "committee_secretary")
MONEY_ROLES = ("gestionnaire", "finance")
PAGE = 25
NOBODY = sa.false()


class Tab(StrEnum):
    """The readings of the queue."""

    MINE = "mine"
    LATE = "late"
    BLOCKED = "blocked"
    SILENT = "silent"
    OPINIONS = "opinions"
    COMMENTS = "comments"
    WORDS = "words"
    CONTESTED = "contested"
    ON_TRACK = "on_track"


class Reach:
    """Where a person's roles bear, as conditions on projects; `places` are all the neighbourhoods, already read."""

    def __init__(self, person: Person, places: Iterable[Neighbourhood]) -> None:
        self._cities: dict[int, list[int]] = defaultdict(list)
        for place in places:
            self._cities[place.commune_id].append(place.id)
        self._given = reach_of(person, QUEUE_ROLES)

    def condition(self, given: Iterable[RoleAssignment] | None = None) -> sa.ColumnElement[bool]:
        """Return the condition that a project lies within the reach of these roles (all of them unless told)."""
        given = self._given if given is None else list(given)
        if any(role.scope is Scope.METRO for role in given):
            return sa.true()
        fund_ids = {role.scope_id for role in given if role.scope is Scope.FUND}
        reached = ((Project.neighbourhood_id, self._place_ids(given)), (Project.fund_id, fund_ids))
        return sa.or_(NOBODY, *(column.in_(sorted(ids)) for column, ids in reached if ids))

    def may_lie_in(self, place: Neighbourhood) -> bool:
        """Say whether a project of this neighbourhood may be within reach (a fund's may be anywhere in its city)."""
        wide = any(role.scope in (Scope.METRO, Scope.FUND) for role in self._given)
        return wide or place.id in self._place_ids(self._given)

    def to_do(self) -> sa.ColumnElement[bool]:
        """Return the condition that a state, or a payment to sign, waits for this person by one of their roles."""
        by_role: dict[str, list[RoleAssignment]] = defaultdict(list)
        for role in self._given:
            by_role[role.role.value].append(role)
        return sa.or_(
            NOBODY,
            *(sa.and_(_waits_for(role), self.condition(given)) for role, given in by_role.items()),
        )

    def _place_ids(self, given: Iterable[RoleAssignment]) -> set[int]:
        ids = set[int]()
        for role in given:
            if role.scope is Scope.NEIGHBOURHOOD and role.scope_id:
                ids.add(role.scope_id)
            elif role.scope is Scope.COMMUNE and role.scope_id:
                ids.update(self._cities[role.scope_id])
        return ids


def queue(reach: Reach, tab: Tab, neighbourhood_id: int | None, cursor: Cursor | None) -> Page[Project]:
    """Return one page of a tab, the most late first, then the soonest due."""
    asked = _open_projects(reach, neighbourhood_id).where(_condition(reach, tab))
    return keyset_page(asked, (Project.due_at, Project.id), cursor, size=PAGE)


def counts(reach: Reach, neighbourhood_id: int | None) -> dict[Tab, int]:
    """Count each tab in one query, up to one more than COUNTED."""
    asked = _open_projects(reach, neighbourhood_id)
    limited = [
        sa.select(sa.func.count())
        .select_from(asked.where(_condition(reach, tab)).with_only_columns(sa.literal(1)).limit(COUNTED + 1).subquery())
        .scalar_subquery()
        for tab in Tab
    ]
    return dict(zip(Tab, session().execute(sa.select(*limited)).one(), strict=True))


def _open_projects(reach: Reach, neighbourhood_id: int | None) -> sa.Select[Project]:
    """Return the projects that live, were sent and have a date: every open state but a draft's gives one."""
    asked = sa.select(Project).where(
        Project.is_open, Project.published_at.is_not(None), Project.due_at.is_not(None), reach.condition()
    )
    return asked.where(Project.neighbourhood_id == neighbourhood_id) if neighbourhood_id else asked


def _condition(reach: Reach, tab: Tab) -> sa.ColumnElement[bool]:
    now = clock.now()
    match tab:
        case Tab.MINE:
            return reach.to_do()
        case Tab.LATE:
            return pace.late_since(now)
        case Tab.ON_TRACK:
            return sa.and_(Project.due_at >= now, sa.or_(Project.pace.is_(None), ~pace.blocked()))
        case _:
            return _WATCHED[tab]()


_WATCHED: dict[Tab, Callable[[], sa.ColumnElement[bool]]] = {
    Tab.BLOCKED: pace.blocked,
    Tab.SILENT: lambda: pace.silent_since(clock.now()),
    Tab.OPINIONS: opinion_late,
    Tab.COMMENTS: comment_reported,
    Tab.WORDS: words_contested,
    Tab.CONTESTED: delivery_contested,
}
"""What a referent watches beside the dates."""


def _waits_for(role: str) -> sa.ColumnElement[bool]:
    """Return the condition that a project waits for someone of a role; finance owns no state, it signs payments."""
    if role == "finance":
        return Project.id.in_(awaiting_a_second_signature())
    return Project.state.in_(_states_owned_by(role))


def _states_owned_by(role: str) -> list[str]:
    """Return the states, of every version in force, in which a role is awaited."""
    return sorted(
        {
            state.name
            for definition in catalogue()
            if definition.kind == "project"
            for state in definition.states.values()
            if state.owner == role
        }
    )
