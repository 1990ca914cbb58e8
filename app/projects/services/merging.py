"""Making one of two projects: one team proposes, both agree, then what one holds comes along and nobody is lost."""

from __future__ import annotations

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.projects import codesign_policy as policy
from app.projects import merging_notices as notices
from app.projects.models import (
    ContributionLink,
    Follower,
    Involvement,
    MergeConsent,
    MergeProposal,
    Project,
    TeamMember,
)
from app.projects.policy import NotAllowed
from app.projects.queries.merging import MERGEABLE, open_proposal
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.catalogue import state_of

SAME_SESSION = ("stage", "kind", "happened_on", "place", "residents_count", "what", "meeting_id")
"""What makes one of two lines about residents associated."""


class CannotJoin(ValueError):
    """These two projects cannot become one now: other places, the committee has one of them, or a proposal is open."""


@transaction()
def propose_merge(absorbed_id: int, into_id: int, reason: str, actor: Actor) -> MergeProposal:
    """Propose that a project joins another of its neighbourhood; whoever carries one of them agrees by proposing.

    Raises NotAllowed, CannotJoin.
    """
    absorbed, into = _both(absorbed_id, into_id)
    if not policy.can_propose_merge(absorbed, actor):
        raise NotAllowed
    _check_may_join(absorbed, into)
    _close_what_cannot_be(absorbed)
    proposal = MergeProposal(
        absorbed_id=absorbed.id, into_id=into.id, reason=reason.strip(), proposed_by_id=actor.person_id,
        on_behalf_id=actor.on_behalf_id, proposed_at=clock.now(),
    )  # fmt: skip
    session().add(proposal)
    session().flush()
    for project, other in ((absorbed, into), (into, absorbed)):
        steps.record(project, "merge_proposed", actor, reason, details={"with": other.ref})
        if policy.carries_first(project, actor):
            _keep_answer(proposal, project, actor, agrees=True)
        else:
            notices.ask_team(project, other, proposal.reason)
    return proposal


@transaction()
def answer_merge(proposal_id: int, project_id: int, actor: Actor, *, agrees: bool) -> None:
    """Keep what the team of one of the two projects answers; a no closes the proposal, even after a yes.

    The main carrier answers, themselves or with a helper. Raises NotAllowed, CannotJoin once it is closed.
    """
    proposal, both = _proposal(proposal_id)
    if project_id not in both:
        raise NotAllowed
    project = both.pop(project_id)
    (other,) = both.values()
    if not policy.carries_first(project, actor):
        raise NotAllowed
    if not _keep_answer(proposal, project, actor, agrees=agrees):
        return
    steps.record(project, "merge_agreed" if agrees else "merge_declined", actor, details={"with": other.ref})
    if not agrees:
        proposal.closed_at = clock.now()
        session().flush()
        notices.tell_declined(other, project)


def bring_along(project: Project, actor: Actor) -> None:
    """Bring to the other project what this one holds, once, when it joins it: the effect of the action `merge`.

    The page of this one stays as it is, with its history and its authors. Raises CannotJoin.
    """
    found = open_proposal(project)
    if found is None or found.absorbed.id != project.id or found.awaited():
        raise CannotJoin
    absorbed, into = project, lock(Project, found.into.id)
    if into is None or into.state not in MERGEABLE:
        raise CannotJoin
    absorbed.merged_into_id = into.id
    _bring_team(absorbed, into)
    _bring_words(absorbed, into)
    _bring_followers(absorbed, into)
    _bring_involvements(absorbed, into)
    found.proposal.closed_at, found.proposal.done = clock.now(), True
    session().flush()
    session().expire(into, ["team", "involvements", "links"])
    steps.record(into, "project_joined", actor, details={"with": absorbed.ref, "title": absorbed.title})
    notices.tell_joined(absorbed, into)


