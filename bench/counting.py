"""Measures counting: Equal Shares beside pabutools on real files; a million ballots from the database to the outcome.

`python -m bench.counting [--files FOLDER] [--without-oracle]`: CPU seconds, ballots already read; the best of three
runs for us, one run for the oracle, which `python tests/ballots/oracle/install.py` installs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from app.ballots.pabulib_contest import contest_of, declared_rule
from app.ballots.rules import Ballot, Candidate, Contest, Outcome, count
from app.ballots.rules.records import EqualShares, Greedy, Phragmen, Rule, TieBreak, Ties
from app.pabulib import Election, read
from bench.counting_report import write_readme
from tests.ballots.oracle.install import PYTHON

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("PABULIB_DIR") or ROOT.parent / "shared" / "pabulib")
PATIENCE = 3_000
"""Voters above which the oracle is not asked for Phragmén: it would take minutes."""
LISTED = Ties(criteria=(TieBreak.LISTED,))
RESULTS = ROOT / "bench" / "results" / "counting.json"
MILLION, PROJECTS = 1_000_000, 50


@dataclass(frozen=True)
class FileFigures:
    """CPU seconds on one real file: ours, and the oracle's voter by voter and with identical ballots gathered.

    `official` tells whether the winners that the city announced are found again (None: it announced none), `agrees`
    the rules on which the oracle elects the same, `differs` those on which it does not.
    """

    file: str
    voters: int
    projects: int
    distinct: int
    rule: str
    official: bool | None
    not_followed: list[str]
    ours: float
    plain: float | None = None
    gathered: float | None = None
    same_winners: bool | None = None
    agrees: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


@dataclass(frozen=True)
class MillionFigures:
    """CPU seconds and memory from the database to the outcome."""

    rule: str
    distinct: int
    winners: int
    reading: float
    seconds: float
    megabytes: int


def main() -> None:
    """Run both benches, print their tables, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, default=FOLDER)
    parser.add_argument("--without-oracle", action="store_true")
    options = parser.parse_args()
    oracle = PYTHON.exists() and not options.without_oracle
    files = [compare(path, oracle=oracle) for path in sorted(options.files.glob("*.pb"))]
    millions = million()
    show_files(files)
    show_million(millions)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    kept = {"files": [asdict(each) for each in files], "million": [asdict(each) for each in millions]}
    RESULTS.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    if oracle and files:
        write_readme(kept)


def compare(path: Path, *, oracle: bool) -> FileFigures:
    """Measure one file: Equal Shares here, and in pabutools in two ways."""
    election = read(path)
    contest = contest_of(election)
    outcome, ours = best(lambda: count(replace(contest), EqualShares(ties=LISTED)))
    figures = FileFigures(
        path.stem, len(election.ballots), len(election.projects), len(contest.ballots), ours=ours, **announced(election)
    )
    if not oracle:
        return figures
    order = [project.id for project in election.projects]
    question = {"rule": "equal_shares", "utility": "cost", "file": str(path), "order": order}
    plain, gathered = (asked({**question, "grouped": grouped}) for grouped in (False, True))
    same = sorted(plain["winners"]) == sorted(gathered["winners"]) == sorted(outcome.winners)
    told = {"equal shares": same, **agreement(path, election)}
    return replace(
        figures, plain=plain["seconds"], gathered=gathered["seconds"], same_winners=same,
        agrees=tuple(name for name, agreed in told.items() if agreed),
        differs=tuple(name for name, agreed in told.items() if not agreed),
    )  # fmt: skip


def announced(election: Election) -> dict[str, Any]:
    """Count by the file's own rule, and compare with what the city announced."""
    reading = declared_rule(election)
    official = {project.id for project in election.projects if project.selected == 1}
    silent = all(project.selected is None for project in election.projects)
    found = set(count(contest_of(election), reading.rule).winners)
    return {
        "rule": election.meta.get("rule", ""),
        "official": None if silent else found == official,
        "not_followed": [words[:80] for words in reading.not_understood],
    }


