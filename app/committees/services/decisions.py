"""Deciding: the vote, the money set aside and the step of the project, stored together or not at all."""

from __future__ import annotations

from app import clock
from app.committees import files, policy
from app.committees.deliberation import CommitteeRefused, Problem, Proposal, Room, problems
from app.committees.models import Decision, Recusal, Sitting
from app.db import lock, session, transaction
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

    Raises CommitteeRefused, storing nothing, when a rule of the deliberation or the envelope forbids it.
    """
    sitting, project = _locked(sitting, project)
    _check_may_decide(sitting, project, actor)
    file = files.file_of(project, sitting)
    found = problems(proposal, file.room, file.limits)
    if found:
        raise CommitteeRefused(*found)
    _keep_recusals(file)
    decision = _stored(sitting, project, proposal, file.room)
    decision.decided_by_id = actor.person_id
    session().flush()
    if proposal.grants:
        _set_aside(project, decision, actor)
    _move(project, decision, actor)
    return decision


def _locked(sitting: Sitting, project: Project) -> tuple[Sitting, Project]:
    """Lock the sitting, then the project: every decision takes them in this order."""
    fresh, file = lock(Sitting, sitting.id), lock(Project, project.id)
    if fresh is None or file is None:
        raise LookupError("the sitting or the project no longer exists")
    return fresh, file


def _check_may_decide(sitting: Sitting, project: Project, actor: Actor) -> None:
    if not policy.may_run(sitting.committee, actor):
        raise CommitteeRefused(Problem("", _("Seul le secrétariat du comité enregistre les décisions.")))
    if policy.carries(project, actor):
        raise CommitteeRefused(Problem("", _("Vous portez ce projet : une autre personne enregistre la décision.")))
    if not sitting.is_open:
        raise CommitteeRefused(Problem("", _("La séance n'est pas ouverte.")))
    if project.fund_id != sitting.committee.fund_id:
        raise CommitteeRefused(Problem("", _("Ce projet dépend d'un autre comité.")))
    if project.state != "scheduled":
        raise CommitteeRefused(Problem("", _("Ce projet n'attend plus de décision. Rechargez la page.")))


def _keep_recusals(file: files.File) -> None:
    """Write down, for the minutes, the members set aside because they carry the project."""
    for seat_id, recused in file.recused.items():
        if recused.is_carrier and session().get(Recusal, (seat_id, file.project.id)) is None:
            session().add(
                Recusal(seat_id=seat_id, project_id=file.project.id, reason=recused.reason, declared_at=clock.now())
            )


def _stored(sitting: Sitting, project: Project, proposal: Proposal, where: Room) -> Decision:
    decision = Decision(
        sitting_id=sitting.id,
        project_id=project.id,
        result=proposal.result,
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
    }
    try:
        steps.perform(project, decision.result.value, actor, note=note, details=details)
    except ActionRefused as refused:
        reasons = wording.missing(project, refused.obstacles)
        raise CommitteeRefused(*(Problem("", reason.what) for reason in reasons)) from refused
