"""The cities, neighbourhoods and organisations for which a role may be given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Scope
from app.accounts.places import Place, place_source
from app.db import session
from app.i18n import gettext as _
from app.territory.models import Commune, Neighbourhood, Organisation


@place_source
def territory_places() -> Iterator[Place]:
    """Yield each city followed by its neighbourhoods, then the organisations; one query."""
    told: set[int] = set()
    for is_body, commune_id, commune, row_id, name in session().execute(_rows()):
        if is_body:
            yield Place(Scope.ORGANISATION, row_id, name, commune_id)
            continue
        if commune_id not in told:
            told.add(commune_id)
            yield Place(Scope.COMMUNE, commune_id, _("%(city)s, toute la ville", city=commune), commune_id)
        if row_id is not None:
            yield Place(Scope.NEIGHBOURHOOD, row_id, f"{name} ({commune})", commune_id)


def _rows() -> sa.CompoundSelect[*tuple[Any, ...]]:
    places = sa.select(
        sa.literal(0).label("is_body"), Commune.id.label("commune_id"), Commune.name.label("commune"),
        Neighbourhood.id.label("row_id"), Neighbourhood.name.label("name"),
    ).outerjoin(Neighbourhood, Neighbourhood.commune_id == Commune.id)  # fmt: skip
    bodies = sa.select(sa.literal(1), Organisation.commune_id, sa.literal(""), Organisation.id, Organisation.name)
    return sa.union_all(places, bodies).order_by("is_body", "commune", "name", "row_id")
