"""Measures counting: Equal Shares beside pabutools on real files, and a million ballots from the database to the outcome.

`python bench/counting.py [--files FOLDER] [--without-oracle]`; CPU seconds, the best of three runs for us, one run for the
oracle, each with ballots already read. The oracle is installed by `tests/ballots/oracle/install.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.ballots.pabulib_contest import contest_of  # noqa: E402
from app.ballots.rules import Ballot, Candidate, Contest, count  # noqa: E402
from app.ballots.rules.records import EqualShares, Greedy, Phragmen, Rule, TieBreak, Ties  # noqa: E402
from app.pabulib import read  # noqa: E402
from tests.ballots.oracle.install import PYTHON  # noqa: E402

LISTED = Ties(criteria=(TieBreak.LISTED,))
RESULTS = ROOT / "bench" / "results" / "counting.json"
MILLION, PROJECTS = 1_000_000, 50


def main() -> None:
    """Run both benches, print their tables, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, default=Path(os.environ.get("PABULIB_DIR", ROOT.parent / "shared" / "pabulib")))
    parser.add_argument("--without-oracle", action="store_true")
    options = parser.parse_args()
    oracle = PYTHON.exists() and not options.without_oracle
    results = {
        "files": [compare(path, oracle=oracle) for path in sorted(options.files.glob("*.pb"))],
        "million": million(),
    }
    show(results)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1), encoding="utf-8")


def compare(path: Path, *, oracle: bool) -> dict[str, object]:
    """Measure one file: Equal Shares here, in pabutools voter by voter, and in pabutools with identical ballots gathered."""
    election = read(path)
    contest = contest_of(election)
    outcome, ours = best(lambda: count(replace(contest), EqualShares(ties=LISTED)))
    figures: dict[str, object] = {
        "file": path.stem, "voters": len(election.ballots), "projects": len(election.projects), "ours": ours,
    }  # fmt: skip
    if oracle:
        order = [project.id for project in election.projects]
        question = {"rule": "equal_shares", "utility": "cost", "file": str(path), "order": order}
        for name, grouped in (("plain", False), ("grouped", True)):
            answer = asked({**question, "grouped": grouped})
            figures[name] = answer["seconds"]
            figures["same winners"] = sorted(answer["winners"]) == sorted(outcome.winners)
    return figures


def best(run: Callable[[], object], times: int = 3) -> tuple[object, float]:
    """Run several times; give the last result and the least CPU seconds."""
    seconds = []
    for _ in range(times):
        started = time.process_time()
        result = run()
        seconds.append(time.process_time() - started)
    return result, min(seconds)


def asked(question: dict[str, object]) -> dict[str, object]:
    """Put one question to the oracle, in its own environment."""
    script = ROOT / "tests" / "ballots" / "oracle" / "answer.py"
    run = subprocess.run([PYTHON, script], input=json.dumps(question), capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def million() -> list[dict[str, object]]:
    """Count a million ballots that lie in a SQLite file, one packed row each, in a process of their own."""
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ballots.db"
        fill(path)
        for name, rule in (("greedy", Greedy()), ("equal shares", EqualShares()), ("phragmen", Phragmen())):
            child = os.fork()
            if not child:
                (Path(folder) / "figures").write_text(json.dumps(count_database(path, name, rule)), encoding="utf-8")
                os._exit(0)
            os.waitpid(child, 0)
            figures.append(json.loads((Path(folder) / "figures").read_text(encoding="utf-8")))
    return figures


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


def count_database(path: Path, name: str, rule: Rule) -> dict[str, object]:
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
    read_in = time.process_time() - started
    outcome = count(contest, rule)
    return {
        "rule": name, "distinct ballots": len(packed), "winners": len(outcome.winners), "read and gathered": read_in,
        "seconds": time.process_time() - started,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def show(results: dict[str, list[dict[str, object]]]) -> None:
    """Print the tables in Markdown, as the README holds them."""
    print("| file | voters × projects | ours (ms) | pabutools (ms) | gathered (ms) | × | × gathered | same winners |")
    print("|---|---|---|---|---|---|---|---|")
    for each in results["files"]:
        ours, plain, grouped = each["ours"], each.get("plain"), each.get("grouped")
        times = [f"{1000 * value:.0f}" if value else "–" for value in (plain, grouped)]
        ratios = [f"{value / ours:.0f}" if value else "–" for value in (plain, grouped)]
        same = {True: "yes", False: "NO"}.get(each.get("same winners"), "–")
        size = f"{each['voters']} × {each['projects']}"
        print(f"| {each['file']} | {size} | {1000 * ours:.2f} | {' | '.join(times)} | {' | '.join(ratios)} | {same} |")
    print(f"\n| {MILLION} ballots × {PROJECTS} projects | distinct | winners | read (s) | total CPU (s) | peak MB |")
    print("|---|---|---|---|---|---|")
    for each in results["million"]:
        cells = (each["distinct ballots"], each["winners"], f"{each['read and gathered']:.2f}", f"{each['seconds']:.2f}")
        print(f"| {each['rule']} | {' | '.join(map(str, cells))} | {each['megabytes']} |")


if __name__ == "__main__":
    main()
