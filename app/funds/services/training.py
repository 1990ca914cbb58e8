"""Money for training and awareness actions (F-43): set aside, spent on an invoice, or given back.

The actions live in a slice above: here an action is a number and a name.
"""

from __future__ import annotations

from app.db import session, transaction
from app.funds import purses, queries, sharing
from app.funds.ledger_models import Account, Cause, FundYear, LedgerEntry
from app.funds.refusals import BudgetExceeded, MoneyRefused
from app.funds.services import carrying, posting
from app.funds.services.posting import Line, Way, Why
from app.funds.sharing import Holder, Purpose
from app.steps.actor import Actor


@transaction()
def engage_training(year: FundYear, action: tuple[int, str], cents: int, actor: Actor) -> LedgerEntry:
    """Set money aside for an action (its id and its name): money kept for training first, then free money.

    Raises MoneyRefused when the amount is not above zero, the year is closed or the action holds money already;
    BudgetExceeded when the sources that may pay do not hold enough.
    """
    action_id, name = action
    year = posting.locked(year)
    if cents <= 0:
        raise MoneyRefused("amount_not_positive")
    if year.closed_at is not None:
        raise MoneyRefused("year_over")
    if queries.held_for_action(action_id):
        raise MoneyRefused("already_reserved")
    purpose = Purpose(is_training=True)
    shares = sharing.drawn(cents, sharing.in_order(purses.available(year.id), purpose))
    missing = cents - sum(taken for _source, taken in shares)
    if missing:
        raise BudgetExceeded(Account.AVAILABLE, missing)
    lines = posting.moved(shares, (Account.AVAILABLE, Account.COMMITTED), Holder(action_id=action_id))
    return posting.post(year, Why(Cause.TRAINING, name[:200]), lines, actor)


@transaction()
def spend_on_training(action: tuple[int, str], cents: int, actor: Actor) -> LedgerEntry:
    """Write down the invoice of an action: paid and justified at once. Raises as `engage_training`."""
    if cents <= 0:
        raise MoneyRefused("amount_not_positive")
    year = _year(action[0], cents)
    lines = _lines(year, action[0], cents, (Account.COMMITTED, Account.JUSTIFIED))
    return posting.post(year, Why(Cause.BALANCE, action[1][:200]), lines, actor)


@transaction()
def release_training(action: tuple[int, str], actor: Actor) -> None:
    """Give back to the envelope what an action did not spend; nothing when it holds nothing."""
    left = queries.held_for_action(action[0])
    if not left:
        return
    year = _year(action[0], left)
    lines = _lines(year, action[0], left, (Account.COMMITTED, Account.AVAILABLE))
    posting.post(year, Why(Cause.RELEASE, action[1][:200]), lines, actor)
    if year.closed_at is not None:
        carrying.send_on(year, actor)


def _year(action_id: int, cents: int) -> FundYear:
    entry = queries.engagement_of_action(action_id)
    if entry is None:
        raise BudgetExceeded(Account.COMMITTED, cents)
    return posting.locked(session().get_one(FundYear, entry.fund_year_id))


def _lines(year: FundYear, action_id: int, cents: int, way: Way) -> list[Line]:
    holder = Holder(action_id=action_id)
    held = purses.held(year.id, way[0], holder)
    missing = cents - sum(purse.cents for purse in held)
    if missing > 0:
        raise BudgetExceeded(way[0], missing)
    return posting.moved(sharing.split(cents, held), way, holder)
