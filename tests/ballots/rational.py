"""Equal Shares and Phragmén once more, word for word from their definitions, voter by voter in rational numbers.

Slow and plain on purpose: the tests hold the engine against it.
"""

from __future__ import annotations

from fractions import Fraction

from app.ballots.rules.contest import Vote
from app.ballots.rules.records import Utility


def equal_shares(budget: int, costs: dict[str, int], votes: list[Vote], utility: Utility) -> list[str]:
    """Elect with plain shares; ties go to the project listed first."""
    weight = sum(vote.weight for vote in votes)
    purses = [Fraction(budget * vote.weight, 1) / weight for vote in votes]
    elected: list[str] = []
    while True:
        prices = {}
        for name, cost in costs.items():
            marks = {
                i: Fraction(mark) for i, vote in enumerate(votes) for choice, mark in _marks(vote) if choice == name
            }
            price = _price(cost, marks, votes, purses)
            if name not in elected and price is not None:
                prices[name] = price / (cost if utility is Utility.COST and cost else 1)
        if not prices:
            return elected
        best = min(prices, key=lambda name: prices[name])
        rate = prices[best] * (costs[best] if utility is Utility.COST and costs[best] else 1)
        for i, vote in enumerate(votes):
            for choice, mark in _marks(vote):
                if choice == best:
                    purses[i] -= min(purses[i], rate * mark * vote.weight)
        elected.append(best)


def phragmen(budget: int, costs: dict[str, int], votes: list[Vote]) -> list[str]:
    """Elect until the next project does not fit; ties go to the project listed first."""
    paid = [Fraction(0) for _ in votes]
    elected: list[str] = []
    while True:
        dates = {}
        for name, cost in costs.items():
            supporters = [i for i, vote in enumerate(votes) if name in vote.choices]
            weight = sum(votes[i].weight for i in supporters)
            if weight and name not in elected:
                dates[name] = (cost + sum(paid[i] * votes[i].weight for i in supporters)) / Fraction(weight)
        best = min(dates, key=lambda name: dates[name], default="")
        if not best or sum(costs[name] for name in [*elected, best]) > budget:
            return elected
        for i, vote in enumerate(votes):
            if best in vote.choices:
                paid[i] = dates[best]
        elected.append(best)


def _marks(vote: Vote) -> list[tuple[str, Fraction | int]]:
    return list(zip(vote.choices, vote.marks or [1] * len(vote.choices), strict=True))


def _price(cost: int, marks: dict[int, Fraction], votes: list[Vote], purses: list[Fraction]) -> Fraction | None:
    """Find the least price of a mark at which the supporters cover the cost, trying each purse as the limit."""
    worth = {i: mark * votes[i].weight for i, mark in marks.items() if mark > 0}
    if not worth or sum(purses[i] for i in worth) < cost:
        return None
    limits = sorted({purses[i] / worth[i] for i in worth})
    for limit in limits:
        poor = [i for i in worth if purses[i] < limit * worth[i]]
        rich = [i for i in worth if i not in poor]
        price = (cost - sum(purses[i] for i in poor)) / sum(worth[i] for i in rich)
        if price <= limit:
            return price
    return None
