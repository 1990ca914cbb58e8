"""One run of Equal Shares: what voters have left, and who pays for what."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

from app.ballots.rules.bids import Bid, Bids
from app.ballots.rules.outcome import Verdict
from app.ballots.rules.records import Score, Utility
from app.ballots.rules.support import backers
from app.ballots.rules.ties import tie_places
from app.ballots.rules.till import Obstacle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ballots.rules.contest import Contest
    from app.ballots.rules.records import EqualShares
    from app.ballots.rules.support import Backers
    from app.ballots.rules.till import Till


class Offer(Bid):
    """A bid with its terms: those who can pay in full weigh `heads`, and share `due` in proportion to marks worth `shares`."""

    __slots__ = ("by_cost", "due", "everyone", "heads", "shares", "units")

    due: int
    shares: int
    heads: int
    everyone: int
    by_cost: bool
    units: int


class Sale(NamedTuple):
    """A project bought, or not: the offer or the obstacle, in units of which `units` make a grain of money."""

    position: int
    offer: Offer | None
    raised: int
    units: int
    left: int
    obstacle: Obstacle | None = None
    weighed: tuple[Offer, ...] = ()


class Market:
    """What does not change from one run to the next: the supporters of each project, the weights, the tie order."""

    def __init__(self, contest: Contest, rule: EqualShares, positions: Sequence[int]) -> None:
        """Prepare the runs over these candidates."""
        self.contest = contest
        self.by_cost = rule.utility is Utility.COST
        self.positions = positions
        self.supporters = backers(contest, rule.score)
        self.weights = [ballot.weight for ballot in contest.ballots]
        self.places = tie_places(contest, rule.ties)
        plain = rule.score is Score.VOTES and not contest.repeated
        self.heads = contest.votes if plain else [self._weight(support, 0) for support in self.supporters]
        self.shares = contest.votes if plain else [self._weight(support, 1) for support in self.supporters]

    def _weight(self, support: Backers, power: int) -> int:
        """Add up the weights of supporters, times their marks where the power is 1."""
        return sum(mark**power * self.weights[ballot] for mark, ballots in support.items() for ballot in ballots)


class Run:
    """Buy projects one after the other with equal shares.

    A purse is what each voter of a group of identical ballots has left. Purses are whole numbers of units; each time a
    price is not whole, the units are made finer, so that nothing is ever rounded.
    """

    def __init__(self, market: Market, till: Till, share: Fraction) -> None:
        """Give every voter this share, in grains of money, and let them buy until nobody can."""
        self.market = market
        self.till = till.copy()
        self.units = share.denominator
        self.purses = [share.numerator] * len(market.weights)
        self.sales: list[Sale] = []
        self.supporters: list[Backers] = list(market.supporters)
        self._buy_all()

    def unsold(self) -> list[int]:
        """Give the candidates that more money could still buy."""
        return [p for p in self.market.positions if p not in self.till.chosen and self.till.bar(p) is None]

    def _buy_all(self) -> None:
        bids = Bids(self._bound(position) for position in self.market.positions)
        while self.till.left >= 0:
            offer, weighed = bids.best(self._renew)
            if offer is None:
                return
            if bar := self.till.bar(offer.position):
                self.sales.append(Sale(offer.position, offer, 0, self.units, self.till.left, bar))
            else:
                self._sell(offer, weighed)

    def _bound(self, position: int) -> Offer:
        """Bid what the project would get if every supporter could pay the same."""
        return self._offer(position, self._price(position), self.market.shares[position], self.market.heads[position])

    def _price(self, position: int) -> int:
        return self.market.contest.candidates[position].cost * self.units

    def _offer(self, position: int, due: int, shares: int, heads: int) -> Offer:
        """Weigh what the project gives for what the most generous of its supporters pay."""
        worth = self._price(position) if self.market.by_cost else self.units
        above, below = (worth * shares, due) if due else (1, 0)
        offer = Offer(position, self.market.places[position], above, below)
        offer.due, offer.shares, offer.heads = due, shares, heads
        offer.everyone, offer.by_cost, offer.units = self.market.heads[position], self.market.by_cost, self.units
        return offer

    def _renew(self, stale: Offer) -> Offer | None:
        """Set aside those who cannot pay the price, let them give all they have, and share the rest among the others."""
        position = stale.position
        due, shares, heads = self._price(position), self.market.shares[position], self.market.heads[position]
        purses, weights = self.purses, self.market.weights
        able = dict(self.supporters[position])
        floor = stale.due * self.units, stale.shares * stale.units
        while due:
            poorer = False
            for mark, ballots in able.items():
                least = (floor[0] * mark - 1) // floor[1]
                poor = [ballot for ballot in ballots if purses[ballot] <= least]
                if poor:
                    poorer = True
                    weight = sum([weights[ballot] for ballot in poor])
                    due -= sum([purses[ballot] * weights[ballot] for ballot in poor])
                    shares -= mark * weight
                    heads -= weight
                    able[mark] = [ballot for ballot in ballots if purses[ballot] > least]
            if not shares:
                self._give_up(position, due)
                return None
            if not poorer and floor == (due, shares):
                break
            floor = due, shares
        return self._offer(position, due, shares, heads)

    def _give_up(self, position: int, lacking: int) -> None:
        obstacle = Obstacle(Verdict.SUPPORTERS_CANNOT_PAY)
        raised = self._price(position) - lacking
        self.sales.append(Sale(position, None, raised, self.units, self.till.left, obstacle))

    def _sell(self, offer: Offer, weighed: list[Offer]) -> None:
        """Take the price from the purses of the supporters, or all they have."""
        finer = offer.shares // gcd(offer.due, offer.shares)
        if finer > 1:
            self.purses = [purse * finer for purse in self.purses]
            self.units *= finer
        purses, price = self.purses, offer.due * finer // offer.shares
        for mark, ballots in self.supporters[offer.position].items():
            part = price * mark
            for ballot in ballots:
                purses[ballot] = purses[ballot] - part if purses[ballot] > part else 0
        self.till.lend(offer.position)
        raised = self._price(offer.position) - offer.due * finer
        self.sales.append(Sale(offer.position, offer, raised, self.units, self.till.left, None, tuple(weighed)))
