"""What the carriers spent and how it went: receipts one by one, and the report."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Instant
from app.db import Model
from app.money import Money


class Expense(Model):
    """A receipt: what was bought, for how much, and how much of it the fund accepts."""

    __tablename__ = "expense"
    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", name="amount_positive"),
        sa.CheckConstraint("eligible IS NULL OR eligible OR reason <> ''", name="refusal_has_a_reason"),
        sa.CheckConstraint(
            "accepted_cents IS NULL OR (accepted_cents > 0 AND accepted_cents <= amount_cents)",
            name="part_within_whole",
        ),
        sa.CheckConstraint(
            "accepted_cents IS NULL OR accepted_cents = amount_cents OR reason <> ''", name="part_has_a_reason"
        ),
        sa.CheckConstraint("NOT sworn OR statement <> ''", name="sworn_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    spent_on: Mapped[date]
    supplier: Mapped[str] = mapped_column(sa.String(120))
    label: Mapped[str] = mapped_column(sa.String(120))
    amount_cents: Mapped[Money]
    attachment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"), index=True)
    payment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("payment.id"), unique=True)
    """The direct purchase of which this is the receipt."""
    budget_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("budget_line.id", ondelete="SET NULL"), index=True)
    """The expense of the project's budget that it pays for, when somebody said which."""
    sworn: Mapped[bool] = mapped_column(default=False)
    statement: Mapped[str] = mapped_column(sa.String(300), default="")
    """How the receipt was lost, in the words of who swears that the money was spent."""
    asked_again: Mapped[str] = mapped_column(sa.String(200), default="")
    """What the gestionnaire asks: the photo cannot be read. Empty once another photo has come."""
    eligible: Mapped[bool | None]
    accepted_cents: Mapped[Money | None]
    """How much of the amount is accepted; empty for all of it."""
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    judged_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    @property
    def accepted(self) -> int:
        """Return how many cents the fund accepts."""
        if not self.eligible:
            return 0
        return self.amount_cents if self.accepted_cents is None else self.accepted_cents


class Report(Model):
    """What the carriers tell, in writing or by voice, once the project is over; rewritten while it is theirs."""

    __tablename__ = "report"
    __table_args__ = (
        sa.CheckConstraint("participants >= 0", name="participants_not_negative"),
        sa.CheckConstraint("newcomers BETWEEN 0 AND participants", name="newcomers_among_participants"),
        sa.CheckConstraint("story <> '' OR voice_id IS NOT NULL", name="told_or_said"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), unique=True)
    story: Mapped[str] = mapped_column(sa.Text)
    voice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    transcript: Mapped[str] = mapped_column(sa.Text, default="")
    """What is said in the voice file, written by somebody who listened to it."""
    transcribed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    participants: Mapped[int]
    newcomers: Mapped[int]
    no_expense: Mapped[bool] = mapped_column(default=False)
    photo_consent: Mapped[bool] = mapped_column(default=False)
    """The carriers say that everybody who can be recognised on the photos agreed to it."""
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    written_at: Mapped[Instant]
