"""Reading funds: which rules judge a project, and where its money stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from app import clock
from app.accounts.models import RoleAssignment, Scope
from app.db import remembered, session
from app.funds import plans
from app.funds.models import (
    Account,
    Balance,
    Cause,
    Expense,
    Fund,
    FundRules,
    FundYear,
    LedgerEntry,
    Payment,
    Report,
)
from app.funds.papers import papers_of
from app.funds.payment_models import Plan
from app.funds.positions import Position as Position  # noqa: PLC0414 - read from here as the rest is
from app.funds.positions import position as position  # noqa: PLC0414 - read from here as the rest is
from app.projects.models import Project
from app.projects.standing import asks_the_fund
from app.territory.models import Commune

PAGE = 50
"""Entries of the ledger on one page."""


@dataclass(frozen=True)
class Receipts:
    """What the carriers spent, in cents: declared, accepted, and how many receipts nobody has judged yet."""

    count: int
    declared: int
    eligible: int
    unjudged: int


def rules_for(project: Project) -> FundRules | None:
    """Return the rules that judge a project: those it was submitted under, else those in force today where it is.

    None for a project on which residents vote: it asks the fund for nothing.
    """
    if not asks_the_fund(project):
        return None
    if project.rules_id is not None:
        pinned = project.rules_id
        return remembered(("rules", pinned), lambda: session().get(FundRules, pinned))
    if project.neighbourhood is None:
        return None
    return rules_in_force(project.neighbourhood.commune_id, clock.today())


def rules_in_force(commune_id: int, day: date) -> FundRules | None:
    """Return the newest adopted rules valid on a day of the fund of a city, or None."""
    return session().scalar(
        sa.select(FundRules)
        .join(Fund)
        .where(Fund.commune_id == commune_id, FundRules.valid_from <= day, ~FundRules.is_draft)
        .order_by(FundRules.valid_from.desc(), FundRules.version.desc())
        .limit(1)
    )


def receipts(project: Project) -> Receipts:
    """Return the sums of a project's receipts; one query a page, shared with `expenses_of`."""
    rows = expenses_of(project)
    return Receipts(
        count=len(rows),
        declared=sum(row.amount_cents for row in rows),
        eligible=sum(row.accepted for row in rows),
        unjudged=sum(row.eligible is None for row in rows),
    )


def report_of(project: Project) -> Report | None:
    """Return the report of a project, or None."""
    return papers_of(project).report


def rules_of(project: Project) -> FundRules:
    """Return the rules that judge a project which was submitted. Raises LookupError before that."""
    rules = rules_for(project)
    if rules is None:
        raise LookupError(f"project {project.ref} is judged under no rules")
    return rules


def advance_limit(project: Project) -> int:
    """Return the largest advance that the rules allow to who receives the money, in cents (invariants 8 and 9)."""
    agreement, rules = plans.agreement_of(project), rules_of(project)
    kind = agreement.recipient_kind if agreement else plans.usual_terms(project, rules).recipient_kind
    return (project.granted_cents or 0) * plans.advance_rate(rules, kind) // 100


def advance_agreed(project: Project) -> int:
    """Return the largest advance in cents where the agreement provides for one, else zero."""
    agreement = plans.agreement_of(project)
    return 0 if agreement and agreement.plan is not Plan.ADVANCE else advance_limit(project)


def balance_due(project: Project) -> int:
    """Return min(granted, eligible) − paid, in cents: negative when the carriers owe money back.

    What was forgiven is owed no more, and is not paid a second time if a receipt turns up afterwards.
    """
    stands = position(project)
    due = min(project.granted_cents or 0, receipts(project).eligible) - stands.paid - stands.justified
    return max(due - stands.waived, 0) if due > 0 else due


def awaited_payment(project: Project) -> Payment | None:
    """Return the order of payment that awaits a second signature, or None."""
    return next((row for row in payments_of(project) if row.paid_at is None and row.voided_at is None), None)


def payments_of(project: Project) -> Sequence[Payment]:
    """Return every order of payment of a project, oldest first; one query a page."""
    return remembered(
        ("payments", project.id),
        lambda: (
            session()
            .scalars(
                sa.select(Payment)
                .where(Payment.project_id == project.id)
                .order_by(Payment.id)
                .execution_options(populate_existing=True)
            )
            .all()
        ),
    )


