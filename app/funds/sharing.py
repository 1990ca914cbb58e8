"""Sharing money between sources, without a database: who pays a grant first, and how a later movement follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.funds.ledger_models import Earmark

FIRST = (Earmark.NEIGHBOURHOOD, Earmark.DIALOGUE, Earmark.TRAINING, Earmark.GENERAL)
"""The published order: money kept for one purpose is used before money that may pay for anything."""


@dataclass(frozen=True)
class Purse:
    """What one source holds in one account, in cents."""

    source_id: int
    cents: int
    earmark: Earmark = Earmark.GENERAL
    neighbourhood_id: int | None = None
    is_carried: bool = False


@dataclass(frozen=True)
class Purpose:
    """What decides which sources may pay: where the project is, whether a dialogue space gave birth to it."""

    neighbourhood_id: int | None = None
    from_dialogue: bool = False
    is_training: bool = False


@dataclass(frozen=True)
class Holder:
    """The project, or the training action, that holds money; neither for what belongs to the whole envelope."""

    project_id: int = 0
    action_id: int = 0


ENVELOPE = Holder()
Share = tuple[int, int]
"""(source id, cents)."""


def fits(purse: Purse, purpose: Purpose) -> bool:
    """Say whether a source may pay for this purpose."""
    match purse.earmark:
        case Earmark.NEIGHBOURHOOD:
            return not purpose.is_training and purse.neighbourhood_id == purpose.neighbourhood_id
        case Earmark.DIALOGUE:
            return not purpose.is_training and purpose.from_dialogue
        case Earmark.TRAINING:
            return purpose.is_training
        case Earmark.GENERAL:
            return True


def in_order(purses: Sequence[Purse], purpose: Purpose) -> list[Purse]:
    """Return the sources that may pay, the first to use first.

    Money kept for this purpose, then free money; within each, money carried over from the year before, then the oldest.
    """
    fitting = [purse for purse in purses if purse.cents > 0 and fits(purse, purpose)]
    return sorted(fitting, key=lambda it: (FIRST.index(it.earmark), not it.is_carried, it.source_id))


def drawn(cents: int, purses: Sequence[Purse]) -> list[Share]:
    """Empty purses one after the other until the sum is there; less than the sum when they do not hold it."""
    shares: list[Share] = []
    for purse in purses:
        taken = min(purse.cents, cents)
        if taken:
            shares.append((purse.source_id, taken))
        cents -= taken
    return shares


def split(cents: int, purses: Sequence[Purse]) -> list[Share]:
    """Share a movement in proportion to what each source holds, exact to the cent (largest remainder).

    No share is above what its source holds, as long as the sum is not above what they hold together; equal remainders
    go to the oldest source. Raises ValueError above that sum.
    """
    held = sum(purse.cents for purse in purses)
    if not 0 <= cents <= held:
        raise ValueError(f"{cents} cents cannot be shared out of {held}")
    if cents == 0:
        return []
    parts = {purse.source_id: divmod(cents * purse.cents, held) for purse in purses}
    left = cents - sum(whole for whole, _rest in parts.values())
    largest = sorted(parts, key=lambda key: (-parts[key][1], key))[:left]
    shares = ((key, whole + (key in largest)) for key, (whole, _rest) in sorted(parts.items()))
    return [(key, share) for key, share in shares if share]
