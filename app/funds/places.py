"""The funds for which a role may be given."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.accounts.models import Scope
from app.accounts.places import Place, place_source
from app.db import session
from app.funds.models import Fund


@place_source
def fund_places() -> Iterator[Place]:
    """Yield each fund, within the city it serves."""
    for fund_id, name, commune_id in session().execute(
        sa.select(Fund.id, Fund.name, Fund.commune_id).order_by(Fund.name, Fund.id)
    ):
        yield Place(Scope.FUND, fund_id, name, commune_id)
