"""`flask ballots count`: what a person reads, what a program reads, and how a bad file is refused."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app import ballots, i18n
from tests.real_elections import real_file
from tests.test_pabulib import SMALL


@pytest.fixture
def run(tmp_path):
    """Give a function that writes a file and counts it."""
    app = Flask(__name__)
    i18n.init_app(app)
    ballots.init_app(app)

    def count(text: str | Path, *arguments: str) -> Result:
        path = text
        if isinstance(text, str):
            path = tmp_path / "vote.pb"
            path.write_text(text, encoding="utf-8")
        return app.test_cli_runner().invoke(args=["ballots", "count", str(path), *arguments])

    return count


def test_json_holds_winners_amounts_rounds_rule_and_seconds(run) -> None:
    result = run(SMALL, "--json", "--rule", "greedy", "--set", "score=votes")

    data = json.loads(result.output)
    assert (data["winners"], data["spent"], data["left"]) == (["a"], "121/2", "79/2")
    assert [(each["project"], each["verdict"], each["support"]) for each in data["rounds"]] == [
        ("a", "funded", "2"),
        ("b", "does_not_fit", "1"),
    ]
    assert data["rule"]["rule"]["score"] == "votes"
    assert data["seconds"] >= 0


def test_a_person_reads_each_project_with_what_it_lacked(run) -> None:
    result = run(SMALL, "--rule", "greedy")

    assert result.exit_code == 0
    assert "a Un banc – coût 60,50, soutien 5\u00a0: financé" in result.output
    assert "b Une haie – coût 40, soutien 1\u00a0: il manque 0,50 dans l'enveloppe" in result.output
    assert "Dépensé\u00a0: 60,50" in result.output


def test_the_official_result_is_compared(run) -> None:
    same = run(real_file("Poland_Gdynia_2020_Babie_Doly__small"))
    other = run(real_file("Poland_Gdynia_2020_Babie_Doly__small"), "--set", "misfit=skip", "--set", "ties=cheapest")

    assert "Les gagnants sont ceux du résultat officiel." in same.output
    assert "En plus ici\u00a0: 5. En moins ici\u00a0: 1." in other.output


def test_what_the_file_says_and_is_not_followed_is_told(run) -> None:
    result = run(SMALL.replace("budget;100", "budget;100\nrule;acclamation"))

    assert "Non compris, donc non suivi\u00a0: rule: acclamation" in result.output


def test_a_withdrawn_project_is_out_and_does_not_stop_the_count(run) -> None:
    text = SMALL.replace("a;60,50;", "a;999999999;").replace("budget;100", "budget;100\nrule;greedy-no-skip")

    result = run(text, "--json")

    assert json.loads(result.output)["winners"] == ["b"]


def test_a_bad_file_is_refused_with_its_line_and_reason(run) -> None:
    result = run(SMALL.replace("v2;a;2", "v2;z;2"))

    assert result.exit_code == 1
    assert "Ligne 14\u00a0: le bulletin choisit le projet z, absent de la liste." in result.output


def test_a_bad_setting_is_refused_with_what_was_expected(run) -> None:
    result = run(SMALL, "--set", "misfit=shrug")

    assert result.exit_code == 2
    assert "skip, stop, top_up" in result.output
