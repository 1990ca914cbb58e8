"""Money to give back: asked for a day, spread over several, or forgiven by the financial control."""

from __future__ import annotations

from datetime import date, timedelta

from app import clock
from app.db import lock, session, transaction
from app.funds import money_letters, policy, queries, refund_queries
from app.funds.models import Account, Cause
from app.funds.refund_models import Instalment, Refund
from app.funds.refusals import MoneyRefused
from app.funds.services import ledger
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor

FEWEST_PARTS, MOST_PARTS = 2, 10
MONTH = 30
"""Days between two parts of a debt."""


@transaction()
def open_refund(project: Project, cents: int, actor: Actor) -> Refund:
    """Open a debt of so many cents, due once the days given by the rules have passed."""
    due_on = clock.today() + timedelta(days=queries.rules_of(project).refund_days)
    refund = Refund(
        project_id=project.id, amount_cents=cents, asked_by_id=actor.person_id, asked_at=clock.now(),
        instalments=[Instalment(due_on=due_on, amount_cents=cents)],
    )  # fmt: skip
    session().add(refund)
    session().flush()
    date_next(project)
    return refund


@transaction()
def drop_refund(project: Project) -> None:
    """Close a debt that was asked by mistake."""
    refund = refund_queries.refund_of(project)
    if refund is not None:
        refund.dropped_at = clock.now()
        session().flush()


@transaction()
def date_next(project: Project) -> None:
    """Have the project wait until the day of the next part of its debt."""
    due = refund_queries.next_due(project)
    if due is not None:
        project.due_at = clock.end_of(due.on)
        session().flush()


@transaction()
def spread(project: Project, parts: int, actor: Actor) -> list[Instalment]:
    """Spread what is still owed over two to ten months, in equal parts, the first of them larger by the odd cents.

    Raises MoneyRefused when it is not the moment, the person, or a number of parts that makes sense.
    """
    refund, owed = _owed(project)
    if not policy.can_order(project, actor):
        raise MoneyRefused("not_yours")
    if not FEWEST_PARTS <= parts <= MOST_PARTS or owed < parts:
        raise MoneyRefused("parts_wrong")
    came = refund.amount_cents - owed
    made = _dated(owed, parts)
    refund.instalments.clear()
    session().flush()
    refund.instalments = [Instalment(due_on=clock.today(), amount_cents=came)] * bool(came) + made
    session().flush()
    date_next(project)
    steps.record(project, "refund_spread", actor, details={"parts": parts, "cents": owed}, is_public=False)
    money_letters.tell_spread(project, made)
    return made


@transaction()
def waive(project: Project, cents: int, reason: str, actor: Actor) -> int:
    """Forgive all or part of a debt and return what is still owed, in cents.

    The gestionnaire closes the accounts afterwards: forgiving takes two people. Raises MoneyRefused when it is not the
    moment or the person, nobody says why, or for more than what is owed.
    """
    refund, owed = _owed(project)
    if not policy.can_waive(project, actor):
        raise MoneyRefused("finance_only")
    if not reason.strip():
        raise MoneyRefused("reason_missing")
    if not 0 < cents <= owed:
        raise MoneyRefused("refund_not_within", owed)
    ledger.move(project, cents, (Account.PAID, Account.WAIVED), Cause.WAIVER, actor)
    refund.waived_cents += cents
    refund.waived_by_id, refund.waived_at, refund.waiver_reason = actor.person_id, clock.now(), reason.strip()
    session().flush()
    date_next(project)
    steps.record(project, "refund_waived", actor, reason.strip(), details={"cents": cents}, is_public=False)
    money_letters.tell_waived(project, cents, owed - cents)
    return owed - cents


def _owed(project: Project) -> tuple[Refund, int]:
    lock(Project, project.id)
    refund, owed = refund_queries.refund_of(project), -queries.balance_due(project)
    if project.state != "refund_due" or refund is None or owed <= 0:
        raise MoneyRefused("nothing_owed")
    return refund, owed


def _dated(owed: int, parts: int) -> list[Instalment]:
    each, first = owed // parts, clock.today()
    return [
        Instalment(due_on=_after(first, number), amount_cents=each + (owed % parts if number == 1 else 0))
        for number in range(1, parts + 1)
    ]


def _after(first: date, parts: int) -> date:
    return first + timedelta(days=MONTH * parts)
