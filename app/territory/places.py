"""The cities and neighbourhoods for which a role may be given."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.accounts.models import Scope
from app.accounts.places import Place, place_source
from app.db import session
from app.i18n import gettext as _
from app.territory.models import Commune, Neighbourhood


@place_source
def territory_places() -> Iterator[Place]:
    """Yield each city, followed by its neighbourhoods."""
    rows = session().execute(
        sa.select(Commune.id, Commune.name, Neighbourhood.id, Neighbourhood.name)
        .outerjoin(Neighbourhood, Neighbourhood.commune_id == Commune.id)
        .order_by(Commune.name, Neighbourhood.name)
    )
    told: set[int] = set()
    for commune_id, commune, neighbourhood_id, neighbourhood in rows:
        if commune_id not in told:
            told.add(commune_id)
            yield Place(Scope.COMMUNE, commune_id, _("%(city)s, toute la ville", city=commune), commune_id)
        if neighbourhood_id is not None:
            yield Place(Scope.NEIGHBOURHOOD, neighbourhood_id, f"{neighbourhood} ({commune})", commune_id)
