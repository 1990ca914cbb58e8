"""What a count says: who is funded, and every round that led there, for the explanation and the audit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction


class Verdict(StrEnum):
    """What was decided of a project in a round."""

    FUNDED = "funded"
    TOPPED_UP = "topped_up"
    NO_SUPPORT = "no_support"
    BELOW_MINIMUM = "below_minimum"
    RIVAL_FUNDED = "rival_funded"
    CAP_REACHED = "cap_reached"
    PLACE_TAKEN = "place_taken"
    DOES_NOT_FIT = "does_not_fit"
    NOT_REACHED = "not_reached"
    SUPPORTERS_CANNOT_PAY = "supporters_cannot_pay"


WON = frozenset({Verdict.FUNDED, Verdict.TOPPED_UP})


class Payment(NamedTuple):
    """Who paid for a project: `in_full` voters the price (for each point, where points count), others all they had."""

    price: Fraction
    in_full: Fraction
    all_they_had: Fraction
    raised_from_these: Fraction


class Considered(NamedTuple):
    """A project weighed in a round: its effective votes, or for Phragmén what each voter must have earned to buy it."""

    project: str
    value: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One decision. Amounts are in the currency.

    `support` is the score that the rule counts: votes, points, median grade, or effective votes; `left` is the money
    after the decision; `because` names the rival, the cap or the minimum that kept the project out; `tied_with` the
    projects that only the tie order separates from this one; `lacking` what the supporters or the budget were short of.
    """

    project: str
    verdict: Verdict
    support: Fraction
    cost: Fraction
    left: Fraction
    stage: str = "count"
    because: str = ""
    lacking: Fraction | None = None
    tied_with: tuple[str, ...] = ()
    payment: Payment | None = None
    considered: tuple[Considered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result: winners in the order they were funded, what they take from the budget and from the reserve."""

    winners: tuple[str, ...]
    spent: Fraction
    reserve: Fraction
    left: Fraction
    rounds: tuple[Round, ...]
