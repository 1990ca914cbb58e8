"""Reading the openings of funds, and the cities that have none."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.db import session
from app.funds.models import Fund
from app.funds.opening import FundOpening
from app.territory.models import Commune


def begun_by(person_id: int) -> Sequence[FundOpening]:
    """Return the openings that a person has begun and not finished, newest first."""
    return session().scalars(
        sa.select(FundOpening)
        .where(FundOpening.made_by_id == person_id, FundOpening.fund_id.is_(None))
        .order_by(FundOpening.id.desc())
    ).all()  # fmt: skip


def opening_by_id(opening_id: int) -> FundOpening | None:
    """Return an opening, or None."""
    return session().get(FundOpening, opening_id)


def cities_without_fund() -> Sequence[Commune]:
    """Return the cities that have no fund yet, by name."""
    has_one = sa.exists().where(Fund.commune_id == Commune.id)
    return session().scalars(sa.select(Commune).where(~has_one).order_by(Commune.name)).all()


def city_name(commune_id: int | None) -> str:
    """Return the name of a city, or nothing."""
    city = session().get(Commune, commune_id) if commune_id else None
    return city.name if city else ""


def fund_by_id(fund_id: int) -> Fund | None:
    """Return a fund, or None."""
    return session().get(Fund, fund_id)
