"""What residents said about a project, what became of it, and what its author thinks of that."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.append_only import append_only
from app.columns import Instant, choice
from app.db import Model
from app.projects.models.project import Project
from app.voices.models import Contribution


class ContributionLink(Model):
    """Something said by residents that concerns a project: linked by somebody, one day, once."""

    __tablename__ = "contribution_link"
    __table_args__ = (sa.UniqueConstraint("contribution_id", "project_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution.id"), index=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    linked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    linked_at: Mapped[Instant]

    contribution: Mapped[Contribution] = relationship()
    project: Mapped[Project] = relationship(back_populates="links")


class Outcome(StrEnum):
    """What became of something said, in a project."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    REFUSED = "refused"
    WAITING = "waiting"
    PASSED_ON = "passed_on"

    @property
    def is_awaited(self) -> bool:
        """Say whether nothing is decided yet."""
        return self is Outcome.WAITING


class ReasonCode(StrEnum):
    """Why something said was not taken up."""

    TOO_EXPENSIVE = "too_expensive"
    NOT_ALLOWED = "not_allowed"
    NOT_OURS = "not_ours"
    NOT_FEASIBLE = "not_feasible"
    OTHER_CHOICE = "other_choice"
    LATER = "later"
    ALREADY_DONE = "already_done"
    OTHER = "other"


@append_only
class ContributionOutcome(Model):
    """What became of something said, in a project, with its trace from 0 to 4 (DOMAIN C.5).

    Rows are never changed: `number` counts from 1 for each contribution in each project, the greatest is the current
    one. `impact` is unknown while the outcome is awaited.
    """

    __tablename__ = "contribution_outcome"
    __table_args__ = (
        sa.UniqueConstraint("contribution_id", "project_id", "number"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
        sa.CheckConstraint("impact IS NULL OR impact BETWEEN 0 AND 4", name="impact_on_scale"),
        sa.CheckConstraint("outcome = 'waiting' OR impact IS NOT NULL", name="impact_once_decided"),
        sa.CheckConstraint(
            "outcome <> 'refused' OR (reason_code IS NOT NULL AND reason_text <> '')", name="refusal_says_why"
        ),
        sa.CheckConstraint("outcome <> 'passed_on' OR passed_to <> ''", name="passed_on_to_somebody"),
        sa.Index("ix_contribution_outcome_decided", "decided_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution.id"))
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    number: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    reason_code: Mapped[ReasonCode | None] = mapped_column(choice(ReasonCode))
    reason_text: Mapped[str] = mapped_column(sa.Text, default="")
    passed_to: Mapped[str] = mapped_column(sa.String(160), default="")
    impact: Mapped[int | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    on_behalf_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[Instant]


class OutcomeTelling(Model):
    """How an outcome reaches one of those who said the words: by a message of theirs, or aloud in a meeting."""

    __tablename__ = "outcome_telling"

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution_outcome.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id", ondelete="SET NULL"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    told_on: Mapped[date | None]
    told_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class OutcomeReply(Model):
    """What the author of the words says of the outcome: yes that is it, or no and why. One reply to each outcome.

    The words of a contest are read by who works on the project; everybody reads that it is contested.
    """

    __tablename__ = "outcome_reply"
    outcome_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution_outcome.id"), primary_key=True)
    confirms: Mapped[bool]
    words: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    on_behalf_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    answered_at: Mapped[Instant]
