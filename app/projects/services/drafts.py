"""Write a project file: start it, save one step of it, send it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person
from app.db import lock, session, transaction
from app.dialogue.models import Meeting
from app.projects import policy, search
from app.projects.file import (
    ORIGIN_FIELDS,
    FileValues,
    MemberRow,
    MoneyRow,
    fingerprint,
    main_first,
    origin_involvement,
    values_of,
)
from app.projects.models import BudgetLine, BudgetSide, Involvement, InvolvementKind, Project, TeamMember
from app.projects.services import revisions, voices
from app.projects.standing import FUND_PATH
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.models import Step
from app.territory.models import Neighbourhood
from app.voices.models import Contribution

WORKFLOW = FUND_PATH
DOUBLE_PRESS = timedelta(minutes=1)
"""Within it, the same person starting the same title again has pressed twice."""

RELATED = {
    "neighbourhood_id": ("neighbourhood", Neighbourhood),
    "origin_meeting_id": ("origin_meeting", Meeting),
    "origin_contribution_id": ("origin_contribution", Contribution),
}
ROWS = frozenset({"team", "expenses", "resources", "residents_count"})
NEXT_NUMBER = sa.text(
    "INSERT INTO project_counter (year, last) VALUES (:year, 1) "
    "ON CONFLICT (year) DO UPDATE SET last = project_counter.last + 1 RETURNING last"
)


class NotEditable(Exception):
    """This person may not change this file now."""


class ChangedMeanwhile(Exception):
    """Somebody else saved the same step after this person opened it; nothing was written."""


@transaction()
def start_draft(values: FileValues, actor: Actor) -> Project:
    """Open a project file in the name of the person acting for themselves, or of the resident who is helped."""
    person = lock(Person, actor.acting_id)
    if person is None:
        raise LookupError(f"person {actor.acting_id} no longer exists")
    again = _pressed_twice(values, person)
    if again:
        return again
    project = Project(ref=next_ref(), created_at=clock.now(), created_by_id=person.id)
    project.team = [TeamMember(person_id=person.id, name=person.name, phone=person.phone or "", is_main=True)]
    steps.begin(project, WORKFLOW, actor)
    _write(project, values)
    session().flush()
    return project


@transaction()
def save_step(project_id: int, step: str, values: FileValues, actor: Actor, seen: str | None = None) -> Project:
    """Write what is given in a project file; `seen` is the fingerprint of the step when the person opened it.

    Once the file has been sent, what changed is told in its history. Raises NotEditable, or ChangedMeanwhile when
    somebody else wrote something different meanwhile. What a referent checked in the expenses is to be checked again.
    """
    project = lock(Project, project_id)
    if project is None or not policy.can_edit(project, actor):
        raise NotEditable
    before = values_of(project, step)
    if project.state != "draft":
        revisions.keep_what_was(project)
    if seen is not None and seen != fingerprint(before):
        raise ChangedMeanwhile
    _write(project, values)
    session().flush()
    after = values_of(project, step)
    if after.get("expenses") != before.get("expenses"):
        project.exclusions_checked_by_id = None
        session().flush()
    changed = [name for name in before if before[name] != after[name]]  # type: ignore[literal-required]
    if changed and project.state != "draft":
        revisions.keep_revision(project, actor)
        voices.link_origin(project, actor)
        steps.record(project, "file_changed", actor, details={"fields": changed})
    return project


@transaction()
def send_project(project: Project, actor: Actor) -> Step:
    """Send a draft, or the complement that was asked for. Raises ActionRefused with all that is missing."""
    return steps.perform(project, "complete" if project.state == "incomplete" else "submit", actor)


@transaction()
def next_ref() -> str:
    """Take the next public number of the year, "2026-0042"; its counter is held until the transaction ends."""
    year = clock.today().year
    return f"{year}-{session().scalar(NEXT_NUMBER, {'year': year}):04d}"


def _pressed_twice(values: FileValues, person: Person) -> Project | None:
    if not values.get("title"):
        return None
    return session().scalar(
        sa.select(Project)
        .where(
            Project.created_by_id == person.id,
            Project.title == values["title"],
            Project.state == "draft",
            Project.created_at > clock.now() - DOUBLE_PRESS,
        )
        .order_by(Project.id)
        .limit(1)
    )


def _write(project: Project, values: FileValues) -> None:
    for name, value in values.items():
        if name in RELATED:
            attribute, model = RELATED[name]
            setattr(project, name, value)
            setattr(project, attribute, session().get(model, value) if value else None)
        elif name not in ROWS:
            setattr(project, name, value)
    _take_place_of_origin(project)
    if "team" in values:
        _write_team(project, values["team"])
    if "expenses" in values or "resources" in values:
        _write_budget(project, values)
    if any(name in values for name in ORIGIN_FIELDS):
        _write_origin(project, values)
    project.search_text = search.indexed_text(project)


def _take_place_of_origin(project: Project) -> None:
    if project.neighbourhood is None and project.origin_meeting is not None:
        project.neighbourhood = project.origin_meeting.space.neighbourhood
        project.neighbourhood_id = project.neighbourhood.id


def _write_team(project: Project, rows: list[MemberRow]) -> None:
    """Make the team what was typed; the first line is who leads the project, who is never taken away."""
    stored = {member.id: member for member in project.team}
    main = main_first(project)[0] if project.team else None
    people = _people_by_phone(row.phone for row in rows)
    kept: list[TeamMember] = [main] if main else []
    for place, row in enumerate(rows):
        member = stored.get(row.key) if row.key else (main if place == 0 else None)
        if member is None and row.is_readable:
            member = TeamMember(name=row.name)
            project.team.append(member)
        if member is None:
            continue
        if row.is_readable:
            _write_member(member, row, people, kept)
        if member not in kept:
            kept.append(member)
    for member in [member for member in project.team if member not in kept]:
        project.team.remove(member)
        session().delete(member)


def _write_member(member: TeamMember, row: MemberRow, people: dict[str, int], kept: list[TeamMember]) -> None:
    """Write a line of the team; a telephone we know links it to that person's account, once."""
    phone_changed = (member.phone or "") != row.phone
    member.name, member.phone = row.name, row.phone
    if phone_changed and not member.is_main:
        found = people.get(row.phone)
        taken = {other.person_id for other in kept if other is not member}
        member.person_id = None if found in taken else found


