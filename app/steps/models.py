"""The history of every subject, and the columns that anything with a state carries."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.append_only import append_only
from app.chain import START
from app.columns import Instant, choice
from app.db import Model


class StepKind(StrEnum):
    """What a row of the history tells."""

    ACTION = "action"
    CORRECTION = "correction"
    ENTRY = "entry"


class Subject:
    """Columns of anything that follows a workflow; `steps.services` alone writes them."""

    kind: ClassVar[str]
    id: Mapped[int]

    workflow_key: Mapped[str] = mapped_column(sa.String(60))
    workflow_version: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(60))
    stage: Mapped[str] = mapped_column(sa.String(60))
    is_open: Mapped[bool] = mapped_column(default=True)
    entered_at: Mapped[Instant]
    due_at: Mapped[Instant | None]
    last_activity_at: Mapped[Instant]
    step_count: Mapped[int] = mapped_column(default=0)
    journal_head: Mapped[str] = mapped_column(sa.String(64), default=START)

    def held_documents(self) -> Collection[str]:
        """Return the codes of the documents this subject already holds."""
        return ()


@append_only
class Step(Model):
    """One row of the history: who did what, on whose behalf, from which state to which, when, and why.

    `number` counts from 1 within a subject; `digest` chains it to the row before. Rows are never changed: the
    database refuses it.
    """

    __tablename__ = "step"
    __table_args__ = (
        sa.UniqueConstraint("subject_kind", "subject_id", "number"),
        sa.CheckConstraint("number >= 1", name="number_from_one"),
        sa.CheckConstraint("kind <> 'correction' OR corrects IS NOT NULL", name="correction_names_its_step"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int]
    number: Mapped[int]
    kind: Mapped[StepKind] = mapped_column(choice(StepKind))
    action: Mapped[str] = mapped_column(sa.String(60))
    from_state: Mapped[str] = mapped_column(sa.String(60))
    to_state: Mapped[str] = mapped_column(sa.String(60))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    on_behalf_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[Instant]
    workflow_version: Mapped[int]
    corrects: Mapped[int | None]
    digest: Mapped[str] = mapped_column(sa.String(64))

    def chained_fields(self) -> dict[str, object]:
        """Return what the digest covers: every column but the row's own id and digest."""
        skipped = {"id", "digest"}
        return {c.key: getattr(self, c.key) for c in sa.inspect(Step).column_attrs if c.key not in skipped}
