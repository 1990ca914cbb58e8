"""Sequential Phragmén: voters earn at the same steady pace, and buy a project as soon as its supporters can pay it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from math import gcd
from typing import TYPE_CHECKING

from app.ballots.rules.bids import Bid, Bids
from app.ballots.rules.contest import Backing
from app.ballots.rules.outcome import Considered, Payment, Round, Verdict
from app.ballots.rules.records import Misfit, Score
from app.ballots.rules.screening import screen
from app.ballots.rules.support import backers, voters
from app.ballots.rules.ties import tie_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ballots.rules.contest import Contest
    from app.ballots.rules.records import Phragmen
    from app.ballots.rules.support import Backers
    from app.ballots.rules.till import Till


def phragmen(contest: Contest, rule: Phragmen, till: Till, positions: Sequence[int]) -> list[Round]:
    """Fund these projects in the order in which their supporters can pay, until one does not fit."""
    kept, refused = screen(contest, till, positions, Score.VOTES, contest.votes)
    earners = Earners(contest, tie_places(contest, rule.ties))
    bids = Bids(earners.bound(position) for position in kept)
    rounds: list[Round] = []
    while True:
        bid, weighed = bids.best(earners.renew)
        if bid is None:
            return [*rounds, *refused]
        obstacle = till.obstacle(bid.position)
        if obstacle is None:
            rounds.append(earners.buy(till, bid, weighed))
            continue
        rounds.append(till.refusal(bid.position, obstacle, earners.votes(bid.position)))
        if obstacle.verdict is Verdict.DOES_NOT_FIT and rule.misfit is not Misfit.SKIP:
            late = [till.round(p, Verdict.NOT_REACHED, earners.votes(p)) for p in bids.remaining()]
            return [*rounds, *late, *refused]


class Earners:
    """When each voter last paid: all that they earned before that is spent.

    A date is the money that one voter has earned since the start, in whole units; `units` make a grain of money. Dates
    that are not whole make the units finer, so that nothing is ever rounded. `dates` are those of the purchases, after
    date 0 when nobody has earned anything; `last` tells, for each ballot, at which of them it last paid.
    """

    def __init__(self, contest: Contest, places: list[int]) -> None:
        """Start at date 0."""
        self.contest = contest
        self.places = places
        self.supporters = [_together(support) for support in backers(contest, Score.VOTES)]
        self.heads = [contest.weight_of(ballots) for ballots in self.supporters]
        self.units = 1
        self.dates = [0]
        self.last = [0] * len(contest.ballots)

    def bound(self, position: int) -> Bid:
        """Bid the date at which supporters who have never paid could buy: the sooner, the greater the bid."""
        return self._bid(position, self.contest.candidates[position].cost * self.units)

    def renew(self, stale: Bid) -> Bid:
        """Find the date at which what the supporters have earned since they last paid makes up the cost."""
        spent = sum(self.dates[purchase] * weight for purchase, weight in self._last_paid(stale.position).items())
        return self._bid(stale.position, self.contest.candidates[stale.position].cost * self.units + spent)

    def buy(self, till: Till, bid: Bid, weighed: list[Bid]) -> Round:
        """Let the supporters spend all they have earned, and write down who paid what."""
        heads, held = self.heads[bid.position], self._last_paid(bid.position)
        fresh = sum(weight for purchase, weight in held.items() if not self.dates[purchase])
        finer = heads // gcd(bid.below, heads)
        self.units *= finer
        for ballots in self.supporters[bid.position]:
            for ballot in ballots:
                self.last[ballot] = len(self.dates)
        self.dates = [*(date * finer for date in self.dates), bid.below * finer // heads]
        till.pay(bid.position)
        return replace(
            till.round(bid.position, Verdict.FUNDED, self.votes(bid.position)),
            payment=self._payment(bid, fresh),
            tied_with=tuple(self._id(other) for other in weighed if other is not bid and other.equals(bid)),
            considered=tuple(Considered(self._id(other), self.date(other)) for other in weighed),
        )

    def _last_paid(self, position: int) -> Counter[int]:
        """Add up the weights of the supporters of a candidate by the purchase for which they last paid."""
        alone, shared = self.supporters[position]
        held = Counter(map(self.last.__getitem__, alone))
        for purchase in held:
            held[purchase] *= self.contest.weight_grain
        for ballot in shared:
            held[self.last[ballot]] += self.contest.weights[ballot]
        return held

    def date(self, bid: Bid) -> Fraction:
        """Give the money that one voter has earned, in the currency, when this project can be bought."""
        return Fraction(bid.below * self.contest.weight_grain, bid.above * self.contest.money_grain)

    def votes(self, position: int) -> Fraction:
        """Give the votes for a candidate."""
        return voters(self.contest, self.contest.votes[position])

    def _payment(self, bid: Bid, fresh: int) -> Payment:
        """Those who had never paid give what the date is worth; the others what they earned since they last paid."""
        price, in_full = self.date(bid), voters(self.contest, fresh)
        raised = self.contest.money(self.contest.candidates[bid.position].cost) - price * in_full
        others = voters(self.contest, self.heads[bid.position] - fresh)
        return Payment(price=price, in_full=in_full, all_they_had=others, raised_from_these=raised)

    def _bid(self, position: int, total: int) -> Bid:
        return Bid(position, self.places[position], self.heads[position] * self.units, total)

    def _id(self, bid: Bid) -> str:
        return self.contest.candidates[bid.position].id


def _together(support: Backers) -> Backing:
    """Put together the ballots that support a candidate, whatever their marks."""
    alone, shared = zip(*support.values(), strict=True) if support else ((), ())
    return Backing(list(chain.from_iterable(alone)), list(chain.from_iterable(shared)))
