"""Where the contract with the neighbourhoods is steered: who sat there, and what was brought there (F-23)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import choice
from app.db import Model


class BodyKind(StrEnum):
    """Which body met."""

    LOCAL_COORDINATION = "local_coordination"
    PLENARY = "plenary"
    STEERING = "steering"


class ReferralOutcome(StrEnum):
    """What became of a subject brought to a body."""

    WAITING = "waiting"
    ADOPTED = "adopted"
    PARTLY = "partly"
    REFUSED = "refused"
    PASSED_ON = "passed_on"


class GovernanceMeeting(Model):
    """One meeting of a body: of one city, or of the metropolis when it has none."""

    __tablename__ = "governance_meeting"
    __table_args__ = (
        sa.CheckConstraint("residents BETWEEN 0 AND people", name="residents_among_the_people"),
        sa.UniqueConstraint("kind", "commune_id", "held_on"),
        sa.Index("ix_governance_meeting_day", "held_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BodyKind] = mapped_column(choice(BodyKind))
    commune_id: Mapped[int | None] = mapped_column(sa.ForeignKey("commune.id"))
    held_on: Mapped[date]
    people: Mapped[int]
    residents: Mapped[int]


class Referral(Model):
    """A subject that residents had brought to a body, and what became of it."""

    __tablename__ = "governance_referral"
    __table_args__ = (
        sa.CheckConstraint("subject <> ''", name="says_what"),
        sa.UniqueConstraint("meeting_id", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("governance_meeting.id"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(200))
    outcome: Mapped[ReferralOutcome] = mapped_column(choice(ReferralOutcome), default=ReferralOutcome.WAITING)
