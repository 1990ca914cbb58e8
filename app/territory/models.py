"""Cities and their priority neighbourhoods."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model


class Commune(Model):
    """A city of the metropolis."""

    __tablename__ = "commune"

    id: Mapped[int] = mapped_column(primary_key=True)
    insee: Mapped[str] = mapped_column(sa.String(5), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)

    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(back_populates="commune", order_by="Neighbourhood.name")


class Neighbourhood(Model):
    """A priority neighbourhood (QPV); its official code comes from the national file, never from a keyboard."""

    __tablename__ = "neighbourhood"
    __table_args__ = (
        sa.UniqueConstraint("commune_id", "name"),
        sa.CheckConstraint("population IS NULL OR population > 0", name="population_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    code_qp: Mapped[str | None] = mapped_column(sa.String(12), unique=True)
    commune_id: Mapped[int] = mapped_column(sa.ForeignKey("commune.id"), index=True)
    npnru: Mapped[bool] = mapped_column(default=False)
    population: Mapped[int | None]

    commune: Mapped[Commune] = relationship(back_populates="neighbourhoods", lazy="joined")
