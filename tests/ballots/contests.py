"""Builders of contests for the tests of counting."""

import random
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from app.ballots.rules.contest import Contest, Vote, gather


def approvals(budget: int, costs: Mapping[str, int], ballots: Iterable[str | Sequence[str]]) -> Contest:
    """Make an approval contest; a ballot is a list of ids, or a word whose letters are ids."""
    return gather(
        budget, [(name, cost, {}) for name, cost in costs.items()], [Vote(list(ballot)) for ballot in ballots]
    )


def labelled(budget: int, projects: Mapping[str, tuple[int, str]], ballots: Iterable[str]) -> Contest:
    """Make an approval contest whose projects have a cost and a sector."""
    listed = [(name, cost, {"sector": sector} if sector else {}) for name, (cost, sector) in projects.items()]
    return gather(budget, listed, [Vote(list(ballot)) for ballot in ballots])


def marked(budget: int, costs: Mapping[str, int], ballots: Iterable[Mapping[str, int | Fraction]]) -> Contest:
    """Make a contest with points or grades: a ballot gives a mark to each project that it names."""
    votes = [Vote(list(ballot), list(ballot.values())) for ballot in ballots]
    return gather(budget, [(name, cost, {}) for name, cost in costs.items()], votes)


def random_election(seed: int, *, tied: bool) -> tuple[int, dict[str, int], list[list[str]]]:
    """Draw a small election (budget, costs, ballots) in which every project has a vote; `tied` makes ties frequent."""
    draw = random.Random(seed)
    names = [f"p{number:02}" for number in range(draw.randint(1, 9))]
    costs = {name: draw.choice([10, 20, 30]) if tied else draw.randint(1_000, 99_999) for name in names}
    ballots = [draw.sample(names, draw.randint(1, min(4, len(names)))) for _ in range(draw.randint(1, 25))]
    ballots += [[name] for name in names if not any(name in ballot for ballot in ballots)]
    return draw.randint(max(costs.values()), sum(costs.values()) + 10), costs, ballots
