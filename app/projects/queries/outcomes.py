"""Reading what became of residents' words: in one project, before a meeting, and what is contested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Person, Role, Scope
from app.accounts.queries import reach_of
from app.db import session
from app.dialogue.models import Meeting
from app.projects.models import ContributionOutcome, Outcome, OutcomeReply, OutcomeTelling, Project, TeamMember
from app.projects.queries.traces import Given, traces_of
from app.territory.models import Neighbourhood
from app.voices.models import Contribution, shown

TOLD_AT_ONCE = 12
"""Outcomes that enter a meeting by themselves; the others wait for the next."""
SUBSTANTIAL = 3
"""From this trace on, a change of the project must name the words (DOMAIN C.5)."""
_newer = aliased(ContributionOutcome)
_before = aliased(ContributionOutcome)


def outcomes_of(project: Project) -> Mapping[int, Given]:
    """Return what is said now of each of the words, by their id."""
    return traces_of(project).outcomes


def outcome_of(project: Project, outcome_id: int) -> Given | None:
    """Return an outcome of a project if it is the current one of its words, or None."""
    return next((one for one in outcomes_of(project).values() if one.outcome.id == outcome_id), None)


def outcomes_to_tell_in(meeting: Meeting) -> Sequence[tuple[ContributionOutcome, Contribution, Project]]:
    """Return what nobody was told yet, where no message goes, and what was told in this meeting; one query."""
    untold = sa.and_(OutcomeTelling.told_on.is_(None), OutcomeTelling.message_id.is_(None), _is_current())
    waiting = untold if not meeting.was_held else sa.false()
    rows = session().execute(
        sa.select(ContributionOutcome, Contribution, Project)
        .join(OutcomeTelling, OutcomeTelling.outcome_id == ContributionOutcome.id)
        .join(Contribution, Contribution.id == ContributionOutcome.contribution_id)
        .join(Project, Project.id == ContributionOutcome.project_id)
        .where(Project.neighbourhood_id == meeting.neighbourhood_id, Project.published_at.is_not(None), shown())
        .where(sa.or_(waiting, OutcomeTelling.meeting_id == meeting.id))
        .order_by(ContributionOutcome.id)
        .limit(TOLD_AT_ONCE)
    )
    return [(outcome, said, project) for outcome, said, project in rows]


def contested_for(person: Person) -> Sequence[tuple[ContributionOutcome, Project]]:
    """Return the contested outcomes that a referent must answer, the first contested first; one query."""
    given = reach_of(person, (Role.REFERENT, Role.METRO_ADMIN))
    if not given:
        return []
    places = [sa.true() if role.scope is Scope.METRO else _in_place(role.scope, role.scope_id) for role in given]
    rows = session().execute(
        sa.select(ContributionOutcome, Project)
        .join(OutcomeReply, OutcomeReply.outcome_id == ContributionOutcome.id)
        .join(Project, Project.id == ContributionOutcome.project_id)
        .join(Neighbourhood, Neighbourhood.id == Project.neighbourhood_id)
        .where(~OutcomeReply.confirms, _is_current(), sa.or_(*places))
        .order_by(OutcomeReply.answered_at, OutcomeReply.outcome_id)
        .options(joinedload(Project.neighbourhood))
    )
    return [(outcome, project) for outcome, project in rows]


def words_contested() -> sa.ColumnElement[bool]:
    """Return the condition that a person contests what a project did of their words, for a query of projects."""
    return sa.exists().where(
        OutcomeReply.outcome_id == ContributionOutcome.id, ~OutcomeReply.confirms, _is_current(),
        ContributionOutcome.project_id == Project.id,
    )  # fmt: skip


def reopened_for(person_id: int) -> Sequence[tuple[ContributionOutcome, Project]]:
    """Return, to the team of projects, the outcomes that wait again after a strong trace; one query."""
    rows = session().execute(
        sa.select(ContributionOutcome, Project)
        .join(_before, sa.and_(_before.contribution_id == ContributionOutcome.contribution_id,
                               _before.project_id == ContributionOutcome.project_id,
                               _before.number == ContributionOutcome.number - 1))
        .join(Project, Project.id == ContributionOutcome.project_id)
        .join(TeamMember, TeamMember.project_id == Project.id)
        .where(TeamMember.person_id == person_id, ContributionOutcome.outcome == Outcome.WAITING)
        .where(_before.impact >= SUBSTANTIAL, _is_current())
        .order_by(ContributionOutcome.id)
        .options(joinedload(Project.neighbourhood))
    )  # fmt: skip
    return [(outcome, project) for outcome, project in rows]


def asked_of(person_id: int) -> Sequence[tuple[ContributionOutcome, Project]]:
    """Return the outcomes of a person's own words that they have not replied to; one query."""
    rows = session().execute(
        sa.select(ContributionOutcome, Project)
        .join(Contribution, Contribution.id == ContributionOutcome.contribution_id)
        .join(Project, Project.id == ContributionOutcome.project_id)
        .outerjoin(OutcomeReply, OutcomeReply.outcome_id == ContributionOutcome.id)
        .where(Contribution.author_id == person_id, OutcomeReply.outcome_id.is_(None), _is_current())
        .where(ContributionOutcome.outcome != Outcome.WAITING, Project.published_at.is_not(None))
        .order_by(ContributionOutcome.id)
        .options(joinedload(Project.neighbourhood))
    )
    return [(outcome, project) for outcome, project in rows]


def _in_place(scope: Scope, scope_id: int | None) -> sa.ColumnElement[bool]:
    columns = {Scope.NEIGHBOURHOOD: Project.neighbourhood_id, Scope.COMMUNE: Neighbourhood.commune_id}
    return columns[scope] == scope_id if scope in columns else sa.false()


def _is_current() -> sa.ColumnElement[bool]:
    return ~sa.exists().where(
        _newer.contribution_id == ContributionOutcome.contribution_id,
        _newer.project_id == ContributionOutcome.project_id,
        _newer.number > ContributionOutcome.number,
    )
