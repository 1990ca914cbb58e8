"""What a committee decided, and what ties each result to what it requires."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant, choice
from app.db import Model
from app.funds.rulebook import VoteMode
from app.money import Money
from app.projects.models import Project

if TYPE_CHECKING:
    from app.committees.models import Sitting


class Result(StrEnum):
    """What a committee may decide; each value is also the name of the workflow action it opens."""

    GRANT = "grant"
    GRANT_WITH_CONDITIONS = "grant_with_conditions"
    ADJOURN = "adjourn"
    REFUSE = "refuse"


class Roll(TypedDict, total=False):
    """Who stepped aside and presided when a file was decided, as ids of seats, and its quorum: for the minutes."""

    aside: list[int]
    presiding: int | None
    quorum_needed: int
    quorum_waived: bool


class Decision(Model):
    """What the committee decided on a project, by how many votes, and the reason in plain words.

    One decision is current per project; one that was corrected keeps its row with `annulled_at`.
    """

    __tablename__ = "decision"
    __table_args__ = (
        sa.CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0", name="votes_not_negative"),
        sa.CheckConstraint(
            "(result IN ('grant', 'grant_with_conditions')) = (amount_cents IS NOT NULL)", name="grant_has_an_amount"
        ),
        sa.CheckConstraint("amount_cents IS NULL OR amount_cents > 0", name="amount_positive"),
        sa.CheckConstraint("amount_cents IS NULL OR amount_cents <= requested_cents", name="no_more_than_requested"),
        sa.CheckConstraint("result NOT IN ('adjourn', 'refuse') OR reason <> ''", name="refusal_has_a_reason"),
        sa.CheckConstraint(
            "amount_cents IS NULL OR amount_cents >= requested_cents OR reason <> ''", name="reduction_has_a_reason"
        ),
        sa.CheckConstraint(
            "result <> 'grant_with_conditions' OR (conditions <> '' AND reason <> '')", name="conditions_are_written"
        ),
        sa.CheckConstraint("(result = 'adjourn') = (target_sitting_id IS NOT NULL)", name="adjourned_to_a_sitting"),
        sa.CheckConstraint("votes_for + votes_against + abstentions = voting_present", name="everyone_present_voted"),
        sa.CheckConstraint("2 * residents_present > voting_present", name="residents_hold_the_majority"),
        sa.CheckConstraint("NOT casting_vote OR votes_for = votes_against", name="casting_vote_breaks_a_tie"),
        sa.CheckConstraint("NOT casting_vote OR vote_mode <> 'secret'", name="no_casting_vote_in_secret"),
        sa.CheckConstraint(
            "casting_vote OR (result = 'refuse' AND votes_against > votes_for)"
            " OR (result <> 'refuse' AND votes_for > votes_against)", name="majority_decides"
        ),
        sa.CheckConstraint("(amount_supporters IS NULL) = (amount_voters IS NULL)", name="amount_supported_by"),
        sa.Index("ix_decision_day", "decided_at"),
        sa.Index("uq_decision_current", "project_id", unique=True,
                 postgresql_where=sa.text("annulled_at IS NULL AND NOT is_past"),
                 sqlite_where=sa.text("annulled_at IS NULL AND NOT is_past")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"), index=True)
    result: Mapped[Result] = mapped_column(choice(Result))
    requested_cents: Mapped[Money]
    amount_cents: Mapped[Money | None]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    abstentions: Mapped[int]
    voting_present: Mapped[int]
    residents_present: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    conditions: Mapped[str] = mapped_column(sa.Text, default="")
    casting_vote: Mapped[bool] = mapped_column(default=False)
    """Votes were equal, and the vote of whoever presided decided."""
    vote_mode: Mapped[VoteMode] = mapped_column(choice(VoteMode), default=VoteMode.SHOW_OF_HANDS)
    vote_id: Mapped[int | None] = mapped_column(sa.ForeignKey("committee_vote.id"))
    target_sitting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sitting.id"), index=True)
    """The sitting where an adjourned file comes back: one of the two that follow (DOMAIN §A.3, invariant 6)."""
    amount_supporters: Mapped[int | None]
    amount_voters: Mapped[int | None]
    """When members proposed amounts: how many accepted at least the one granted, among how many voters."""
    roll: Mapped[Roll] = mapped_column(sa.JSON, default=dict)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[Instant]
    annulled_at: Mapped[Instant | None]
    is_past: Mapped[bool] = mapped_column(default=False)
    """A new deliberation has begun: the project came back after this decision."""

    sitting: Mapped[Sitting] = relationship(foreign_keys=[sitting_id])
    target_sitting: Mapped[Sitting | None] = relationship(foreign_keys=[target_sitting_id])
    project: Mapped[Project] = relationship()
