"""Two projects that become one, with the agreement of both teams."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant
from app.db import Model


class MergeProposal(Model):
    """The proposal that a project joins another; it closes when they are merged, or when a team says no."""

    __tablename__ = "merge_proposal"
    __table_args__ = (
        sa.CheckConstraint("absorbed_id <> into_id", name="two_projects"),
        sa.CheckConstraint("NOT done OR closed_at IS NOT NULL", name="done_is_closed"),
        sa.Index("uq_merge_proposal_open", "absorbed_id", unique=True,
                 postgresql_where=sa.text("closed_at IS NULL"), sqlite_where=sa.text("closed_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    absorbed_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    into_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    on_behalf_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    proposed_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]
    done: Mapped[bool] = mapped_column(default=False)

    consents: Mapped[list[MergeConsent]] = relationship(order_by="MergeConsent.project_id")


class MergeConsent(Model):
    """What the team of one of the two projects answers, by its main carrier or by who helps them."""

    __tablename__ = "merge_consent"

    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("merge_proposal.id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), primary_key=True)
    agrees: Mapped[bool]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    on_behalf_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    answered_at: Mapped[Instant]
