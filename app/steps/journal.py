"""Prove the history: every digest, every step against its workflow, every subject against its last step."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import sqlalchemy as sa

from app.chain import START, digest
from app.db import session
from app.steps import kinds
from app.steps.catalogue import catalogue
from app.steps.models import Step, StepKind, Subject


def faults() -> Iterator[str]:
    """Yield one sentence for every row of the history, or subject, that was changed by hand."""
    for kind, model in sorted(kinds.MODELS.items()):
        yield from _faults_of_kind(kind, model)


def _faults_of_kind(kind: str, model: type[Subject]) -> Iterator[str]:
    steps = session().scalars(
        sa.select(Step)
        .filter_by(subject_kind=kind)
        .order_by(Step.subject_id, Step.number)
        .execution_options(yield_per=1000, populate_existing=True)
    )
    known = {
        row.id: row
        for row in session().execute(
            sa.select(model.id, model.state, model.step_count, model.journal_head, model.workflow_key)
        )
    }
    for subject_id, rows in itertools.groupby(steps, key=lambda step: step.subject_id):
        subject = known.pop(subject_id, None)
        if subject is None:
            yield f"{kind} {subject_id}: its history remains, the subject is gone"
            continue
        yield from (f"{kind} {subject_id}: {fault}" for fault in _faults_of_subject(subject, list(rows)))
    yield from (f"{kind} {subject_id}: it has no history" for subject_id in known)


def _faults_of_subject(subject: sa.Row[int, str, int, str, str], steps: list[Step]) -> Iterator[str]:
    head, state = START, ""
    for expected, step in enumerate(steps, start=1):
        if step.number != expected:
            yield f"step {expected} is missing"
            return
        head = digest(head, step.chained_fields())
        if head != step.digest:
            yield f"step {step.number} was changed"
            return
        if not _follows(subject.workflow_key, state, step):
            yield f"step {step.number} does not follow the workflow"
        state = step.to_state
    if len(steps) != subject.step_count or head != subject.journal_head:
        yield "the last steps are missing"
    elif state != subject.state:
        yield f"its state is {subject.state}, its history ends in {state}"


def _follows(workflow: str, state: str, step: Step) -> bool:
    if step.from_state != state:
        return False
    if step.action in ("begin", "migrate") or step.kind is StepKind.CORRECTION:
        return True
    if step.action == "begin_again":
        definition = catalogue().definition(workflow, step.workflow_version)
        return definition.states[state].terminal and step.to_state == definition.initial
    if step.kind is StepKind.ENTRY:
        return step.to_state == state
    found = catalogue().definition(workflow, step.workflow_version).states[state].actions.get(step.action)
    return found is not None and found.to == step.to_state
