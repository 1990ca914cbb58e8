"""What the ledger must agree with on the committee's side: each grant set aside is the amount of a decision."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.committees.models import Decision
from app.db import session
from app.funds.crosschecks import crosscheck
from app.funds.models import Cause, LedgerEntry, Posting


@crosscheck
def grants_follow_decisions() -> Iterator[str]:
    """Compare each entry that names a decision with the project and the amount of that decision."""
    rows = session().execute(
        sa.select(
            LedgerEntry.decision_id,
            sa.func.max(LedgerEntry.project_id),
            sa.func.max(Decision.project_id),
            sa.func.max(Decision.amount_cents),
            sa.func.sum(Posting.amount_cents),
        )
        .join(Posting, sa.and_(Posting.entry_id == LedgerEntry.id, Posting.amount_cents > 0))
        .outerjoin(Decision, Decision.id == LedgerEntry.decision_id)
        .where(LedgerEntry.cause == Cause.GRANT, LedgerEntry.decision_id.is_not(None))
        .group_by(LedgerEntry.decision_id)
        .order_by(LedgerEntry.decision_id)
    )
    for decision_id, held_for, decided_on, decided, moved in rows:
        if (held_for, moved) != (decided_on, decided):
            yield (
                f"decision {decision_id} gives {decided} cents to project {decided_on}, "
                f"the ledger {moved} to project {held_for}"
            )
