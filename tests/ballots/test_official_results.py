"""The results that cities announced, recounted from their raw ballots by the rule that each file declares."""

import dataclasses
from fractions import Fraction

import pytest

from app.ballots.pabulib_contest import adapted, contest_of, declared_rule
from app.ballots.rules import count
from app.ballots.rules.records import EqualShares, Greedy, Stop
from app.pabulib import read
from tests.real_elections import NAMES, real_file

ANNOUNCED = [name for name in NAMES if not name.startswith("France_")]


@pytest.mark.parametrize("name", ANNOUNCED)
def test_the_announced_winners_are_found_again(name: str) -> None:
    election = read(real_file(name))

    outcome = count(contest_of(election), declared_rule(election).rule)

    assert set(outcome.winners) == {project.id for project in election.projects if project.selected == 1}


@pytest.mark.parametrize("name", NAMES)
def test_votes_and_scores_are_those_of_the_file(name: str) -> None:
    election = read(real_file(name))
    rule = adapted(Greedy(), election)

    outcome = count(contest_of(election), rule)

    support = {each.project: each.support for each in outcome.rounds}
    assert support == {
        project.id: project.votes if project.score is None else project.score for project in election.projects
    }


def test_the_two_ways_to_stop_equal_shares_give_wieliczka_two_outcomes() -> None:
    election = read(real_file("Poland_Wieliczka_2023_Green_Budget"))
    announced = declared_rule(election).rule
    assert isinstance(announced, EqualShares)

    outcomes = [count(contest_of(election), dataclasses.replace(announced, stop=stop)) for stop in Stop]

    assert [(len(each.winners), each.spent) for each in outcomes] == [(30, 995_079), (31, 984_579)]


def test_the_words_that_are_not_followed_are_said() -> None:
    election = read(real_file("Poland_Poznan_2023"))

    reading = declared_rule(election)

    assert [words[:45] for words in reading.understood] == [
        "rule: greedy-custom",
        "comment: This special greedy rule works as fo",
    ]
    assert [words.startswith("comment: Sometimes, additional funds") for words in reading.not_understood] == [True]
    assert reading.rule.top_up == Fraction(4, 5)


def test_a_rule_that_only_comments_could_tell_is_not_claimed_to_be_understood() -> None:
    election = read(real_file("Poland_Warszawa_2022_Bemowo"))
    silent = dataclasses.replace(election, meta={**election.meta, "comment": ""})

    reading = declared_rule(silent)

    assert reading.not_understood == ("rule: greedy-exclusive",)
