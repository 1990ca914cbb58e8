"""What happens to the fund when an action ends: what it did not spend goes back to the envelope."""

from __future__ import annotations

from app.funds.services import training as money
from app.steps.actor import Actor
from app.steps.kinds import upon
from app.training.models import Training


@upon("training", "close", "drop")
def give_back(training: Training, actor: Actor) -> None:
    """Release what is still set aside."""
    money.release_training(training.named, actor)
