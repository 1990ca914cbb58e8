"""Reading what everybody may know of a committee: its sittings to come, those published, and the latest decisions."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app import clock
from app.committees.models import AHEAD, Committee, Decision, ScheduledFile, Sitting
from app.db import session
from app.funds.models import Fund
from app.projects.models import Project

MOST = 60


def fund_and_committee(code: str) -> tuple[Fund, Committee | None] | None:
    """Return a fund with its city, and its committee or None, in one query; None when there is no such fund."""
    row = session().execute(
        sa.select(Fund, Committee)
        .outerjoin(Committee, Committee.fund_id == Fund.id)
        .where(Fund.code == code)
        .options(joinedload(Fund.commune))
    ).first()  # fmt: skip
    return (row[0], row[1]) if row else None


def published_sittings(committee_id: int) -> Sequence[sa.Row[Sitting, int, int]]:
    """Return the published sittings of a committee, the latest first, with the files seen and the cents granted."""
    seen = sa.select(sa.func.count()).where(ScheduledFile.sitting_id == Sitting.id).correlate(Sitting).scalar_subquery()
    granted = (
        sa.select(sa.func.coalesce(sa.func.sum(Decision.amount_cents), 0))
        .where(Decision.sitting_id == Sitting.id, Decision.annulled_at.is_(None))
        .correlate(Sitting)
        .scalar_subquery()
    )
    return session().execute(
        sa.select(Sitting, seen, granted)
        .where(Sitting.committee_id == committee_id, Sitting.state == "published")
        .order_by(Sitting.held_on.desc(), Sitting.id.desc())
        .limit(MOST)
    ).all()  # fmt: skip


def announced_sittings(committee_id: int) -> Sequence[Sitting]:
    """Return the sittings of a committee to come, by day."""
    return session().scalars(
        sa.select(Sitting)
        .where(Sitting.committee_id == committee_id, Sitting.state.in_(AHEAD), Sitting.held_on >= clock.today())
        .order_by(Sitting.held_on, Sitting.id)
        .limit(MOST)
    ).all()  # fmt: skip


def to_write_down(committee_id: int) -> Sequence[Sitting]:
    """Return the sittings of a committee whose minutes are to be completed, signed or published, by day."""
    return session().scalars(
        sa.select(Sitting)
        .where(Sitting.committee_id == committee_id, Sitting.state.in_(("closed", "minutes_signed")))
        .order_by(Sitting.held_on, Sitting.id)
        .limit(MOST)
    ).all()  # fmt: skip


def latest_decision(project: Project) -> Decision | None:
    """Return the last decision on a project that was not annulled, with its sitting, committee and fund; or None."""
    return latest_decisions([project.id]).get(project.id)


def latest_decisions(project_ids: Collection[int]) -> dict[int, Decision]:
    """Return, by project, the last decision that was not annulled, as `latest_decision`; one query."""
    rows = session().scalars(
        sa.select(Decision)
        .where(Decision.project_id.in_(project_ids), Decision.annulled_at.is_(None))
        .options(
            joinedload(Decision.sitting)
            .joinedload(Sitting.committee)
            .joinedload(Committee.fund)
            .joinedload(Fund.commune),
            joinedload(Decision.target_sitting),
        )
        .order_by(Decision.decided_at, Decision.id)
    )
    return {decision.project_id: decision for decision in rows}
