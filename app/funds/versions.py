"""Reading the versions of a fund's rules: which one was in force on a day, which are used, who made them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person
from app.clock import PARIS
from app.db import remembered, session
from app.funds.models import Fund
from app.funds.rulebook import FundRules, RulesEvent
from app.projects.models import Project
from app.steps.models import Step


def in_force(fund_id: int | None, day: date) -> FundRules | None:
    """Return the newest adopted rules of a fund valid on a day, or None; one query a page."""
    return remembered(
        ("rules in force", fund_id, day),
        lambda: session().scalar(
            sa.select(FundRules)
            .where(FundRules.fund_id == fund_id, FundRules.valid_from <= day, ~FundRules.is_draft)
            .order_by(FundRules.valid_from.desc(), FundRules.version.desc())
            .limit(1)
        ),
    )


def versions_of(fund: Fund) -> Sequence[FundRules]:
    """Return every version of a fund's rules, drafts included, newest first; one query a page."""
    return remembered(
        ("versions", fund.id),
        lambda: (
            session()
            .scalars(sa.select(FundRules).filter_by(fund_id=fund.id).order_by(FundRules.version.desc()))
            .unique()
            .all()
        ),
    )


def version_of(fund: Fund, number: int) -> FundRules | None:
    """Return one version of a fund's rules, draft or adopted, or None."""
    return next((rules for rules in versions_of(fund) if rules.version == number), None)


def draft_of(fund: Fund) -> FundRules | None:
    """Return the version being prepared, or None; there is one at most."""
    return next((rules for rules in versions_of(fund) if rules.is_draft), None)


def coming(fund: Fund) -> FundRules | None:
    """Return the adopted version that is to be in force next, or None."""
    later = [rules for rules in versions_of(fund) if not rules.is_draft and rules.valid_from > clock.today()]
    return min(later, key=lambda rules: (rules.valid_from, -rules.version), default=None)


def before(rules: FundRules) -> FundRules | None:
    """Return the adopted version that a version replaces: the newest one valid before it, or None."""
    former = [
        other
        for other in versions_of(rules.fund)
        if not other.is_draft and other.version < rules.version and other.valid_from <= rules.valid_from
    ]
    return max(former, key=lambda other: (other.valid_from, other.version), default=None)


def files_judged(fund: Fund) -> dict[int, int]:
    """Return how many project files are judged under each version of a fund, by the id of the version."""
    rows = session().execute(
        sa.select(Project.rules_id, sa.func.count()).where(Project.fund_id == fund.id).group_by(Project.rules_id)
    )
    return {int(rules_id): int(count) for rules_id, count in rows if rules_id is not None}


def events_of(fund: Fund) -> Sequence[sa.Row[RulesEvent, str | None]]:
    """Return who did what to which version, newest first, each with the name of the person."""
    return session().execute(
        sa.select(RulesEvent, Person.name)
        .outerjoin(Person, Person.id == RulesEvent.actor_id)
        .where(RulesEvent.fund_id == fund.id)
        .order_by(RulesEvent.id.desc())
        .limit(100)
    ).all()  # fmt: skip


def first_sent_on(project: Project) -> date | None:
    """Return the day a project was sent for good, or None before that."""
    sent = session().scalar(
        sa.select(sa.func.max(Step.at)).filter_by(subject_kind=project.kind, subject_id=project.id, action="submit")
    )
    return sent and sent.astimezone(PARIS).date()
