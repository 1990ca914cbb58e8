"""Which step of a history could still be undone."""

from __future__ import annotations

from collections.abc import Iterable

from app.steps.models import Step, StepKind


def last_undoable(newest_first: Iterable[Step]) -> Step | None:
    """Return the newest action that no correction has undone yet, or None."""
    undone: set[int] = set()
    for step in newest_first:
        if step.kind is StepKind.CORRECTION and step.corrects:
            undone.add(step.corrects)
        elif step.kind is StepKind.ACTION and step.number not in undone:
            return step
    return None
