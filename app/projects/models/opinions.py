"""Opinions asked of services and partners on a project: the question, its date, the answer and who gave it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.columns import Instant, choice
from app.db import Model
from app.projects.models.project import Project
from app.territory.models import Organisation


class OpinionValue(StrEnum):
    """What a service thinks of a project (DOMAIN A.2)."""

    FAVOURABLE = "favourable"
    RESERVE = "reserve"
    UNFAVOURABLE = "unfavourable"
    NO_OPINION = "no_opinion"


class OpinionChannel(StrEnum):
    """How the answer came: online from the service itself, or keyed by the referent."""

    ONLINE = "online"
    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    MEETING = "meeting"


class Opinion(Model):
    """One question asked of a service or a partner, and its answer when it came.

    It is asked of a body of the territory, of somebody who answers for it, or of a partner by name and contact.
    """

    __tablename__ = "opinion"
    __table_args__ = (
        sa.CheckConstraint("organisation_id IS NOT NULL OR partner <> ''", name="asked_of_somebody"),
        sa.CheckConstraint("(value IS NULL) = (given_at IS NULL)", name="given_one_day"),
        sa.CheckConstraint("value IS NULL OR value = 'favourable' OR text <> ''", name="reserves_are_explained"),
        sa.Index("ix_opinion_project", "project_id", "id"),
        sa.Index("ix_opinion_awaited", "due_on", "project_id", postgresql_where=sa.text("given_at IS NULL"),
                 sqlite_where=sa.text("given_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    answerer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    partner: Mapped[str] = mapped_column(sa.String(120), default="")
    """The name of a partner who is not among the bodies of the territory."""
    contact_name: Mapped[str] = mapped_column(sa.String(120), default="")
    contact_email: Mapped[str] = mapped_column(sa.String(254), default="")
    contact_phone: Mapped[str] = mapped_column(sa.String(20), default="")
    question: Mapped[str] = mapped_column(sa.Text)
    due_on: Mapped[date]
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[Instant]
    value: Mapped[OpinionValue | None] = mapped_column(choice(OpinionValue))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    channel: Mapped[OpinionChannel | None] = mapped_column(choice(OpinionChannel))
    given_by: Mapped[str] = mapped_column(sa.String(120), default="")
    """Who answered on the telephone or signed the letter, when the answer was keyed."""
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    given_at: Mapped[Instant | None]
    reminded_before_at: Mapped[Instant | None]
    reminded_after_at: Mapped[Instant | None]

    project: Mapped[Project] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    answerer: Mapped[Person | None] = relationship(foreign_keys=[answerer_id])

    @property
    def asked_of(self) -> str:
        """Name the body or the partner."""
        return self.organisation.name if self.organisation else self.partner