def _bring_team(absorbed: Project, into: Project) -> None:
    known = {(member.person_id, "" if member.person_id else member.name) for member in into.team}
    for member in absorbed.team:
        key = (member.person_id, "" if member.person_id else member.name)
        if key not in known:
            known.add(key)
            session().add(
                TeamMember(
                    project_id=into.id, person_id=member.person_id, name=member.name, phone=member.phone,
                    part=member.part,
                )
            )  # fmt: skip


def _bring_words(absorbed: Project, into: Project) -> None:
    known = {link.contribution_id for link in into.links}
    for link in absorbed.links:
        if link.contribution_id not in known:
            session().add(
                ContributionLink(
                    contribution_id=link.contribution_id, project_id=into.id,
                    linked_by_id=link.linked_by_id, linked_at=clock.now(),
                )
            )  # fmt: skip


def _bring_followers(absorbed: Project, into: Project) -> None:
    known = set(session().scalars(sa.select(Follower.person_id).filter_by(project_id=into.id)))
    for follower in session().scalars(sa.select(Follower).filter_by(project_id=absorbed.id)).all():
        if follower.person_id not in known:
            session().add(Follower(project_id=into.id, person_id=follower.person_id, since=follower.since))


def _bring_involvements(absorbed: Project, into: Project) -> None:
    known = {_session_of(row) for row in into.involvements}
    for row in absorbed.involvements:
        if _session_of(row) not in known:
            values = {name: getattr(row, name) for name in (*SAME_SESSION, "others_count", "decided")}
            session().add(Involvement(project_id=into.id, brought_from_id=absorbed.id, **values))


def _session_of(row: Involvement) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in SAME_SESSION)


def _keep_answer(proposal: MergeProposal, project: Project, actor: Actor, *, agrees: bool) -> bool:
    """Keep an answer of a team, the first or a yes that is taken back; say whether it is one."""
    known = session().get(MergeConsent, (proposal.id, project.id))
    if known is not None and (agrees or not known.agrees):
        return False
    answer = known or MergeConsent(proposal_id=proposal.id, project_id=project.id)
    answer.agrees, answer.answered_at = agrees, clock.now()
    answer.by_id, answer.on_behalf_id = actor.person_id, actor.on_behalf_id
    session().add(answer)
    session().flush()
    return True


def _close_what_cannot_be(absorbed: Project) -> None:
    """Close an older proposal: the project that was to be joined has moved on since, and cannot be any more."""
    session().execute(
        sa.update(MergeProposal)
        .where(MergeProposal.absorbed_id == absorbed.id, MergeProposal.closed_at.is_(None))
        .values(closed_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _check_may_join(absorbed: Project, into: Project) -> None:
    alike = absorbed.neighbourhood_id == into.neighbourhood_id and absorbed.id != into.id
    if "merge" not in state_of(absorbed).actions:
        raise CannotJoin
    if not alike or {absorbed.state, into.state} - MERGEABLE or into.published_at is None:
        raise CannotJoin
    if open_proposal(absorbed) or open_proposal(into):
        raise CannotJoin


def _proposal(proposal_id: int) -> tuple[MergeProposal, dict[int, Project]]:
    """Lock both projects of a proposal, then the proposal: the order in which `merge` takes them too."""
    known = session().get(MergeProposal, proposal_id)
    if known is None:
        raise NotAllowed
    projects = _both(known.absorbed_id, known.into_id)
    proposal = lock(MergeProposal, proposal_id)
    if proposal is None or proposal.closed_at is not None:
        raise CannotJoin
    return proposal, {one.id: one for one in projects}


def _both(absorbed_id: int, into_id: int) -> tuple[Project, Project]:
    """Lock both projects, always in the same order: two merges never wait for each other."""
    found = {key: lock(Project, key) for key in sorted({absorbed_id, into_id})}
    absorbed, into = found.get(absorbed_id), found.get(into_id)
    if absorbed is None or into is None:
        raise NotAllowed
    return absorbed, into
