"""Cities, their priority neighbourhoods, and the bodies that answer for something there."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.columns import choice
from app.db import Model


class Commune(Model):
    """A city of the metropolis."""

    __tablename__ = "commune"

    id: Mapped[int] = mapped_column(primary_key=True)
    insee: Mapped[str] = mapped_column(sa.String(5), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)

    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(back_populates="commune", order_by="Neighbourhood.name")


class Dimension(StrEnum):
    """What the people of a neighbourhood are counted by."""

    AGE = "age"
    SEX = "sex"


class Neighbourhood(Model):
    """A priority neighbourhood (QPV); its official code comes from the national file, never from a keyboard.

    `map_x` and `map_y` are its tile on the map (see `zoning`); without them it stands in the list alone.
    """

    __tablename__ = "neighbourhood"
    __table_args__ = (
        sa.UniqueConstraint("commune_id", "name"),
        sa.CheckConstraint("population IS NULL OR population > 0", name="population_positive"),
        sa.CheckConstraint("map_x BETWEEN 0 AND 3", name="map_column"),
        sa.CheckConstraint("map_y BETWEEN 0 AND 7 AND map_y NOT IN (1, 5)", name="map_row"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    code_qp: Mapped[str | None] = mapped_column(sa.String(12), unique=True)
    commune_id: Mapped[int] = mapped_column(sa.ForeignKey("commune.id"), index=True)
    npnru: Mapped[bool] = mapped_column(default=False)
    population: Mapped[int | None]
    map_x: Mapped[int | None]
    map_y: Mapped[int | None]

    commune: Mapped[Commune] = relationship(back_populates="neighbourhoods", lazy="joined")


class BaselineStat(Model):
    """How many people of one band live in a neighbourhood: the source and the year are always said."""

    __tablename__ = "baseline_stat"
    __table_args__ = (
        sa.UniqueConstraint("neighbourhood_id", "dimension", "band", "year"),
        sa.CheckConstraint("count >= 0", name="count_not_negative"),
        sa.CheckConstraint("source <> ''", name="source_named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    dimension: Mapped[Dimension] = mapped_column(choice(Dimension))
    band: Mapped[str] = mapped_column(sa.String(20))
    count: Mapped[int]
    source: Mapped[str] = mapped_column(sa.String(160))
    year: Mapped[int]


class OrganisationKind(StrEnum):
    """What sort of body it is."""

    CITY = "city"
    METROPOLIS = "metropolis"
    LANDLORD = "landlord"
    STATE = "state"
    DEPARTMENT = "department"
    TRANSPORT = "transport"
    OTHER = "other"


class Organisation(Model):
    """A body that answers for something in a city (or in all of them): a service, a landlord, the State.

    `head` is told when an answer is late, `elected` when it is very late.
    """

    __tablename__ = "organisation"
    __table_args__ = (sa.UniqueConstraint("name", "commune_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind))
    name: Mapped[str] = mapped_column(sa.String(120))
    commune_id: Mapped[int | None] = mapped_column(sa.ForeignKey("commune.id"), index=True)
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    head_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    elected_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    commune: Mapped[Commune | None] = relationship()
    head: Mapped[Person | None] = relationship(foreign_keys=[head_id])
    elected: Mapped[Person | None] = relationship(foreign_keys=[elected_id])
