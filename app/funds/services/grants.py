"""Setting money aside for a project, committing it at the signature, giving it back to the envelope."""

from __future__ import annotations

from app.db import lock, transaction
from app.funds import queries
from app.funds.models import Account, Cause
from app.funds.refusals import MoneyRefused
from app.funds.services import ledger, payments
from app.funds.services.posting import Why
from app.projects.models import Project
from app.steps.actor import Actor


@transaction()
def reserve(project: Project, cents: int, actor: Actor, decision_id: int | None = None) -> None:
    """Set aside what the committee grants, in the envelope of the present calendar year (invariant 1).

    Sources kept for this neighbourhood or for ideas born in a dialogue space pay first, then free money. Raises
    BudgetExceeded when the sources that may pay do not hold enough, MoneyRefused when the amount is not above zero, the
    year was not opened or is closed, or money is already held for the project.
    """
    if cents <= 0:
        raise MoneyRefused("amount_not_positive")
    lock(Project, project.id)
    if queries.position(project).granted:
        raise MoneyRefused("already_reserved")
    year = queries.year_to_grant(project)
    if year is None:
        raise MoneyRefused("year_closed")
    if year.closed_at is not None:
        raise MoneyRefused("year_over")
    why = Why(Cause.GRANT, project.ref, decision_id=decision_id)
    ledger.draw(project, cents, Account.RESERVED, why, actor)


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
    ledger.draw(project, project.granted_cents or 0, account, Why(Cause.CORRECTION, project.ref), actor)
