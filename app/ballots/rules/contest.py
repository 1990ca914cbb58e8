"""What is counted: a sum of money, candidates with a cost, and ballots, all in whole numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


class Candidate(NamedTuple):
    """A project as the count sees it: its cost in grains of money, and its labels (neighbourhood, theme…)."""

    id: str
    cost: int
    labels: Mapping[str, str]


class Ballot(NamedTuple):
    """All ballots that say the same: positions of the chosen candidates, a mark for each, and their weight together.

    A mark is 1 on an approval ballot, the points or the grade on the others; on a ranking, the choices are in order.
    """

    choices: tuple[int, ...]
    marks: tuple[int, ...]
    weight: int


class Backing(NamedTuple):
    """Positions of ballots: those of one plain voter each, which are counted fast, and those of another weight."""

    alone: list[int]
    shared: list[int]


@dataclass(frozen=True)
class Contest:
    """Everything a rule may look at.

    Grains make fractions whole: an amount divided by `money_grain` is in the currency, a mark by `mark_grain` in
    points, a weight by `weight_grain` in voters. `repeated` tells that some ballot may name a candidate twice.
    """

    budget: int
    candidates: tuple[Candidate, ...]
    ballots: tuple[Ballot, ...]
    money_grain: int = 1
    mark_grain: int = 1
    weight_grain: int = 1
    repeated: bool = False

    @cached_property
    def weights(self) -> list[int]:
        """Give the weight of each ballot."""
        return [weight for _, _, weight in self.ballots]

    @cached_property
    def weight(self) -> int:
        """Give the weight of all ballots together, those without a choice included."""
        return sum(self.weights)

    @cached_property
    def backing(self) -> tuple[Backing, ...]:
        """Give the ballots that name each candidate."""
        found = tuple(Backing([], []) for _ in self.candidates)
        alone = [backing.alone.append for backing in found]
        shared = [backing.shared.append for backing in found]
        plain = self.weight_grain
        for position, (choices, _, weight) in enumerate(self.ballots):
            add = alone if weight == plain else shared
            for candidate in choices:
                add[candidate](position)
        return found

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """Give the weight of the ballots that name each candidate."""
        return tuple(map(self.weight_of, self.backing))

    def weight_of(self, ballots: Backing) -> int:
        """Add up the weights of some ballots."""
        return self.weight_grain * len(ballots.alone) + sum(map(self.weights.__getitem__, ballots.shared))

    def money(self, grains: int) -> Fraction:
        """Express an amount in the currency."""
        return Fraction(grains, self.money_grain) if self.money_grain > 1 else Fraction(grains)

    def narrowed(self, positions: Collection[int]) -> Contest:
        """Keep the ballots that name some of these candidates, and on them only these choices."""
        kept = set(positions)
        ballots = []
        for choices, marks, weight in self.ballots:
            pairs = [pair for pair in zip(choices, marks, strict=True) if pair[0] in kept]
            if pairs:
                ballots.append(Ballot(tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs), weight))
        return replace(self, ballots=tuple(ballots))


class Vote(NamedTuple):
    """One voter's ballot before it is gathered with the others: no marks means 1 for each choice."""

    choices: Sequence[str]
    marks: Sequence[Fraction | int] = ()
    weight: Fraction | int = 1


def gather(
    budget: Fraction | int,
    projects: Iterable[tuple[str, Fraction | int, Mapping[str, str]]],
    votes: Iterable[Vote],
    *,
    ranked: bool = False,
) -> Contest:
    """Make the contest of these projects (id, cost, labels) and votes, gathering the ballots that say the same.

    A choice repeated on a ballot counts each time, as it did in the cities that accepted such ballots; on a ranking
    only its first place stands.
    """
    projects, votes = tuple(projects), tuple(votes)
    money = lcm(Fraction(budget).denominator, *(Fraction(cost).denominator for _, cost, _ in projects))
    mark_grain = lcm(1, *{Fraction(mark).denominator for vote in votes for mark in vote.marks})
    weight_grain = lcm(1, *{Fraction(vote.weight).denominator for vote in votes})
    position = {identifier: index for index, (identifier, _, _) in enumerate(projects)}
    gathered: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter()
    for choices, marks, weight in votes:
        chosen = [position[choice] for choice in (dict.fromkeys(choices) if ranked else choices)]
        given = [int(mark * mark_grain) for mark in marks] or [1] * len(chosen)
        if not ranked:
            pairs = sorted(zip(chosen, given, strict=True))
            chosen, given = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        gathered[tuple(chosen), tuple(given)] += int(weight * weight_grain)
    return Contest(
        budget=int(budget * money),
        candidates=tuple(Candidate(identifier, int(cost * money), labels) for identifier, cost, labels in projects),
        ballots=tuple(Ballot(choices, marks, weight) for (choices, marks), weight in gathered.items()),
        money_grain=money,
        mark_grain=mark_grain,
        weight_grain=weight_grain,
        repeated=any(len(set(choices)) < len(choices) for choices, _ in gathered),
    )
