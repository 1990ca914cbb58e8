"""Move a subject, tell something about it, take a step back: all or nothing, and written in the history."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Mapping

import sqlalchemy as sa

from app import clock
from app.chain import digest
from app.db import lock, session, transaction
from app.jobs import attempt, every_minute
from app.steps import kinds
from app.steps.actor import SYSTEM, Actor
from app.steps.catalogue import catalogue, definition_of
from app.steps.correction import last_undoable
from app.steps.deadlines import due_at
from app.steps.locking import locked
from app.steps.models import Step, StepKind, Subject
from workflows.definition import Definition
from workflows.engine import ActionRefused, Obstacle
from workflows.migration import skipped_promises, state_map

log = logging.getLogger(__name__)

MIGRATE = "migrate"
"""The action written when a subject passes to another version of its workflow; it cannot be undone."""
BEGIN_AGAIN = "begin_again"
"""The action written when a subject that had ended starts its workflow afresh; it cannot be undone."""
CORRECTING_ROLES = frozenset({"referent", "metro_admin"})


class PromiseEscaped(ValueError):
    """Moving to that version would let a subject skip a promise; the message says which, in French."""


@transaction()
def begin(subject: Subject, workflow: str, actor: Actor) -> Step:
    """Store a new subject in the first state of the latest version of a workflow."""
    definition = catalogue().latest(workflow)
    subject.workflow_key, subject.workflow_version = definition.key, definition.version
    subject.step_count = 0
    _enter(subject, definition.initial)
    session().add(subject)
    session().flush()
    return _append(subject, actor, Step(kind=StepKind.ACTION, action="begin", from_state=""))


@transaction()
def take_path(subject: Subject, workflow: str) -> None:
    """Have a subject still in its first state follow another workflow of its kind: nothing was promised to it yet.

    Raises ValueError when it has moved, or when the other workflow does not begin where this one does.
    """
    subject, definition = locked(subject), catalogue().latest(workflow)
    if definition_of(subject).initial != subject.state or definition.initial != subject.state:
        raise ValueError(f"{subject.kind} {subject.id} cannot leave its path in {subject.state}")
    if definition.kind != subject.kind:
        raise ValueError(f"{workflow} is not for a {subject.kind}")
    subject.workflow_key, subject.workflow_version = definition.key, definition.version
    subject.due_at = due_at(subject, definition.states[subject.state], subject.entered_at)
    session().flush()


@transaction()
def begin_again(subject: Subject, actor: Actor) -> Step:
    """Have a subject that ended follow the latest version of its workflow from its first state, its history going on.

    Every promise of the workflow is to be kept afresh. Raises ValueError for a subject that has not ended.
    """
    subject = locked(subject)
    if subject.is_open:
        raise ValueError(f"{subject.kind} {subject.id} has not ended")
    left, definition = subject.state, catalogue().latest(subject.workflow_key)
    subject.workflow_version = definition.version
    _enter(subject, definition.initial)
    step = _append(subject, actor, Step(kind=StepKind.ACTION, action=BEGIN_AGAIN, from_state=left))
    kinds.watch(subject, step, actor)
    return step


@transaction()
def perform(
    subject: Subject, action: str, actor: Actor, note: str = "", details: Mapping[str, object] | None = None
) -> Step:
    """Move a subject through one workflow action and record who did it and why.

    Raises ActionRefused, leaving the subject untouched, when the action is not open to this person now; Moved when
    it began to concern others while it was being locked.
    """
    subject = locked(subject, action)
    moved = catalogue().perform(subject, action, kinds.roles_of(subject, actor), note)
    _enter(subject, moved.to_state)
    kinds.apply(subject, action, actor)
    step = _append(
        subject,
        actor,
        Step(kind=StepKind.ACTION, action=action, from_state=moved.from_state, note=note, details=dict(details or {})),
    )
    kinds.watch(subject, step, actor)
    return step


@transaction()
def record(  # noqa: PLR0913 - two of them are said by name
    subject: Subject,
    entry: str,
    actor: Actor,
    note: str = "",
    *,
    details: Mapping[str, object] | None = None,
    is_public: bool = True,
) -> Step:
    """Write in the history something that happened without changing the state: a meeting held, news, a payment."""
    subject = locked(subject)
    subject.last_activity_at = clock.now()
    step = _append(
        subject,
        actor,
        Step(kind=StepKind.ENTRY, action=entry, from_state=subject.state, note=note, details=dict(details or {}),
             is_public=is_public),
    )  # fmt: skip
    kinds.watch(subject, step, actor)
    return step


@transaction()
def reschedule(subject: Subject) -> None:
    """Count the deadline of the present state again: a date of the subject, from which it counts, has changed."""
    subject = locked(subject)
    subject.due_at = due_at(subject, definition_of(subject).states[subject.state], subject.entered_at)


@transaction()
def correct(subject: Subject, actor: Actor, reason: str) -> Step:
    """Undo the last step with a reason, and keep both in the history.

    Raises ActionRefused when nothing can be undone, money has moved, no reason is given, or the person is not a
    referent of this subject.
    """
    subject = locked(subject)
    undone = _last_undoable(subject)
    _check_correction(subject, actor, undone, reason)
    assert undone is not None
    kinds.reverse(subject, undone, actor)
    left = subject.state
    _enter(subject, undone.from_state)
    step = _append(
        subject,
        actor,
        Step(kind=StepKind.CORRECTION, action=undone.action, from_state=left, note=reason, corrects=undone.number),
    )
    kinds.watch(subject, step, actor)
    return step


@transaction()
def migrate_workflow(key: str, to: int) -> int:
    """Pass every open subject of a workflow to its version `to`, and return how many moved.

    Raises UnmappedState when an occupied state has no place there, PromiseEscaped when a subject would skip what the
    product promises; nothing moves then. Finished subjects keep the version they ended with.
    """
    new = catalogue().definition(key, to)
    model = kinds.MODELS[new.kind]
    subjects = session().scalars(
        sa.select(model)
        .where(model.workflow_key == key, model.workflow_version != to, model.is_open)
        .order_by(model.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = sorted(subjects, key=lambda subject: subject.workflow_version)
    for version, group in itertools.groupby(found, key=lambda subject: subject.workflow_version):
        followers = list(group)
        moves = _moves(catalogue().definition(key, version), new, {subject.state for subject in followers})
        for subject in followers:
            _migrate(subject, new, moves[subject.state])
    return len(found)


@every_minute
def tick() -> int:
    """Fire the action that each overdue state names for its deadline, as the system; return how many moved.

    Each subject is moved in a transaction of its own: one that is refused is logged and stops no other.
    """
    return sum(bool(attempt(_expire, model, key)) for model in kinds.MODELS.values() for key in _overdue(model))


def _moves(old: Definition, new: Definition, occupied: set[str]) -> dict[str, str]:
    moves = state_map(old, new, occupied)
    escaped = skipped_promises(old, new, {state: moves[state] for state in sorted(occupied)})
    if escaped:
        raise PromiseEscaped("\n".join(escaped))
    return moves


def _migrate(subject: Subject, new: Definition, to_state: str) -> None:
    """Move one subject; a date already told to people is never brought forward."""
    left, old_version, promised = subject.state, subject.workflow_version, subject.due_at
    state = new.states[to_state]
    subject.workflow_version = new.version
    subject.state, subject.stage, subject.is_open = state.name, state.stage, not state.terminal
    subject.due_at = due_at(subject, state, subject.entered_at)
    if promised and subject.due_at:
        subject.due_at = max(promised, subject.due_at)
    details = {"from_version": old_version}
    step = Step(kind=StepKind.ACTION, action=MIGRATE, from_state=left, details=details, is_public=False)
    _append(subject, SYSTEM, step)


def _overdue(model: type[Subject]) -> list[int]:
    automatic = {
        (definition.key, definition.version, state.name)
        for definition in catalogue()
        for state in definition.states.values()
        if state.on_deadline
    }
    rows = session().execute(
        sa.select(model.id, model.workflow_key, model.workflow_version, model.state)
        .where(model.is_open, model.due_at < clock.now())
        .where(model.state.in_({state for _, _, state in automatic}))
        .order_by(model.due_at, model.id)
    )
    return [row.id for row in rows if (row.workflow_key, row.workflow_version, row.state) in automatic]


@transaction()
def _expire(model: type[Subject], key: int) -> int:
    subject = lock(model, key)  # type: ignore[type-var]
    if subject is None or subject.due_at is None or subject.due_at >= clock.now():
        return 0
    action = definition_of(subject).states[subject.state].on_deadline
    if not action:
        return 0
    try:
        perform(subject, action, SYSTEM)
    except ActionRefused:
        log.warning("deadline action refused: %s %s %s", subject.kind, subject.id, action)
        return 0
    return 1


def _enter(subject: Subject, state_name: str) -> None:
    state = definition_of(subject).states[state_name]
    now = clock.now()
    subject.state, subject.stage, subject.is_open = state.name, state.stage, not state.terminal
    subject.entered_at = subject.last_activity_at = now
    subject.due_at = due_at(subject, state, now)


def _append(subject: Subject, actor: Actor, step: Step) -> Step:
    """Complete a step, chain it to the one before and store it; the digest reads every column, so all are set here."""
    step.subject_kind, step.subject_id = subject.kind, subject.id
    step.number = subject.step_count + 1
    step.to_state = subject.state
    step.note = (step.note or "").strip()
    step.details = step.details or {}
    step.is_public = step.is_public is not False
    step.actor_id, step.on_behalf_id = actor.person_id, actor.on_behalf_id
    step.at = clock.now()
    step.workflow_version = subject.workflow_version
    step.digest = digest(subject.journal_head, step.chained_fields())
    subject.step_count, subject.journal_head = step.number, step.digest
    session().add(step)
    session().flush()
    return step


def _last_undoable(subject: Subject) -> Step | None:
    newest_first = session().scalars(
        sa.select(Step).filter_by(subject_kind=subject.kind, subject_id=subject.id).order_by(Step.number.desc())
    )
    return last_undoable(newest_first)


def _check_correction(subject: Subject, actor: Actor, step: Step | None, reason: str) -> None:
    obstacles = []
    if not kinds.roles_of(subject, actor) & CORRECTING_ROLES:
        obstacles.append(Obstacle("role", "correct", supplied_by=tuple(sorted(CORRECTING_ROLES))))
    if step is None or not step.from_state or step.action in (MIGRATE, BEGIN_AGAIN):
        obstacles.append(Obstacle("state", "nothing_to_correct"))
    elif not definition_of(subject).states[step.from_state].actions[step.action].undo:
        obstacles.append(Obstacle("state", "money_has_moved"))
    if not reason.strip():
        obstacles.append(Obstacle("note", "correct"))
    if obstacles:
        raise ActionRefused(tuple(obstacles))
