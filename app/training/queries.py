"""Reading training actions: those of a fund, those everybody may see, and what they cost the fund."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.db import remembered, session
from app.funds.models import Account, Balance, Fund, FundYear
from app.steps.models import Step
from app.training.models import Training

MOST = 200
"""Actions on the list; a metropolis has some tens of them a year."""
_WHOLE = (selectinload(Training.attendances), joinedload(Training.hot), joinedload(Training.cold))


def training_by_id(training_id: int) -> Training | None:
    """Return an action with who came and its evaluations, or None."""
    return session().scalar(sa.select(Training).filter_by(id=training_id).options(*_WHOLE))


def public_trainings() -> Sequence[Training]:
    """Return the actions that are more than a need, the latest first."""
    return _listed(Training.state != "need")


def needs_of(funds: Collection[Fund]) -> Sequence[Training]:
    """Return the needs noted for some funds, the oldest first."""
    found = _listed(Training.state == "need", Training.fund_id.in_([fund.id for fund in funds]))
    return list(reversed(found))


def funds_and_known_signals() -> tuple[list[Fund], set[tuple[int, str]]]:
    """Return every fund, and the facts already noted as needs, each with the id of its fund; one query."""
    rows = session().execute(
        sa.select(Fund, Training.signal)
        .outerjoin(Training, sa.and_(Training.fund_id == Fund.id, Training.signal.is_not(None)))
        .order_by(Fund.name, Fund.id)
    )
    funds: dict[int, Fund] = {}
    known: set[tuple[int, str]] = set()
    for fund, signal in rows:
        funds[fund.id] = fund
        if signal:
            known.add((fund.id, signal))
    return list(funds.values()), known


def spent_on(training: Training) -> int:
    """Return what the fund paid for an action, in cents; one query a page."""
    return remembered(("training spent", training.id), lambda: spent_by_action([training.id]).get(training.id, 0))


def spent_by_action(ids: Collection[int]) -> dict[int, int]:
    """Return what the fund paid for each of these actions, in cents, by id."""
    rows = session().execute(
        sa.select(Balance.action_id, sa.func.sum(Balance.amount_cents))
        .where(Balance.action_id.in_(ids), Balance.account == Account.JUSTIFIED)
        .group_by(Balance.action_id)
    )
    return {int(action_id): int(cents) for action_id, cents in rows}


def money_of(funds: Collection[Fund], year: int) -> dict[int, tuple[int, int]]:
    """Return what each fund spent on training in a year and what that year brought it, in cents, by id; one query."""
    cents = Balance.amount_cents
    spent = sa.and_(Balance.action_id > 0, Balance.account == Account.JUSTIFIED)
    came = Balance.account.in_((Account.SOURCE, Account.OPENING))
    rows = session().execute(
        sa.select(
            FundYear.fund_id,
            sa.func.sum(sa.case((spent, cents), else_=0)),
            sa.func.sum(sa.case((came, -cents), else_=0)),
        )
        .join(Balance, Balance.fund_year_id == FundYear.id)
        .where(FundYear.year == year, FundYear.fund_id.in_([fund.id for fund in funds]))
        .group_by(FundYear.fund_id)
    )
    return {fund_id: (int(paid), int(brought)) for fund_id, paid, brought in rows}


def history_of(training: Training) -> Sequence[Step]:
    """Return what happened to an action, the latest first."""
    return session().scalars(
        sa.select(Step).filter_by(subject_kind="training", subject_id=training.id).order_by(Step.number.desc())
    ).all()  # fmt: skip


def _listed(*conditions: sa.ColumnElement[bool]) -> Sequence[Training]:
    return session().scalars(
        sa.select(Training).where(*conditions).options(*_WHOLE).order_by(Training.id.desc()).limit(MOST)
    ).all()  # fmt: skip
