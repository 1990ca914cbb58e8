"""Sequential Phragmén: voters earn at the same steady pace, and buy a project as soon as its supporters can pay it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

from app.ballots.rules.bids import Bid, Bids
from app.ballots.rules.outcome import Considered, Payment, Round, Verdict
from app.ballots.rules.records import Misfit, Score
from app.ballots.rules.screening import screen
from app.ballots.rules.support import backers, voters
from app.ballots.rules.ties import tie_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ballots.rules.contest import Contest
    from app.ballots.rules.records import Phragmen
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
    that are not whole make the units finer, so that nothing is ever rounded.
    """

    def __init__(self, contest: Contest, places: list[int]) -> None:
        """Start at date 0, when nobody has earned anything."""
        self.contest = contest
        self.places = places
        self.weights = [ballot.weight for ballot in contest.ballots]
        self.supporters = [
            [ballot for ballots in support.values() for ballot in ballots] for support in backers(contest, Score.VOTES)
        ]
        self.heads = [sum(self.weights[ballot] for ballot in ballots) for ballots in self.supporters]
        self.units = 1
        self.paid = [0] * len(self.weights)

    def bound(self, position: int) -> Bid:
        """Bid the date at which supporters who have never paid could buy: the sooner, the greater the bid."""
        return self._bid(position, self.contest.candidates[position].cost * self.units)

    def renew(self, stale: Bid) -> Bid:
        """Find the date at which what the supporters have earned since they last paid makes up the cost."""
        paid, weights = self.paid, self.weights
        spent = sum([paid[ballot] * weights[ballot] for ballot in self.supporters[stale.position]])
        return self._bid(stale.position, self.contest.candidates[stale.position].cost * self.units + spent)

    def buy(self, till: Till, bid: Bid, weighed: list[Bid]) -> Round:
        """Let the supporters spend all they have earned, and write down who paid what."""
        supporters, heads, date = self.supporters[bid.position], self.heads[bid.position], bid.below
        fresh = sum(self.weights[ballot] for ballot in supporters if not self.paid[ballot])
        finer = heads // gcd(date, heads)
        if finer > 1:
            self.paid = [paid * finer for paid in self.paid]
            self.units *= finer
        for ballot in supporters:
            self.paid[ballot] = date * finer // heads
        till.pay(bid.position)
        return replace(
            till.round(bid.position, Verdict.FUNDED, self.votes(bid.position)),
            payment=self._payment(bid, fresh),
            tied_with=tuple(self._id(other) for other in weighed if other is not bid and other.equals(bid)),
            considered=tuple(Considered(self._id(other), self.date(other)) for other in weighed),
        )

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
