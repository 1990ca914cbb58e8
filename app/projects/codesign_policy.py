"""Who may say what became of residents' words in a project, and answer it. Services and templates ask the same."""

from __future__ import annotations

from app.projects.models import ContributionOutcome, Project
from app.projects.policy import STAFF, can_view, is_public
from app.steps.actor import Actor
from app.steps.kinds import roles_of
from app.voices.models import Contribution

SHARING = frozenset({"carrier", "facilitator"}) | STAFF
"""Those who say which words changed the project, and what became of each."""
NOTING = frozenset({"facilitator", "helper"}) | STAFF
"""Those who write down what somebody told them of an outcome, when the words have no known author."""


def can_name_causes(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may name the words that caused a change: who works on the project, once it is public."""
    return actor is not None and is_public(project) and bool(roles_of(project, actor) & SHARING)


def can_decide_outcome(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may say what became of words linked to the project."""
    return can_name_causes(project, actor)


def can_hide_revision(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may take a version away from the public: a referent."""
    return actor is not None and bool(roles_of(project, actor) & STAFF)


def can_tell(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may note that an outcome was told aloud: who goes to the meetings of the place."""
    return actor is not None and is_public(project) and bool(roles_of(project, actor) & NOTING)


def can_reply(said: Contribution, outcome: ContributionOutcome, project: Project, actor: Actor | None) -> bool:
    """Say whether a person may say that an outcome suits, or not: who said the words, or a helper for them.

    Of words without a known author, who heard the answer in a meeting writes it down; never who decided it, nor the
    team of the project.
    """
    if actor is None or not can_view(project, actor) or outcome.outcome.is_awaited:
        return False
    if said.author_id is not None:
        return said.author_id == actor.acting_id
    roles = roles_of(project, actor)
    return bool(roles & NOTING) and "carrier" not in roles and outcome.decided_by_id != actor.person_id


def can_explain(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may write why residents were not associated at a stage: its carriers and referents."""
    return actor is not None and project.is_open and bool(roles_of(project, actor) & ({"carrier"} | STAFF))


def carries_first(project: Project, actor: Actor | None) -> bool:
    """Say whether a person speaks for the team: its main carrier, themselves or with a helper."""
    return actor is not None and any(
        member.is_main and member.person_id is not None and member.person_id == actor.acting_id
        for member in project.team
    )


def can_propose_merge(project: Project, actor: Actor | None) -> bool:
    """Say whether a person may propose that the project joins another: its carriers and referents."""
    return actor is not None and is_public(project) and bool(roles_of(project, actor) & ({"carrier"} | STAFF))
