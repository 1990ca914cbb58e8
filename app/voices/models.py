"""Contributions: a remark, a question, an idea said in a meeting or elsewhere."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import choice
from app.db import Model
from app.dialogue.models import Meeting


class ContributionKind(StrEnum):
    """What was said."""

    QUESTION = "question"
    IDEA = "idea"
    FEELING = "feeling"
    OPINION = "opinion"
    REPORT = "report"


class Contribution(Model):
    """One thing said by a resident; only the text without names is kept here and published."""

    __tablename__ = "contribution"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    kind: Mapped[ContributionKind] = mapped_column(choice(ContributionKind))
    text: Mapped[str] = mapped_column(sa.Text)
    said_on: Mapped[date]

    meeting: Mapped[Meeting | None] = relationship()