def agreement(path: Path, election: Election) -> dict[str, bool]:
    """Ask the oracle for the other rules that it has, as approval ballots; for Phragmén, on small files alone."""
    rules: dict[str, Rule] = {"greedy": Greedy(ties=LISTED)}
    if len(election.ballots) <= PATIENCE:
        rules["phragmen"] = Phragmen(ties=LISTED)
    order = [project.id for project in election.projects]
    question = {"file": str(path), "order": order, "grouped": True}
    return {
        name: sorted(asked({**question, "rule": name})["winners"]) == sorted(count(contest_of(election), rule).winners)
        for name, rule in rules.items()
    }


def best(run: Callable[[], Outcome], times: int = 3) -> tuple[Outcome, float]:
    """Run several times; give the last result and the least CPU seconds."""
    seconds = []
    for _ in range(times):
        started = time.process_time()
        result = run()
        seconds.append(time.process_time() - started)
    return result, min(seconds)


def asked(question: dict[str, object]) -> dict[str, Any]:
    """Put one question to the oracle, in its own environment."""
    script = ROOT / "tests" / "ballots" / "oracle" / "answer.py"
    run = subprocess.run([PYTHON, script], input=json.dumps(question), capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def million() -> list[MillionFigures]:
    """Count a million ballots that lie in a SQLite file, one packed row each, each rule in a process of its own."""
    rules: dict[str, Rule] = {"greedy": Greedy(), "equal shares": EqualShares(), "phragmen": Phragmen()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ballots.db"
        fill(path)
        alone = get_context("spawn")
        with ProcessPoolExecutor(1, alone, max_tasks_per_child=1) as pool:
            return [pool.submit(count_database, path, name, rule).result() for name, rule in rules.items()]


def fill(path: Path) -> None:
    """Draw ballots of one to five projects, some projects far more popular than others."""
    draw = random.Random(1)
    weights = list(accumulate(1 / (1 + place) ** 0.7 for place in range(PROJECTS)))
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE ballot (choices BLOB NOT NULL)")
        rows = (
            (bytes(sorted(set(draw.choices(range(PROJECTS), cum_weights=weights, k=draw.randint(1, 5))))),)
            for _ in range(MILLION)
        )
        database.executemany("INSERT INTO ballot VALUES (?)", rows)


def count_database(path: Path, name: str, rule: Rule) -> MillionFigures:
    """Go from the database to the outcome: read, gather identical ballots, count."""
    started = time.process_time()
    with sqlite3.connect(path) as database:
        packed = Counter(row for (row,) in database.execute("SELECT choices FROM ballot"))
    draw = random.Random(2)
    contest = Contest(
        budget=1_000_000,
        candidates=tuple(Candidate(f"p{place}", draw.randint(5_000, 150_000), {}) for place in range(PROJECTS)),
        ballots=tuple(Ballot(tuple(row), (1,) * len(row), number) for row, number in packed.items()),
    )
    reading = time.process_time() - started
    winners = len(count(contest, rule).winners)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return MillionFigures(name, len(packed), winners, reading, time.process_time() - started, peak)


def show_files(files: list[FileFigures]) -> None:
    """Print the comparison in Markdown."""
    print("| file | voters x projects | ours (ms) | pabutools (ms) | gathered (ms) | x plain | x gathered | same |")
    print("|---|---|---|---|---|---|---|---|")
    for each in files:
        theirs = [seconds for seconds in (each.plain, each.gathered) if seconds is not None]
        cells = [f"{1000 * seconds:.0f}" for seconds in theirs] + [f"{seconds / each.ours:.0f}" for seconds in theirs]
        same = {True: "yes", False: "NO", None: ""}[each.same_winners]
        size = f"{each.voters} x {each.projects}"
        print(f"| {each.file} | {size} | {1000 * each.ours:.2f} | {' | '.join([*(cells or [''] * 4), same])} |")


def show_million(millions: list[MillionFigures]) -> None:
    """Print the figures of the large count in Markdown."""
    print(f"\n| {MILLION} ballots x {PROJECTS} projects | distinct | winners | read (s) | total CPU (s) | peak MB |")
    print("|---|---|---|---|---|---|")
    for each in millions:
        times = f"{each.reading:.2f} | {each.seconds:.2f}"
        print(f"| {each.rule} | {each.distinct} | {each.winners} | {times} | {each.megabytes} |")


if __name__ == "__main__":
    main()
