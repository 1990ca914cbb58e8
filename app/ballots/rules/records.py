"""The rules as data: what is frozen and published before a vote opens, and printed beside its result."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Score(StrEnum):
    """What supports a project: the ballots that name it, their points, or points for their ranks."""

    VOTES = "votes"
    POINTS = "points"
    RANKS = "ranks"


class Misfit(StrEnum):
    """What happens at a project that costs more than what is left: pass over it, stop, or top it up and stop."""

    SKIP = "skip"
    STOP = "stop"
    TOP_UP = "top_up"


class TieBreak(StrEnum):
    """What separates projects with the same support, before the lot does; `listed` is the order of the list itself."""

    LISTED = "listed"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    MOST_VOTES = "most_votes"


class Utility(StrEnum):
    """What a funded project is worth to a voter who chose it: its cost, or one like any other."""

    COST = "cost"
    COUNT = "count"


class Stop(StrEnum):
    """When the shares stop growing: before the step that overspends, or as soon as nothing more would fit."""

    OVERSPEND = "overspend"
    EXHAUSTIVE = "exhaustive"


class Completion(StrEnum):
    """Who gets the money that Equal Shares leaves: nobody, or the best supported projects that fit."""

    NONE = "none"
    GREEDY = "greedy"


class Comparison(StrEnum):
    """Whether the greedy outcome may win: no, if more voters get more of their projects, if more get at least one."""

    NONE = "none"
    SATISFACTION = "satisfaction"
    EXCLUSION = "exclusion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """How ties are broken: the published criteria, then the lot drawn by a seed committed before the vote opened."""

    criteria: tuple[TieBreak, ...] = ()
    seed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """The support below which a project is out.

    `score` is in votes or points, whichever the rule counts; `of_voters` is a share of the ballots; with `of_cost`, the
    share of the ballots must reach that part of the project's share of the budget (Świecie: 1/3).
    """

    score: Fraction = Fraction(0)
    of_voters: Fraction = Fraction(0)
    of_cost: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The most that the projects with this label may cost together, in the currency."""

    label: str
    value: str
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may keep a project out whatever its place: support, rivals of which at most one is funded, caps by label."""

    minimum: Minimum = field(default_factory=Minimum)
    exclusive: tuple[frozenset[str], ...] = ()
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Greedy:
    """From the best supported project down, while the money lasts.

    `top_up` is the part of its cost that must be left for the first misfit to be topped up from a reserve;
    `rank_points` are the points for the first, second… rank, by default n, n-1… 1 where n is the longest ballot.
    """

    score: Score = Score.VOTES
    misfit: Misfit = Misfit.SKIP
    top_up: Fraction = Fraction(4, 5)
    rank_points: tuple[int, ...] = ()
    ties: Ties = field(default_factory=Ties)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualShares:
    """Every voter gets the same share of the money, spent only on projects of their own choice.

    `step`, in the currency, is what each share grows by while money is left (0: shares never grow).
    """

    score: Score = Score.VOTES
    utility: Utility = Utility.COST
    step: Fraction = Fraction(0)
    stop: Stop = Stop.OVERSPEND
    completion: Completion = Completion.NONE
    comparison: Comparison = Comparison.NONE
    ties: Ties = field(default_factory=Ties)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phragmen:
    """Voters earn money at the same steady pace; a project is bought as soon as those who chose it can pay."""

    misfit: Misfit = Misfit.STOP
    ties: Ties = field(default_factory=Ties)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorityJudgment:
    """Projects ranked by their median grade, then funded in that order.

    A ballot that does not grade a project gives it `missing`; `lowest` is the least median grade that can be funded.
    """

    missing: int = 0
    lowest: int = 0
    misfit: Misfit = Misfit.SKIP
    top_up: Fraction = Fraction(4, 5)
    ties: Ties = field(default_factory=Ties)
    limits: Limits = field(default_factory=Limits)


Rule = Greedy | EqualShares | Phragmen | MajorityJudgment


RULES: dict[str, type[Rule]] = {
    "greedy": Greedy,
    "equal_shares": EqualShares,
    "phragmen": Phragmen,
    "majority_judgment": MajorityJudgment,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One step of a count in several steps: a rule, over which projects, with which money.

    Without `label`, over all projects; without `amount` (in the currency), with all that is left so far. With `most`,
    at most that many projects are taken for each value of `label`: one each, first of all, is a floor.
    """

    name: str
    rule: Rule
    label: str = ""
    value: str = ""
    amount: Fraction | None = None
    most: int = 0


Plan = tuple[Pass, ...]


def single(rule: Rule) -> Plan:
    """Give the plan of a count in one pass."""
    return (Pass(name="count", rule=rule),)


def envelopes(label: str, amounts: dict[str, Fraction], inside: Rule, then: Rule | None) -> Plan:
    """Plan one envelope for each value of a label, then a common pool (or nothing) with all that is left."""
    divided = tuple(
        Pass(name=f"{label}:{value}", rule=inside, label=label, value=value, amount=amount)
        for value, amount in amounts.items()
    )
    return divided if then is None else (*divided, Pass(name="common", rule=then))


def floors(label: str, at_least: int, first: Greedy, then: Rule) -> Plan:
    """Plan a first pass that takes the best of each value of a label, then the rule for all that is left."""
    return (Pass(name="floor", rule=first, label=label, most=at_least), Pass(name="common", rule=then))
