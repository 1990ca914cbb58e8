"""Reading cities and neighbourhoods."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.db import session
from app.territory.models import Commune, Neighbourhood, Organisation


def all_neighbourhoods() -> list[Neighbourhood]:
    """Return every neighbourhood with its city, by city and name."""
    return list(
        session().scalars(
            sa.select(Neighbourhood)
            .join(Neighbourhood.commune)
            .options(contains_eager(Neighbourhood.commune))
            .order_by(Commune.name, Commune.id, Neighbourhood.name)
        )
    )


def neighbourhood_by_slug(slug: str) -> Neighbourhood | None:
    """Return a neighbourhood with its city, or None."""
    return session().scalar(sa.select(Neighbourhood).where(Neighbourhood.slug == slug))


def all_communes() -> list[Commune]:
    """Return the cities, by name."""
    return list(session().scalars(sa.select(Commune).order_by(Commune.name)))


def organisations() -> list[Organisation]:
    """Return every body that answers, with its city and who is told when it is late, by name; one query."""
    return list(
        session().scalars(
            sa.select(Organisation)
            .options(joinedload(Organisation.commune), joinedload(Organisation.head), joinedload(Organisation.elected))
            .order_by(Organisation.name, Organisation.id)
        )
    )


def organisation(organisation_id: int) -> Organisation | None:
    """Return a body with who is told when it is late, or None."""
    return session().scalar(
        sa.select(Organisation)
        .where(Organisation.id == organisation_id)
        .options(joinedload(Organisation.head), joinedload(Organisation.elected))
    )