def _people_by_phone(phones: Iterable[str]) -> dict[str, int]:
    wanted = {phone for phone in phones if phone}
    if not wanted:
        return {}
    rows = session().execute(sa.select(Person.phone, Person.id).where(Person.phone.in_(wanted)))
    return {str(phone): person_id for phone, person_id in rows}


def _write_budget(project: Project, values: FileValues) -> None:
    if "expenses" in values:
        _write_side(project, BudgetSide.EXPENSE, values["expenses"])
    if "resources" in values:
        _write_side(project, BudgetSide.RESOURCE, values["resources"])
    total = sum(
        line.amount_cents if line.side is BudgetSide.EXPENSE else -line.amount_cents for line in project.budget_lines
    )
    project.requested_cents = max(0, total)


def _write_side(project: Project, side: BudgetSide, rows: list[MoneyRow]) -> None:
    stored = {line.id: line for line in project.budget_lines if line.side is side}
    kept = []
    for row in rows:
        line = stored.get(row.key) if row.key else None
        if line is None and row.is_readable:
            line = BudgetLine(side=side)
            project.budget_lines.append(line)
        if line is not None:
            kept.append(line)
            if row.is_readable:
                line.label, line.amount_cents, line.resource = row.label, row.amount_cents, row.resource
    for line in [line for line in stored.values() if line not in kept]:
        project.budget_lines.remove(line)
        session().delete(line)


def _write_origin(project: Project, values: FileValues) -> None:
    """Keep the residents' part in the birth of the idea in step with the answers given (F-36)."""
    row = origin_involvement(project)
    count = values.get("residents_count", row.residents_count if row else None)
    if not count:
        if row is not None and "residents_count" in values:
            project.involvements.remove(row)
            session().delete(row)
        return
    if row is None:
        row = Involvement(stage="proposal", kind=InvolvementKind.MEETING, happened_on=clock.today())
        project.involvements.append(row)
    if project.origin_meeting is not None:
        row.happened_on, row.place = project.origin_meeting.held_on, project.origin_meeting.place
    elif row.meeting_id is not None:
        row.happened_on, row.place = clock.today(), ""
    row.residents_count, row.meeting_id, row.what = count, project.origin_meeting_id, project.origin_note
