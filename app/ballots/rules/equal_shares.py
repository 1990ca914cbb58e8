"""The method of equal shares (Peters, Pierczyński and Skowron): every voter decides over the same part of the money."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from app.ballots.rules.greedy import greedy
from app.ballots.rules.outcome import Considered, Payment, Round, Verdict
from app.ballots.rules.purses import Market, Run, Sale
from app.ballots.rules.records import Comparison, Completion, EqualShares, Greedy, Stop
from app.ballots.rules.screening import screen
from app.ballots.rules.support import scores, unit, voters

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from app.ballots.rules.contest import Contest
    from app.ballots.rules.purses import Offer
    from app.ballots.rules.till import Till


def equal_shares(contest: Contest, rule: EqualShares, till: Till, positions: Sequence[int]) -> list[Round]:
    """Let the voters buy projects with equal shares of what is left, then complete and compare as the rule says."""
    kept, refused = screen(contest, till, positions, rule.score, scores(contest, rule.score))
    if not kept:
        return refused
    usual, before = Greedy(score=rule.score, ties=rule.ties, limits=rule.limits), till.copy()
    run = grow_shares(contest, rule, till, kept)
    till.follow(run.till)
    rounds = explain(contest, rule, run)
    if rule.completion is Completion.GREEDY:
        completed = greedy(contest, usual, till, [position for position in kept if position not in till.chosen])
        rounds += [replace(each, stage="completion") for each in completed]
    if rule.comparison is not Comparison.NONE:
        rival = before.copy()
        rival_rounds = [replace(each, stage="comparison") for each in greedy(contest, usual, rival, kept)]
        if preferred(contest, rule.comparison, rival.chosen, till.chosen):
            till.follow(rival)
            rounds = rival_rounds
    return [*rounds, *refused]


def grow_shares(contest: Contest, rule: EqualShares, till: Till, kept: Sequence[int]) -> Run:
    """Run with the plain share, then with shares one step larger each time, as long as the money is enough."""
    market = Market(contest, rule, kept)
    share = Fraction(till.left, contest.weight)
    step = rule.step * contest.money_grain / contest.weight_grain
    run = Run(market, till, share)
    while step and not _settled(rule, run):
        share += step
        larger = Run(market, till, share)
        if larger.till.left < 0:
            break
        run = larger
    return run


def _settled(rule: EqualShares, run: Run) -> bool:
    """Tell whether larger shares are useless: nothing is left to buy, or (by rule) nothing left would fit."""
    unsold = run.unsold()
    if rule.stop is Stop.EXHAUSTIVE:
        return all(run.till.obstacle(position) for position in unsold)
    return not unsold


def preferred(contest: Contest, comparison: Comparison, rival: Collection[int], own: Collection[int]) -> bool:
    """Tell whether strictly more voters are better served by the rival outcome."""
    balance = 0
    for choices, _, weight in contest.ballots:
        theirs, ours = sum(choice in rival for choice in choices), sum(choice in own for choice in choices)
        if comparison is Comparison.EXCLUSION:
            theirs, ours = min(theirs, 1), min(ours, 1)
        balance += weight * ((theirs > ours) - (theirs < ours))
    return balance > 0


def explain(contest: Contest, rule: EqualShares, run: Run) -> list[Round]:
    """Write a run down: who was bought and who paid, who could not be bought and what was lacking."""
    return [_round(contest, rule, sale) for sale in run.sales]


def _round(contest: Contest, rule: EqualShares, sale: Sale) -> Round:
    candidate, offer = contest.candidates[sale.position], sale.offer
    bought = offer is not None and sale.obstacle is None
    support = Fraction(contest.votes[sale.position], contest.weight_grain)
    if offer is not None and offer.below:
        support = _support(contest, rule, offer)
    unit_of_money = sale.units * contest.money_grain
    return Round(
        project=candidate.id,
        verdict=sale.obstacle.verdict if sale.obstacle else Verdict.FUNDED,
        support=support,
        cost=contest.money(candidate.cost),
        left=contest.money(sale.left),
        because=sale.obstacle.because if sale.obstacle else "",
        lacking=None if offer else Fraction(candidate.cost * sale.units - sale.raised, unit_of_money),
        payment=_payment(contest, rule, sale, offer) if bought and offer else None,
        tied_with=_tied(contest, sale) if bought else (),
        considered=tuple(
            Considered(contest.candidates[other.position].id, _support(contest, rule, other))
            for other in sale.weighed
            if other.below
        ),
    )


def _support(contest: Contest, rule: EqualShares, offer: Offer) -> Fraction:
    """Give the effective votes (utility: cost), or the effective votes for one unit of currency (utility: count)."""
    effective = Fraction(offer.above, offer.below * unit(contest, rule.score))
    return effective if offer.by_cost else effective * contest.money_grain


def _payment(contest: Contest, rule: EqualShares, sale: Sale, offer: Offer) -> Payment:
    due = contest.candidates[sale.position].cost * sale.units - sale.raised
    unit_of_money = sale.units * contest.money_grain
    return Payment(
        price=Fraction(due * unit(contest, rule.score), offer.shares * unit_of_money),
        in_full=voters(contest, offer.heads),
        all_they_had=voters(contest, offer.everyone - offer.heads),
        raised_from_these=Fraction(sale.raised, unit_of_money),
    )


def _tied(contest: Contest, sale: Sale) -> tuple[str, ...]:
    """Name the weighed projects that were worth exactly as much as the one that was bought."""
    own = sale.offer
    return tuple(
        contest.candidates[other.position].id
        for other in sale.weighed
        if own and other is not own and other.equals(own)
    )
