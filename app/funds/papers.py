"""The papers of a project's money, read together: its agreement, its report, its refund, its waiver."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.db import remembered, session
from app.funds.payment_models import Agreement
from app.funds.refund_models import Refund, Waiver
from app.funds.report_models import Report
from app.funds.rulebook import FundRules
from app.projects.models import Project


@dataclass(frozen=True)
class Papers:
    """What exists of them now."""

    agreement: Agreement | None = None
    report: Report | None = None
    refund: Refund | None = None
    waiver: Waiver | None = None
    rules: FundRules | None = None
    """The rules that judge the project: read along, so that asking for them afterwards costs no query."""


def papers_of(project: Project) -> Papers:
    """Return the papers of a project; one query a page (another one for the dates of a refund)."""
    return remembered(("papers", project.id), lambda: _papers(project.id))


def _papers(project_id: int) -> Papers:
    refund = sa.and_(Refund.project_id == Project.id, Refund.dropped_at.is_(None))
    waiver = sa.and_(Waiver.project_id == Project.id, Waiver.revoked_at.is_(None))
    row = session().execute(
        sa.select(Agreement, Report, Refund, Waiver, FundRules)
        .select_from(Project)
        .outerjoin(Agreement, Agreement.project_id == Project.id)
        .outerjoin(Report, Report.project_id == Project.id)
        .outerjoin(Refund, refund)
        .outerjoin(Waiver, waiver)
        .outerjoin(FundRules, FundRules.id == Project.rules_id)
        .where(Project.id == project_id)
    ).one_or_none()  # fmt: skip
    return Papers(*row) if row else Papers()
