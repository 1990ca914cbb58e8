"""What an action of the workflow does to the fund, which gets back what was not spent, and to the day of the action."""

from __future__ import annotations

from app.db import session
from app.funds.services import training as money
from app.steps.actor import Actor
from app.steps.kinds import upon
from app.training.models import Training


@upon("training", "close", "drop")
def give_back(training: Training, actor: Actor) -> None:
    """Release what is still set aside."""
    money.release_training(training.named, actor)


@upon("training", "postpone")
def forget_the_day(training: Training, _actor: Actor) -> None:
    """Take the day and the place away: neither is known any more."""
    training.held_on, training.place = None, ""
    session().flush()
