"""Results: each count with what it was made of, and the second count that must say the same."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.ballots.models.freezing import frozen_columns
from app.columns import Instant
from app.db import Model


@frozen_columns(
    "vote_count",
    "TRUE",
    (
        "edition_id",
        "version",
        "reason",
        "withdrawn",
        "ballots",
        "turnout",
        "outcome",
        "digest",
        "counted_by_id",
        "counted_at",
    ),
)
class VoteCount(Model):
    """One count of an edition. The last version is the result; earlier ones stay published beside it.

    `withdrawn` are the references left out; `ballots` counts by channel and the papers that say nothing; `outcome` the
    winners, votes and every round, amounts in euros as exact text; `digest` hashes rule, ballots and winners together.
    """

    __tablename__ = "vote_count"
    __table_args__ = (
        sa.UniqueConstraint("edition_id", "version"),
        sa.CheckConstraint("version = 1 OR reason <> ''", name="new_version_explained"),
        sa.CheckConstraint("recount_digest IS NULL OR recount_digest = digest", name="recounted_alike"),
        sa.CheckConstraint("recounted_by_id IS NULL OR recounted_by_id <> counted_by_id", name="counted_by_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    version: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    withdrawn: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    ballots: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    turnout: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    """How many people of each neighbourhood of the roll voted, "" for those of none; kept, since the roll is erased."""
    outcome: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    digest: Mapped[str] = mapped_column(sa.String(64))
    seconds: Mapped[float]
    counted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    counted_at: Mapped[Instant]
    recounted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recounted_at: Mapped[Instant | None]
    recount_digest: Mapped[str | None] = mapped_column(sa.String(64))

    @property
    def winners(self) -> list[str]:
        """The references of the projects that won, in the order in which they were funded."""
        return list(self.outcome["winners"])

    @property
    def voters(self) -> int:
        """The ballots that were counted."""
        return self.ballots["counted"]
