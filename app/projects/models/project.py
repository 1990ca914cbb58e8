"""The project file itself: what it is, where, when, and how it stands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clock import PARIS
from app.columns import Instant, choice
from app.db import Model
from app.dialogue.models import Meeting
from app.money import Money
from app.steps.kinds import subject_kind
from app.steps.models import Subject
from app.territory.models import Neighbourhood
from app.voices.models import Contribution

if TYPE_CHECKING:
    from app.projects.models.budget import BudgetLine
    from app.projects.models.documents import Attachment
    from app.projects.models.involvement import Involvement
    from app.projects.models.team import TeamMember
    from app.projects.models.voices import ContributionLink

AFTER_GRANT = (
    "granted_with_conditions", "granted", "signed", "funded", "running", "reporting", "report_review", "refund_due",
    "evaluation", "closed",
)  # fmt: skip


class Theme(StrEnum):
    """What the project is about."""

    LIVING_TOGETHER = "living_together"
    CULTURE = "culture"
    SPORT = "sport"
    NATURE = "nature"
    YOUTH = "youth"
    SOLIDARITY = "solidarity"
    PUBLIC_SPACE = "public_space"
    HEALTH = "health"


class CarrierKind(StrEnum):
    """Who carries the project: residents together, or an association."""

    INFORMAL_GROUP = "informal_group"
    ASSOCIATION = "association"


class Origin(StrEnum):
    """Where the idea was born."""

    MEETING = "meeting"
    RESIDENTS = "residents"
    INSTITUTION = "institution"


class Pace(StrEnum):
    """How the referent sees the works."""

    ON_TRACK = "on_track"
    LATE = "late"
    BLOCKED = "blocked"


@subject_kind
class Project(Subject, Model):
    """A residents' project. Its state moves only through `steps.services`; money is in cents."""

    kind = "project"
    __tablename__ = "project"
    __table_args__ = (
        sa.CheckConstraint("requested_cents >= 0", name="requested_not_negative"),
        sa.CheckConstraint(
            f"state NOT IN {AFTER_GRANT!r} OR (granted_cents IS NOT NULL AND granted_cents > 0)", name="granted_amount"
        ),
        sa.CheckConstraint("state = 'draft' OR published_at IS NOT NULL OR NOT is_open", name="submitted_is_public"),
        sa.CheckConstraint(
            "state <> 'scheduled' OR (fund_id IS NOT NULL AND rules_id IS NOT NULL)", name="judged_under_rules"
        ),
        sa.CheckConstraint("state <> 'closed' OR evaluated_at IS NOT NULL", name="closed_by_residents"),
        sa.CheckConstraint("state <> 'merged' OR merged_into_id IS NOT NULL", name="merged_into_a_project"),
        sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="merged_into_another"),
        sa.CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name="dates_in_order"),
        sa.Index("ix_project_public", "last_activity_at", "id", postgresql_where=sa.text("published_at IS NOT NULL"),
                 sqlite_where=sa.text("published_at IS NOT NULL")),
        sa.Index("ix_project_public_neighbourhood", "neighbourhood_id", "last_activity_at", "id"),
        sa.Index("ix_project_public_stage", "stage", "last_activity_at", "id"),
        sa.Index("ix_project_public_theme", "theme", "last_activity_at", "id"),
        sa.Index("ix_project_due", "is_open", "due_at", "id"),
        sa.Index("ix_project_place_due", "neighbourhood_id", "is_open", "due_at", "id"),
        sa.Index("ix_project_blocked", "is_open", "due_at", "id", postgresql_where=sa.text("pace = 'blocked'"),
                 sqlite_where=sa.text("pace = 'blocked'")),
        sa.Index("ix_project_fund_state", "fund_id", "state"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(20), unique=True)
    title: Mapped[str] = mapped_column(sa.String(120), default="")
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    residents_role: Mapped[str] = mapped_column(sa.Text, default="")
    theme: Mapped[Theme | None] = mapped_column(choice(Theme))
    neighbourhood_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    place: Mapped[str] = mapped_column(sa.String(160), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    expected_count: Mapped[int | None]
    carrier_kind: Mapped[CarrierKind | None] = mapped_column(choice(CarrierKind))
    association_name: Mapped[str] = mapped_column(sa.String(120), default="")
    origin: Mapped[Origin | None] = mapped_column(choice(Origin))
    origin_meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    origin_contribution_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contribution.id"), index=True)
    origin_note: Mapped[str] = mapped_column(sa.Text, default="")
    requested_cents: Mapped[Money] = mapped_column(default=0)
    granted_cents: Mapped[Money | None]
    fund_id: Mapped[int | None] = mapped_column(sa.ForeignKey("fund.id"))
    rules_id: Mapped[int | None] = mapped_column(sa.ForeignKey("fund_rules.id"))
    report_days: Mapped[int] = mapped_column(default=45)
    """Days to send the report once the works are over; from the rules that judge the project, as the next one."""
    refund_days: Mapped[int] = mapped_column(default=30)
    above_cap_reason: Mapped[str] = mapped_column(sa.Text, default="")
    """Why more than the ceiling is asked, where the rules allow it."""
    exclusions_denied: Mapped[bool] = mapped_column(default=False)
    """The carriers said that the project pays nothing of what the fund excludes."""
    exclusions_checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """The referent who checked it."""
    checklist: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[Instant]
    published_at: Mapped[Instant | None]
    evaluated_at: Mapped[Instant | None]
    pace: Mapped[Pace | None] = mapped_column(choice(Pace))
    pace_note: Mapped[str] = mapped_column(sa.String(300), default="")
    pace_at: Mapped[Instant | None]
    unblocker: Mapped[str] = mapped_column(sa.String(40), default="")
    """The role that can unblock the project, while it is blocked."""
    unblock_by_on: Mapped[date | None]
    unblock_reminded_at: Mapped[Instant | None]
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project.id"), index=True)
    """The project that this one has joined."""
    search_text: Mapped[str] = mapped_column(sa.Text, default="")

    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    origin_meeting: Mapped[Meeting | None] = relationship()
    origin_contribution: Mapped[Contribution | None] = relationship()
    team: Mapped[list[TeamMember]] = relationship(back_populates="project", order_by="TeamMember.id")
    budget_lines: Mapped[list[BudgetLine]] = relationship(back_populates="project", order_by="BudgetLine.id")
    attachments: Mapped[list[Attachment]] = relationship(back_populates="project", order_by="Attachment.id")
    involvements: Mapped[list[Involvement]] = relationship(
        back_populates="project",
        order_by="Involvement.happened_on, Involvement.id",
        foreign_keys="Involvement.project_id",
    )
    links: Mapped[list[ContributionLink]] = relationship(back_populates="project", order_by="ContributionLink.id")

    @property
    def origin_words(self) -> str:
        """The words from which the project was born, while everybody may read them; else nothing."""
        said = self.origin_contribution
        return said.text if said is not None and said.is_shown else ""

    @property
    def report_due_on(self) -> date:
        """The day by which the report must be sent, counted from the end of the works."""
        return self._days_after_entry(self.report_days)

    @property
    def refund_due_on(self) -> date:
        """The day by which unused money must be given back, counted from the day it was asked for."""
        return self._days_after_entry(self.refund_days)

    def _days_after_entry(self, days: int) -> date:
        return self.entered_at.astimezone(PARIS).date() + timedelta(days=days)

    def held_documents(self) -> Collection[str]:
        """Return the kinds of document attached to the project."""
        return {attachment.kind for attachment in self.attachments}


class ProjectCounter(Model):
    """The last number given to a project in a year."""

    __tablename__ = "project_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
