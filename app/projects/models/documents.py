"""The documents of a project."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant
from app.db import Model
from app.projects.models.project import Project


class Attachment(Model):
    """A document of the project; the file itself is stored once, under its SHA-256."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str] = mapped_column(sa.String(160))
    media_type: Mapped[str] = mapped_column(sa.String(80))
    size: Mapped[int]
    caption: Mapped[str] = mapped_column(sa.String(200), default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    added_at: Mapped[Instant]

    project: Mapped[Project] = relationship(back_populates="attachments")
