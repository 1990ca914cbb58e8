"""What happens to the fund when a project moves, and when a step is taken back."""

from __future__ import annotations

from app import clock
from app.funds import policy, queries, versions
from app.funds.models import Account, Cause, FundRules
from app.funds.refusals import BudgetExceeded
from app.funds.services import agreements, grants, payments, refunds
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.kinds import reversal, upon
from app.steps.models import Step
from workflows.engine import ActionRefused, Obstacle

MONEY_ACTIONS = ("sign", "pay_advance", "fund_without_advance", "settle", "ask_refund", "receive_refund")


@upon("project", "submit")
def pin_rules(project: Project, _actor: Actor) -> None:
    """Judge the project, from now on, under the rules in force the day it was first sent (invariant 7)."""
    rules = queries.rules_for(project)
    if rules is not None:
        _judge_under(project, rules)


@reversal("project", "submit")
def unpin_rules(project: Project, _step: Step, _actor: Actor) -> None:
    """The project was sent by mistake: the rules of the day it is sent for good will judge it."""
    project.rules_id = project.fund_id = None


@upon("project", "rework")
def pin_rules_again(project: Project, _actor: Actor) -> None:
    """A refused project that is worked on again is a new request: the rules of that day judge it, whatever they are."""
    rules = versions.in_force(project.fund_id, clock.today())
    if rules is not None:
        _judge_under(project, rules)


@reversal("project", "rework")
def pin_former_rules(project: Project, _step: Step, _actor: Actor) -> None:
    """The project is refused again: the rules of the day it was first sent judge it, as they did."""
    sent = versions.first_sent_on(project)
    rules = versions.in_force(project.fund_id, sent) if sent else None
    if rules is not None:
        _judge_under(project, rules)


def _judge_under(project: Project, rules: FundRules) -> None:
    project.rules_id, project.fund_id = rules.id, rules.fund_id
    project.report_days, project.refund_days = rules.report_days, rules.refund_days


@upon("project", *MONEY_ACTIONS)
def refuse_carriers(project: Project, actor: Actor) -> None:
    """Nobody moves the money of a project that they carry, whatever other role they hold."""
    if not policy.can_sign(project, actor):
        sentence = _("Vous portez ce projet : une autre personne doit s'occuper de son argent.")
        raise ActionRefused((Obstacle("guard", "not_a_carrier", sentence, ("gestionnaire",)),))


@upon("project", "sign")
def commit(project: Project, actor: Actor) -> None:
    """The agreement is signed: what was set aside is committed."""
    agreements.mark_signed(project, actor)
    grants.commit_grant(project, actor)


@upon("project", "fund_without_advance", "return_report")
def drop_order(project: Project, _actor: Actor) -> None:
    """An order that awaited a second signature has no object any more."""
    payments.void_awaited(project)


@upon("project", "cancel", "withdraw")
def give_back(project: Project, actor: Actor) -> None:
    """The grant is given up: all of it returns to the envelope."""
    grants.give_back(project, actor, Cause.CANCELLATION)


@reversal("project", "grant", "grant_with_conditions")
def unreserve(project: Project, _step: Step, actor: Actor) -> None:
    """The decision is taken back: what was set aside returns to the envelope."""
    grants.give_back(project, actor, Cause.CORRECTION)


@reversal("project", "sign")
def uncommit(project: Project, _step: Step, actor: Actor) -> None:
    """The signature is taken back: the grant is only set aside again."""
    grants.uncommit_grant(project, actor)
    agreements.mark_unsigned(project)


@reversal("project", "ask_refund")
def drop_debt(project: Project, _step: Step, _actor: Actor) -> None:
    """The request is taken back: nothing is owed as long as it is not asked again."""
    refunds.drop_refund(project)


@reversal("project", "cancel")
def hold_again(project: Project, step: Step, actor: Actor) -> None:
    """The cancellation is taken back, if the money is still there."""
    account = Account.COMMITTED if step.from_state == "signed" else Account.RESERVED
    try:
        grants.take_again(project, account, actor)
    except BudgetExceeded:
        sentence = _("L'argent rendu au fonds a servi à d'autres projets : l'annulation ne peut plus être corrigée.")
        raise ActionRefused((Obstacle("guard", "envelope_covers_grant", sentence, ("gestionnaire",)),)) from None
