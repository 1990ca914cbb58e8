"""The rules of a fund over the year: a second version comes half way, a third is being prepared at the end."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

from app import clock
from app.accounts.models import Role
from app.demo.cast import City
from app.funds.services import rules
from app.funds.services.rules import Wanted
from app.steps.actor import Actor

HALF_WAY = timedelta(days=190)
AT_THE_END = timedelta(days=385)
NOTICE = timedelta(days=20)
SECOND: dict[str, Any] = {"min_amount_cents": 30_00, "report_days": 60}
THIRD: dict[str, Any] = {"cap_cents": 1_200_00, "own_share_pct": 10}


def rules_of(city: City) -> Generator[datetime, None, None]:
    """Change the rules of a city's fund half way, and prepare others at the end of the year."""
    gestionnaire, begun = Actor(city.staff[Role.GESTIONNAIRE].id), clock.now()
    yield begun + HALF_WAY
    _prepare(city, SECOND, gestionnaire)
    rules.adopt(city.fund, gestionnaire)
    yield begun + AT_THE_END
    _prepare(city, THIRD, gestionnaire)


def _prepare(city: City, values: dict[str, Any], gestionnaire: Actor) -> None:
    rules.prepare(city.fund, gestionnaire)
    rules.change(city.fund, Wanted(values, clock.today() + NOTICE), gestionnaire)
