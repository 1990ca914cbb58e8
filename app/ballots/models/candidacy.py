"""A project in an edition: was it found eligible, what does it cost, whom is it a rival of, was it withdrawn."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.append_only import append_only
from app.ballots.models.freezing import frozen_columns
from app.columns import Instant, choice
from app.db import Model
from app.money import Money
from app.projects.models import Project
from app.territory.models import Organisation

if TYPE_CHECKING:
    from app.ballots.models.edition import Edition


class Eligibility(StrEnum):
    """What the review of an idea came to; a grouped idea lives on in another one."""

    PENDING = "pending"
    ELIGIBLE = "eligible"
    REFUSED = "refused"
    GROUPED = "grouped"


@frozen_columns(
    "candidacy",
    "(SELECT frozen_at FROM edition WHERE edition.id = OLD.edition_id) IS NOT NULL",
    ("edition_id", "project_id", "eligibility", "cost_cents", "rivals", "on_ballot"),
    no_delete=True,
)
class Candidacy(Model):
    """A project proposed in an edition: the project itself stays the only record of what it is.

    `cost_cents` is the estimate of the services, on which residents vote; `rivals` names a group of projects of which
    at most one can be done; `on_ballot` says that the project is in the locked list. Its sector is the neighbourhood of
    the project, its theme the project's. A project stands in one edition at a time: those it stood in before have left.
    """

    __tablename__ = "candidacy"
    __table_args__ = (
        sa.CheckConstraint("cost_cents IS NULL OR cost_cents > 0", name="cost_positive"),
        sa.CheckConstraint("NOT on_ballot OR (eligibility = 'eligible' AND cost_cents IS NOT NULL)", name="ballot"),
        sa.CheckConstraint("eligibility <> 'refused' OR refusal <> ''", name="refusal_explained"),
        sa.CheckConstraint("eligibility <> 'grouped' OR grouped_into_id IS NOT NULL", name="grouped_somewhere"),
        sa.Index("ix_candidacy_present", "project_id", unique=True, sqlite_where=sa.text("left_at IS NULL"),
                 postgresql_where=sa.text("left_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    eligibility: Mapped[Eligibility] = mapped_column(choice(Eligibility), default=Eligibility.PENDING)
    refusal: Mapped[str] = mapped_column(sa.Text, default="")
    ask_again: Mapped[str] = mapped_column(sa.Text, default="")
    """How the authors may ask again, in plain words."""
    handed_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    told_at: Mapped[Instant | None]
    cost_cents: Mapped[Money | None]
    cost_note: Mapped[str] = mapped_column(sa.Text, default="")
    rivals: Mapped[str] = mapped_column(sa.String(60), default="")
    grouped_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("candidacy.id"))
    on_ballot: Mapped[bool] = mapped_column(default=False)
    is_winner: Mapped[bool | None]
    """What the count said, once the result is published; nothing before."""
    awarded_cents: Mapped[Money | None]
    council_refusal: Mapped[str] = mapped_column(sa.Text, default="")
    """Why the council did not follow the vote for this project, where it did not."""
    spent_cents: Mapped[Money | None]
    """What the project cost in the end."""
    added_at: Mapped[Instant]
    sent_at: Mapped[Instant | None]
    """When its authors sent the idea in this edition: it is shown there from then on."""
    left_at: Mapped[Instant | None]
    """When the project was proposed to a later edition: this line is its history, and moves no more."""
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[Instant | None]

    edition: Mapped[Edition] = relationship(back_populates="candidacies")
    project: Mapped[Project] = relationship(lazy="joined")
    handed_to: Mapped[Organisation | None] = relationship()
    grouped_into: Mapped[Candidacy | None] = relationship(remote_side="Candidacy.id")
    reviews: Mapped[list[EligibilityReview]] = relationship(back_populates="candidacy", order_by="EligibilityReview.id")
    withdrawal: Mapped[CandidacyWithdrawal | None] = relationship(back_populates="candidacy")


class EligibilityReview(Model):
    """One criterion looked at for one idea: met or not, and why."""

    __tablename__ = "eligibility_review"
    __table_args__ = (
        sa.UniqueConstraint("candidacy_id", "criterion"),
        sa.CheckConstraint("is_met OR reason <> ''", name="unmet_explained"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(sa.ForeignKey("candidacy.id"), index=True)
    criterion: Mapped[str] = mapped_column(sa.String(60))
    is_met: Mapped[bool]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]

    candidacy: Mapped[Candidacy] = relationship(back_populates="reviews")


@append_only
class CandidacyWithdrawal(Model):
    """A project withdrawn after the opening: a signed act with its reason, never an edit of the frozen list."""

    __tablename__ = "candidacy_withdrawal"
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="reasoned"),)

    candidacy_id: Mapped[int] = mapped_column(sa.ForeignKey("candidacy.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    signed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]

    candidacy: Mapped[Candidacy] = relationship(back_populates="withdrawal")
    signed_by: Mapped[Person] = relationship(lazy="joined")
