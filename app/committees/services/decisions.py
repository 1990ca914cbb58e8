"""Deciding: the vote, the money set aside and the step of the project, stored together or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app import clock
from app.committees import files, policy, room_queries
from app.committees.decision_models import Roll
from app.committees.deliberation import CommitteeRefused, Problem, Proposal, problems
from app.committees.models import Decision, Recusal, Result, Sitting
from app.committees.roll import Room
from app.committees.room_models import CommitteeVote, Motion
from app.committees.services import comebacks
from app.committees.services.room import check_awaits, locked_in_session
from app.db import session, transaction
from app.funds.services import BudgetExceeded, reserve
from app.i18n import euros
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps import services as steps
from app.steps import wording
from app.steps.actor import Actor
from workflows.engine import ActionRefused


@transaction()
def decide(sitting: Sitting, project: Project, proposal: Proposal, actor: Actor) -> Decision:
    """Record what the committee decides on a project, set the money aside and move the project.

    A vote held on phones or in secret, or hands counted before, gives its own figures, whatever the proposal says.
    Raises CommitteeRefused, storing nothing, when a rule of the deliberation or the envelope forbids it.
    """
    if not policy.may_run(sitting.committee, actor):
        raise CommitteeRefused(Problem("", _("Seul le secrétariat du comité enregistre les décisions.")))
    sitting = locked_in_session(sitting)
    project = check_awaits(sitting, project, actor)
    file = files.file_of(project, sitting)
    vote = room_queries.vote_on(sitting.id, project.id)
    proposal, where = counted(proposal, file.room, vote)
    found = [*vote_problems(proposal, vote), *problems(proposal, where, file.limits)]
    if found:
        raise CommitteeRefused(*found)
    target = comebacks.target_of(sitting, proposal, actor)
    _keep_recusals(file, actor)
    decision = _stored(sitting, project, proposal, where)
    decision.vote_id, decision.target_sitting_id = vote.id if vote else None, target.id if target else None
    decision.roll = _roll(file, where)
    decision.decided_by_id = actor.person_id
    _keep_support(decision, file, where)
    session().flush()
    if proposal.grants:
        _set_aside(project, decision, actor)
    _move(project, decision, actor)
    return decision


def counted(proposal: Proposal, where: Room, vote: CommitteeVote | None) -> tuple[Proposal, Room]:
    """Return the proposal with the figures of the vote, and who counted when it was closed."""
    if vote is None or vote.closed_at is None:
        return proposal, where
    said = replace(
        proposal,
        votes_for=vote.votes_for or 0,
        votes_against=vote.votes_against or 0,
        abstentions=vote.abstentions or 0,
        vote_mode=vote.mode,
    )
    there = replace(where, voting_present=vote.voting_present or 0, residents_present=vote.residents_present or 0)
    return said, there


def vote_problems(proposal: Proposal, vote: CommitteeVote | None) -> Iterator[Problem]:
    """Yield why the latest vote on the file does not lead to this decision."""
    if vote is None:
        return
    if vote.is_open:
        yield Problem("", _("Le vote est encore ouvert. Fermez-le d'abord."))
    elif vote.motion is Motion.ADJOURN and proposal.result is not Result.ADJOURN:
        yield Problem("result", _("Le comité a voté sur le report du projet. Faites voter sur le projet lui-même."))
    elif vote.motion is Motion.FUND and proposal.result is Result.ADJOURN:
        yield Problem("result", _("Le comité a voté sur le projet lui-même. Faites voter sur son report."))


def _keep_recusals(file: files.File, actor: Actor) -> None:
    """Write down, for the minutes, the members set aside because they carry the project."""
    for seat_id, recused in file.recused.items():
        row = session().get(Recusal, (seat_id, file.project.id)) if recused.is_carrier else None
        if recused.is_carrier and (row is None or row.lifted_at is not None):
            kept = Recusal(seat_id=seat_id, project_id=file.project.id, ground=recused.ground, reason=recused.reason)
            kept.declared_at, kept.declared_by_id, kept.lifted_at = clock.now(), actor.person_id, None
            session().merge(kept)


def _roll(file: files.File, where: Room) -> Roll:
    return Roll(
        aside=sorted(file.recused),
        presiding=where.presiding_id,
        quorum_needed=where.quorum_needed,
        quorum_waived=where.quorum_waived,
    )


def _keep_support(decision: Decision, file: files.File, where: Room) -> None:
    """Write down, when members proposed amounts, how many accept at least the one granted."""
    if decision.amount_cents is None:
        return
    said = room_queries.amounts_said(decision.sitting_id, file.project.id).get(file.project.id)
    if said:
        asked = room_queries.proposals(said, where.voters, file.limits.largest)
        decision.amount_supporters, decision.amount_voters = asked.supporters(decision.amount_cents), asked.voters


def _stored(sitting: Sitting, project: Project, proposal: Proposal, where: Room) -> Decision:
    decision = Decision(
        sitting_id=sitting.id,
        project_id=project.id,
        result=proposal.result,
        requested_cents=project.requested_cents,
        vote_mode=proposal.vote_mode,
        amount_cents=proposal.amount_cents if proposal.grants else None,
        votes_for=proposal.votes_for,
        votes_against=proposal.votes_against,
        abstentions=proposal.abstentions,
        voting_present=where.voting_present,
        residents_present=where.residents_present,
        reason=proposal.reason.strip(),
        conditions=proposal.conditions.strip(),
        casting_vote=proposal.casting_vote,
        decided_at=clock.now(),
    )
    session().add(decision)
    return decision


def _set_aside(project: Project, decision: Decision, actor: Actor) -> None:
    project.granted_cents = decision.amount_cents
    session().flush()
    try:
        reserve(project, decision.amount_cents or 0, actor, decision.id)
    except BudgetExceeded as exceeded:
        raise CommitteeRefused(
            Problem(
                "amount",
                _(
                    "L'enveloppe ne suffit pas : il manque %(missing)s. Accordez moins, ou reportez le projet.",
                    missing=euros(exceeded.missing_cents),
                ),
            )
        ) from exceeded


def _move(project: Project, decision: Decision, actor: Actor) -> None:
    note = "\n".join(part for part in (decision.reason, decision.conditions) if part)
    details = {
        "decision_id": decision.id,
        "votes_for": decision.votes_for,
        "votes_against": decision.votes_against,
        "abstentions": decision.abstentions,
        "amount_cents": decision.amount_cents,
        "casting_vote": decision.casting_vote,
        "target_sitting_id": decision.target_sitting_id,
    }
    try:
        steps.perform(project, decision.result.value, actor, note=note, details=details)
    except ActionRefused as refused:
        reasons = wording.missing(project, refused.obstacles)
        raise CommitteeRefused(*(Problem("", reason.what) for reason in reasons)) from refused
