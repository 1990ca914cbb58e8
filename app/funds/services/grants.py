"""Setting money aside for a project, committing it at the signature, giving it back to the envelope."""

from __future__ import annotations

from app import clock
from app.db import lock, transaction
from app.funds import queries
from app.funds.models import Account, Cause, LedgerEntry
from app.funds.refusals import BudgetExceeded, MoneyRefused
from app.funds.services import ledger, payments
from app.projects.models import Project
from app.steps.actor import Actor


@transaction()
def reserve(project: Project, cents: int, actor: Actor) -> LedgerEntry:
    """Set aside what the committee grants, in the envelope of the present calendar year (invariant 1).

    Raises BudgetExceeded when the envelope does not hold enough or was not opened, MoneyRefused when the amount is not
    above zero or money is already held for the project.
    """
    if cents <= 0:
        raise MoneyRefused("amount_not_positive")
    lock(Project, project.id)
    if queries.position(project).granted:
        raise MoneyRefused("already_reserved")
    year = queries.year_of(project.fund_id, clock.today().year) if project.fund_id else None
    if year is None:
        raise BudgetExceeded(Account.AVAILABLE, cents)
    lines = ledger.moved(cents, Account.AVAILABLE, Account.RESERVED, project.id)
    return ledger.post(year, Cause.GRANT, lines, actor, memo=project.ref)


@transaction()
def commit_grant(project: Project, actor: Actor) -> None:
    """Commit what was set aside: the agreement is signed."""
    cents = queries.position(project).reserved
    ledger.move(project, cents, (Account.RESERVED, Account.COMMITTED), Cause.SIGNATURE, actor)


@transaction()
def uncommit_grant(project: Project, actor: Actor) -> None:
    """Take the signature back: what was committed is set aside again, an order not yet paid is dropped."""
    payments.void_awaited(project)
    cents = queries.position(project).committed
    ledger.move(project, cents, (Account.COMMITTED, Account.RESERVED), Cause.CORRECTION, actor)


@transaction()
def give_back(project: Project, actor: Actor, cause: Cause) -> None:
    """Return to the envelope all that is held for a project and not paid; an order not yet paid is dropped."""
    payments.void_awaited(project)
    stands = queries.position(project)
    ledger.move(project, stands.reserved, (Account.RESERVED, Account.AVAILABLE), cause, actor)
    ledger.move(project, stands.committed, (Account.COMMITTED, Account.AVAILABLE), cause, actor)


@transaction()
def take_again(project: Project, account: Account, actor: Actor) -> None:
    """Hold the grant again after a cancellation was corrected. Raises BudgetExceeded when it was granted elsewhere."""
    ledger.move(project, project.granted_cents or 0, (Account.AVAILABLE, account), Cause.CORRECTION, actor)
