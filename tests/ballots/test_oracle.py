"""An independent implementation, pabutools, elects the same projects wherever it has the same rule."""

from fractions import Fraction

import pytest

from app.ballots.pabulib_contest import contest_of
from app.ballots.rules import count
from app.ballots.rules.records import EqualShares, Greedy, Phragmen, Rule, Stop, TieBreak, Ties, Utility
from app.pabulib import read
from tests.ballots.contests import approvals, random_election
from tests.ballots.oracle.ask import ask
from tests.real_elections import real_file

LISTED = Ties(criteria=(TieBreak.LISTED,))
RULES: dict[str, tuple[dict[str, object], Rule]] = {
    "greedy": ({"rule": "greedy"}, Greedy(ties=LISTED)),
    "phragmen": ({"rule": "phragmen"}, Phragmen(ties=LISTED)),
    "equal shares by cost": ({"rule": "equal_shares", "utility": "cost"}, EqualShares(ties=LISTED)),
    "equal shares by count": (
        {"rule": "equal_shares", "utility": "count"},
        EqualShares(utility=Utility.COUNT, ties=LISTED),
    ),
    "equal shares, growing": (
        {"rule": "equal_shares", "utility": "cost", "step": [997, 3]},
        EqualShares(step=Fraction(997, 3), stop=Stop.EXHAUSTIVE, ties=LISTED),
    ),
}
FILES = (
    "Netherlands_Assen_2024",
    "Poland_Gdynia_2020_Babie_Doly__small",
    "Poland_Katowice_2022_Kostuchna",
    "Poland_Swiecie_2023",
    "Poland_Wieliczka_2023_Green_Budget",
    "France_Toulouse_2019",
)


# pabutools stops Phragmén when any of several tied projects does not fit, we when the first of them does not.
CASES = [(name, tied) for name in RULES for tied in (False, True) if (name, tied) != ("phragmen", True)]


@pytest.mark.parametrize(("name", "tied"), CASES)
def test_random_elections_have_the_winners_of_the_oracle(name: str, *, tied: bool) -> None:
    question, rule = RULES[name]
    elections = [random_election(seed, tied=tied) for seed in range(300)]
    asked = [
        {
            **question,
            "budget": [budget, 1],
            "costs": {name: [cost, 1] for name, cost in costs.items()},
            "ballots": ballots,
        }
        for budget, costs, ballots in elections
    ]

    answers = ask(asked)

    ours = [sorted(count(approvals(*election), rule).winners) for election in elections]
    assert ours == [sorted(answer["winners"]) for answer in answers]


@pytest.mark.parametrize("file", FILES)
def test_real_elections_have_the_winners_of_the_oracle(file: str) -> None:
    path = real_file(file)
    election = read(path)
    order = [project.id for project in election.projects]
    rules = {name: rule for name, rule in RULES.items() if name != "equal shares, growing"}
    asked = [{**question, "file": str(path), "order": order, "grouped": True} for question, _ in rules.values()]

    answers = ask(asked)

    contest = contest_of(election)
    ours = {name: sorted(count(contest, rule).winners) for name, (_, rule) in rules.items()}
    assert ours == {name: sorted(answer["winners"]) for name, answer in zip(rules, answers, strict=True)}
