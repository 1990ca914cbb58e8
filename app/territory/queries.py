"""Reading cities and neighbourhoods."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from app.db import session
from app.territory.models import Commune, Neighbourhood


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