def expenses_of(project: Project) -> Sequence[Expense]:
    """Return the receipts of a project, oldest first; one query a page."""
    return remembered(
        ("expenses", project.id),
        lambda: (
            session()
            .scalars(
                sa.select(Expense)
                .where(Expense.project_id == project.id)
                .order_by(Expense.id)
                .execution_options(populate_existing=True)
            )
            .all()
        ),
    )


def fund_by_code(code: str) -> Fund | None:
    """Return a fund by the code of its address, or None."""
    return session().scalar(sa.select(Fund).filter_by(code=code))


def all_funds() -> Sequence[Fund]:
    """Return every fund with its city, by city; one query."""
    return _funds(sa.true())


def funds_within(given: Iterable[RoleAssignment]) -> Sequence[Fund]:
    """Return the funds on which some of these roles bear, by city; one query."""
    conditions: list[sa.ColumnElement[bool]] = [sa.false()]
    for role in given:
        if role.scope is Scope.METRO:
            return all_funds()
        if role.scope is Scope.FUND:
            conditions.append(Fund.id == role.scope_id)
        elif role.scope is Scope.COMMUNE:
            conditions.append(Fund.commune_id == role.scope_id)
    return _funds(sa.or_(*conditions))


def fund_of_commune(commune_id: int) -> Fund | None:
    """Return the fund of a city, or None."""
    return session().scalar(sa.select(Fund).filter_by(commune_id=commune_id))


def year_holding(project: Project) -> FundYear | None:
    """Return the year in which the latest grant of a project was set aside, or None."""
    return session().scalar(
        sa.select(FundYear)
        .join(LedgerEntry, LedgerEntry.fund_year_id == FundYear.id)
        .where(LedgerEntry.project_id == project.id, LedgerEntry.cause == Cause.GRANT)
        .order_by(LedgerEntry.id.desc())
        .limit(1)
    )


def year_to_grant(project: Project) -> FundYear | None:
    """Return the envelope out of which a grant made today would be paid, or None when it was not opened."""
    return year_of(project.fund_id, clock.today().year) if project.fund_id else None


def held_for_action(action_id: int) -> int:
    """Return what is set aside for a training action and not yet spent, in cents."""
    asked = sa.select(sa.func.sum(Balance.amount_cents)).where(
        Balance.action_id == action_id, Balance.account == Account.COMMITTED
    )
    return int(session().scalar(asked) or 0)


def engagement_of_action(action_id: int) -> LedgerEntry | None:
    """Return the latest entry that set money aside for a training action, or None."""
    return session().scalar(
        sa.select(LedgerEntry)
        .where(LedgerEntry.action_id == action_id, LedgerEntry.cause == Cause.TRAINING)
        .order_by(LedgerEntry.id.desc())
        .limit(1)
    )


def years_of(fund: Fund) -> Sequence[int]:
    """Return the years whose envelope was opened, newest first."""
    return session().scalars(
        sa.select(FundYear.year).where(FundYear.fund_id == fund.id).order_by(FundYear.year.desc())
    ).all()  # fmt: skip


def _funds(condition: sa.ColumnElement[bool]) -> Sequence[Fund]:
    return session().scalars(
        sa.select(Fund)
        .join(Fund.commune)
        .options(contains_eager(Fund.commune))
        .where(condition)
        .order_by(Commune.name, Fund.id)
    ).all()  # fmt: skip


def year_of(fund_id: int, year: int) -> FundYear | None:
    """Return the envelope of a year, or None when it was not opened."""
    return session().scalar(sa.select(FundYear).filter_by(fund_id=fund_id, year=year))


def balances(fund_year: FundYear) -> dict[Account, int]:
    """Return what each account of an envelope holds, in cents, all projects together."""
    rows = session().execute(
        sa.select(Balance.account, sa.func.sum(Balance.amount_cents))
        .where(Balance.fund_year_id == fund_year.id)
        .group_by(Balance.account)
    )
    return dict.fromkeys(Account, 0) | {account: int(total) for account, total in rows}


def balances_of_source(source_id: int) -> dict[Account, int]:
    """Return what each account of a source holds, in cents, all projects together."""
    rows = session().execute(
        sa.select(Balance.account, sa.func.sum(Balance.amount_cents))
        .where(Balance.source_id == source_id)
        .group_by(Balance.account)
    )
    return {account: int(total) for account, total in rows}
