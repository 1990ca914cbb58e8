"""Bad files, at the command that anybody runs: understood with a remark, or refused with the line and the reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app import i18n
from app.ballots.cli import ballots_cli
from tests.test_pabulib import SMALL

Run = Callable[[str], Result]
COUNTED = {
    "line endings of Windows": (SMALL.replace("\n", "\r\n"), "Un banc"),
    "a byte order mark": ("\ufeff" + SMALL, "Un banc"),
    "quotes and a semicolon in a name": (
        SMALL.replace("Un banc", '"Un ""grand"" banc; rouge"'),
        'Un "grand" banc; rouge',
    ),
    "an unknown column": (
        SMALL.replace("points\nv1;a,b;3,1\nv2;a;2", "points;shoe\nv1;a,b;3,1;39\nv2;a;2;42"),
        "Un banc",
    ),
    "a project voted twice": (SMALL.replace("v2;a;2", "v2;a,a;2,1").replace("banc;2", "banc;3"), "Ligne 14"),
    "a project withdrawn after the vote": (SMALL.replace("b;40", "b;999999999"), "Ligne 10"),
    "votes that differ from the ballots": (SMALL.replace("banc;2", "banc;7"), "Ligne 9"),
}
REFUSED = {
    "cut before the ballots": (SMALL[: SMALL.index("VOTES")], "Ligne 10"),
    "cut in the last ballot": (SMALL[:-3], "Ligne 14"),
    "fewer ballots than announced": (SMALL.replace("num_votes;2", "num_votes;9"), "Ligne 4"),
    "a quote never closed": (SMALL.replace("b;40;Une", 'b;40;"Une'), "Ligne 10"),
    "a cost that is no number": (SMALL.replace("b;40", "b;quarante"), "Ligne 10"),
    "a project that is not in the list": (SMALL.replace("v2;a;2", "v2;z;2"), "Ligne 14"),
}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Give a function that writes a file as it is and counts it."""
    app = Flask(__name__)
    i18n.init_app(app)

    def count(text: str) -> Result:
        path = tmp_path / "vote.pb"
        path.write_bytes(text.encode())
        return app.test_cli_runner().invoke(ballots_cli, ["count", str(path)])

    return count


@pytest.mark.parametrize("name", COUNTED)
def test_what_is_odd_is_understood_and_said(run: Run, name: str) -> None:
    text, said = COUNTED[name]

    told = run(text)

    assert told.exit_code == 0, told.output
    assert said in told.output


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_understood_is_refused_at_its_line(run: Run, name: str) -> None:
    text, line = REFUSED[name]

    told = run(text)

    assert told.exit_code == 1
    assert line in told.output
