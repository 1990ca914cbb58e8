"""Training actions, from a need to any moment of their life."""

from __future__ import annotations

from app import clock
from app.db import transaction
from app.funds.models import Fund
from app.steps import services as steps
from app.steps.actor import SYSTEM
from app.training.models import NeedSource, Training
from tests.make.money import fund


@transaction()
def training(money: Fund | None = None, **fields: object) -> Training:
    """Store a need of training in the city of a fund."""
    values = {"title": "Répondre sans jargon", "why": "Les réponses sont longues.", "source": NeedSource.REFERENT}
    made = Training(created_at=clock.now(), **(values | fields))
    made.fund = money or fund()
    made.fund_id = made.fund.id
    steps.begin(made, "training", SYSTEM)
    return made
