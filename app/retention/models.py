"""What the nightly job did: one row a rule and a day, the proof that periods are applied."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Instant
from app.db import Model


class RetentionRun(Model):
    """One rule applied on one day, and how many records it made forget."""

    __tablename__ = "retention_run"

    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    run_on: Mapped[date] = mapped_column(primary_key=True)
    forgotten: Mapped[int]
    done_at: Mapped[Instant]
