"""Reading what each source holds: the purses from which grants are drawn and in which movements are split."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.db import session
from app.funds.ledger_models import Account, Balance, FundingSource
from app.funds.sharing import Holder, Purpose, Purse
from app.projects.models import Origin, Project


def available(fund_year_id: int) -> Sequence[Purse]:
    """Return what each source of a year has left to give; one query."""
    return _purses(Balance.fund_year_id == fund_year_id, Balance.account == Account.AVAILABLE)


def held(fund_year_id: int, account: Account, holder: Holder) -> Sequence[Purse]:
    """Return what each source holds in one account for a project or an action, the oldest source first; one query."""
    return _purses(
        Balance.fund_year_id == fund_year_id,
        Balance.account == account,
        Balance.project_id == holder.project_id,
        Balance.action_id == holder.action_id,
    )


def purpose_of(project: Project) -> Purpose:
    """Say which earmarks a project may draw from."""
    from_dialogue = project.origin is Origin.MEETING and project.origin_meeting_id is not None
    return Purpose(project.neighbourhood_id, from_dialogue)


def _purses(*conditions: sa.ColumnElement[bool]) -> Sequence[Purse]:
    rows = session().execute(
        sa.select(
            Balance.source_id,
            Balance.amount_cents,
            FundingSource.earmark,
            FundingSource.neighbourhood_id,
            FundingSource.carried_from_id,
        )
        .join(FundingSource, FundingSource.id == Balance.source_id)
        .where(*conditions, Balance.amount_cents > 0)
        .order_by(Balance.source_id)
    )
    return [
        Purse(row.source_id, row.amount_cents, row.earmark, row.neighbourhood_id, row.carried_from_id is not None)
        for row in rows
    ]
