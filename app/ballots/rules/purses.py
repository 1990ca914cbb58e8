"""One run of Equal Shares: what voters have left, and who pays for what."""

from __future__ import annotations

from collections import Counter
from math import gcd, lcm
from typing import TYPE_CHECKING, NamedTuple

from app.ballots.rules.bids import Bid, Bids
from app.ballots.rules.outcome import Verdict
from app.ballots.rules.records import Score, Utility
from app.ballots.rules.support import backers
from app.ballots.rules.ties import tie_places
from app.ballots.rules.till import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from app.ballots.rules.contest import Backing, Contest
    from app.ballots.rules.records import EqualShares
    from app.ballots.rules.support import Backers
    from app.ballots.rules.till import Till


class Offer(Bid):
    """A bid with its terms.

    Those who can pay in full weigh `heads`; they share `due` in proportion to their marks, which weigh `shares`. All
    supporters weigh `everyone`. The bid is in effective votes when `by_cost`, else in effective votes for the money.
    """

    __slots__ = ("by_cost", "due", "everyone", "heads", "shares")

    due: int
    shares: int
    heads: int
    everyone: int
    by_cost: bool


class Sale(NamedTuple):
    """A project bought, or not: the offer or the obstacle, in units of which `units` make a grain of money."""

    position: int
    offer: Offer | None
    raised: int
    units: int
    left: int
    obstacle: Obstacle | None = None
    weighed: tuple[Offer, ...] = ()


class Purse:
    """What every voter with the same ballots and the same payments has left, in whole units."""

    __slots__ = ("units", "value")

    def __init__(self, value: int, units: int) -> None:
        """Hold a value, with the units in a grain of money that it is counted in."""
        self.value, self.units = value, units


class Market:
    """What does not change from one run to the next: the supporters of each project, the weights, the tie order."""

    def __init__(self, contest: Contest, rule: EqualShares, positions: Sequence[int]) -> None:
        """Prepare the runs over these candidates."""
        self.contest = contest
        self.by_cost = rule.utility is Utility.COST
        self.positions = positions
        self.weights = contest.weights
        self.places = tie_places(contest, rule.ties)
        self.supporters = backers(contest, rule.score)
        self.heads = self.shares = contest.votes
        if rule.score is not Score.VOTES or contest.repeated:
            self.heads = tuple(self._weight(support, 0) for support in self.supporters)
            self.shares = tuple(self._weight(support, 1) for support in self.supporters)

    def _weight(self, support: Backers, power: int) -> int:
        """Add up the weights of supporters, times their marks where the power is 1."""
        return sum(mark**power * self.contest.weight_of(ballots) for mark, ballots in support.items())


