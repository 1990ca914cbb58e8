"""What the gestionnaire accepts of the receipts: whole, in part, not at all, or once the photo can be read."""

from __future__ import annotations

from app.db import lock, session, transaction
from app.funds import money_letters, policy, queries, receipt_queries
from app.funds.models import Expense
from app.funds.refusals import MoneyRefused
from app.funds.services.receipts import receipt_of
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor


@transaction()
def judge_receipt(  # noqa: PLR0913 - what is decided is said by name
    project: Project, expense_id: int, actor: Actor, *, eligible: bool, reason: str = "", cents: int | None = None
) -> Expense:
    """Accept a receipt, whole or only `cents` of it, or refuse it; a part or a refusal has a reason.

    Raises MoneyRefused when it is not the moment or the person, or the part is not within the amount.
    """
    expense = _judged(project, expense_id, actor)
    part = None if cents is None or cents == expense.amount_cents else cents
    if eligible and part is not None and not 0 < part < expense.amount_cents:
        raise MoneyRefused("part_not_within", expense.amount_cents)
    if not (eligible and part is None) and not reason.strip():
        raise MoneyRefused("reason_missing")
    expense.eligible, expense.judged_by_id = eligible, actor.person_id
    expense.accepted_cents = part if eligible else None
    expense.reason = "" if eligible and part is None else reason.strip()
    expense.asked_again = ""
    session().flush()
    return expense


@transaction()
def accept_all(project: Project, actor: Actor) -> tuple[int, int]:
    """Accept every receipt that raises no question; return how many, and how many are left to look at one by one.

    Those left: without a photo, sworn, asked again, or that look like another one. Raises MoneyRefused when it is
    not the moment or the person.
    """
    _check(project, actor)
    doubles = receipt_queries.doubles_of(project)
    waiting = [row for row in queries.expenses_of(project) if row.eligible is None]
    clear = [row for row in waiting if row.attachment_id and not row.asked_again and row.id not in doubles]
    for expense in clear:
        expense.eligible, expense.judged_by_id = True, actor.person_id
    session().flush()
    return len(clear), len(waiting) - len(clear)


@transaction()
def take_back(project: Project, expense_id: int, actor: Actor) -> Expense:
    """Look at a receipt again: what was decided of it is undone, as long as the accounts are not settled.

    Raises MoneyRefused when it is not the moment or the person.
    """
    expense = _judged(project, expense_id, actor)
    expense.eligible, expense.accepted_cents, expense.reason, expense.judged_by_id = None, None, "", None
    session().flush()
    return expense


@transaction()
def ask_again(project: Project, expense_id: int, what: str, actor: Actor) -> Expense:
    """Ask the carriers for another photo of a receipt, and tell them why. Raises MoneyRefused."""
    expense = _judged(project, expense_id, actor)
    if not what.strip():
        raise MoneyRefused("reason_missing")
    if expense.eligible is not None:
        raise MoneyRefused("receipt_judged")
    expense.asked_again = what.strip()
    session().flush()
    steps.record(project, "receipt_asked_again", actor, details={"expense": expense.id}, is_public=False)
    money_letters.ask_for_photo(project, expense)
    return expense


def _judged(project: Project, expense_id: int, actor: Actor) -> Expense:
    _check(project, actor)
    expense = receipt_of(project, expense_id)
    if expense.payment_id is not None:
        raise MoneyRefused("own_purchase")
    return expense


def _check(project: Project, actor: Actor) -> None:
    lock(Project, project.id)
    if not policy.can_judge(project, actor):
        raise MoneyRefused("not_yours")
    if queries.awaited_payment(project) is not None:
        raise MoneyRefused("order_awaited")
