"""Putting similar words together without losing anybody, and parting them again."""

from __future__ import annotations

from app.db import lock, session, transaction
from app.steps import services as steps
from app.steps.actor import Actor
from app.voices import policy
from app.voices.models import Contribution
from app.voices.policy import NotAllowed
from app.voices.sending import tell_who_joins
from app.voices.words import question_of


class NotAlike(ValueError):
    """These two cannot be put together: the same one, another neighbourhood, or one already inside the other."""


@transaction()
def merge(said_id: int, into_id: int, actor: Actor) -> None:
    """Put what was said together with something similar; every author keeps their number and gets the answer.

    Two questions become one that goes on. Raises NotAllowed, NotAlike, ActionRefused.
    """
    for one in sorted({said_id, into_id}):
        lock(Contribution, one)
    said, into = session().get(Contribution, said_id), session().get(Contribution, into_id)
    if said is None or into is None or not policy.can_sort(said.neighbourhood, actor):
        raise NotAllowed
    root = root_of(into)
    if root.id == said.id or said.merged_into_id or said.neighbourhood_id != root.neighbourhood_id:
        raise NotAlike
    said.merged_into_id = root.id
    session().flush()
    question, other = question_of(said.id), question_of(root.id)
    if question is not None and other is None:
        raise NotAlike
    if question is not None:
        steps.perform(question, "merge", actor)
    elif other is not None:
        tell_who_joins(said, other)


@transaction()
def part(said_id: int, actor: Actor, reason: str) -> None:
    """Undo a merge: what was said goes its own way again. Raises NotAllowed, ActionRefused."""
    said = lock(Contribution, said_id)
    if said is None or not policy.can_sort(said.neighbourhood, actor):
        raise NotAllowed
    question = question_of(said.id)
    if question is not None and question.state == "merged":
        steps.correct(question, actor, reason)
    else:
        said.merged_into_id = None


def root_of(said: Contribution) -> Contribution:
    """Return the words into which these were merged, at the end of the chain."""
    while said.merged_into_id:
        said = session().get_one(Contribution, said.merged_into_id)
    return said