class Run:
    """Buy projects one after the other with equal shares.

    Purses hold whole numbers of units. Each time a price is not whole, the units are made finer, so that nothing is
    ever rounded; a purse catches up with the units when it is next looked into.
    """

    def __init__(self, market: Market, till: Till, share: Fraction) -> None:
        """Give every voter this share, in grains of money, and let them buy until nobody can."""
        self.market = market
        self.till = till.copy()
        self.units = share.denominator
        self.purses = [Purse(share.numerator, share.denominator)] * len(market.weights)
        self.empty = Purse(0, share.denominator)
        self.nobody_paid = True
        self.sales: list[Sale] = []
        self._buy_all()

    def unsold(self) -> list[int]:
        """Give the candidates that more money could still buy."""
        return [p for p in self.market.positions if p not in self.till.chosen and self.till.bar(p) is None]

    def _buy_all(self) -> None:
        bids = Bids(self._bound(position) for position in self.market.positions if self._within_reach(position))
        while self.till.left >= 0:
            offer, weighed = bids.best(self._renew)
            if offer is None:
                return
            if bar := self.till.bar(offer.position):
                self.sales.append(Sale(offer.position, offer, 0, self.units, self.till.left, bar))
            else:
                self._sell(offer, weighed)

    def _within_reach(self, position: int) -> bool:
        """Drop at once what its supporters could not pay with all their first purses together."""
        lacking = self._price(position) - self.market.heads[position] * self.purses[0].value
        if lacking > 0:
            self._give_up(position, lacking)
        return lacking <= 0

    def _give_up(self, position: int, lacking: int) -> None:
        raised = self._price(position) - lacking
        obstacle = Obstacle(Verdict.SUPPORTERS_CANNOT_PAY)
        self.sales.append(Sale(position, None, raised, self.units, self.till.left, obstacle))

    def _bound(self, position: int) -> Offer:
        """Bid what the project would get if every supporter could pay the same."""
        return self._offer(position, self._price(position), self.market.shares[position], self.market.heads[position])

    def _price(self, position: int) -> int:
        return self.market.contest.candidates[position].cost * self.units

    def _offer(self, position: int, due: int, shares: int, heads: int) -> Offer:
        """Weigh what the project gives for what the most generous of its supporters pay."""
        price, by_cost = self._price(position), self.market.by_cost
        if not due:
            above, below = 1, 0
        elif by_cost:
            above, below = (shares, 1) if due == price else (price * shares, due)
        else:
            above, below = self.units * shares, due
        offer = Offer(position, self.market.places[position], above, below)
        offer.due, offer.shares, offer.heads = due, shares, heads
        offer.everyone, offer.by_cost = self.market.heads[position], by_cost
        return offer

    def _renew(self, stale: Offer) -> Offer | None:
        """Take all they have from those who cannot pay their part of what is still due, until the others can."""
        position, support = stale.position, self.market.supporters[stale.position]
        if self.nobody_paid and len(support) == 1:
            return stale
        held = [(mark, self._held(ballots)) for mark, ballots in support.items()]
        due = self._price(position)
        wealth = sum([purse.value * weight for _, purses in held for purse, weight in purses.items()])
        if wealth < due:
            self._give_up(position, due - wealth)
            return None
        if len(held) > 1:
            return self._poorest_first(position, held)
        ((mark, purses),) = held
        rich = [(purse.value, weight) for purse, weight in purses.items()]
        heads = self.market.heads[position]
        while heads:
            least = -(-due // heads)
            poor = [each for each in rich if each[0] < least]
            if not poor:
                break
            due -= sum([value * weight for value, weight in poor])
            heads -= sum([weight for _, weight in poor])
            rich = [each for each in rich if each[0] >= least]
        return self._offer(position, due, heads * mark, heads)

    def _poorest_first(self, position: int, held: Iterable[tuple[int, dict[Purse, int]]]) -> Offer:
        """Do the same where marks differ: those with the least for each point give all they have first."""
        due, shares, heads = self._price(position), self.market.shares[position], self.market.heads[position]
        scale = lcm(*self.market.supporters[position])
        rising = sorted(
            (purse.value * (scale // mark), purse.value, mark, weight)
            for mark, purses in held
            for purse, weight in purses.items()
        )
        for _, purse, mark, weight in rising:
            if purse * shares >= due * mark:
                break
            due -= purse * weight
            shares -= mark * weight
            heads -= weight
        return self._offer(position, due, shares, heads)

    def _held(self, ballots: Backing) -> dict[Purse, int]:
        """Add up the weights of these ballots by the purse that they share."""
        purses, weights, units, one = self.purses, self.market.weights, self.units, self.market.contest.weight_grain
        held: dict[Purse, int] = Counter(map(purses.__getitem__, ballots.alone))
        if one > 1:
            held = {purse: number * one for purse, number in held.items()}
        for ballot in ballots.shared:
            purse = purses[ballot]
            held[purse] = held.get(purse, 0) + weights[ballot]
        for purse in held:
            if purse.units is not units:
                purse.value, purse.units = purse.value * (units // purse.units), units
        return held

    def _sell(self, offer: Offer, weighed: list[Offer]) -> None:
        """Take the price from the purses of the supporters, or all they have; a fresh offer makes their units fresh."""
        finer = offer.shares // gcd(offer.due, offer.shares)
        self.units *= finer
        price = offer.due * finer // offer.shares
        purses, units, empty = self.purses, self.units, self.empty
        for mark, ballots in self.market.supporters[offer.position].items():
            part = price * mark
            held = [list(map(purses.__getitem__, group)) for group in ballots]
            after: dict[Purse, Purse] = {}
            for purse in set().union(*held):
                left = purse.value * finer - part
                after[purse] = Purse(left, units) if left > 0 else empty
            for group, before in zip(ballots, held, strict=True):
                for ballot, purse in zip(group, before, strict=True):
                    purses[ballot] = after[purse]
        self.nobody_paid = False
        self.till.lend(offer.position)
        raised = self._price(offer.position) - offer.due * finer
        self.sales.append(Sale(offer.position, offer, raised, units, self.till.left, None, tuple(weighed)))
