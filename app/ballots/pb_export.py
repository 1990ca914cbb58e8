"""The result as a Pabulib file: everything a stranger needs to count again, and nothing about voters.

No age, no sex, no district, no channel beside a ballot: ballots are written in the order of what they say.
"""

from __future__ import annotations

import csv
import io
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.ballots.freezing import frozen_record
from app.ballots.models import Edition, VoteCount
from app.ballots.packing import unpacked
from app.ballots.tally import Tally
from app.clock import PARIS
from app.pabulib import WITHDRAWN_COST

FEWEST_TO_PUBLISH = 10
"""Below, whole ballots would point at people: only totals are given (VOTING §5.6)."""
COMMAND = "porte-voix:"
VOTE_TYPES = {
    "approval": "approval",
    "choose_one": "choose-1",
    "points": "cumulative",
    "ranking": "ordinal",
    "grades": "scoring",
}
PLAIN_RULES = {
    ("greedy", "skip"): "greedy",
    ("greedy", "stop"): "greedy-no-skip",
    ("equal_shares", "0"): "equalshares",
    ("equal_shares", "1"): "equalshares/add1",
}
IGNORED = {"seed", "ties", "score", "rank_points", "misfit", "step", "utility", "stop"}
"""Settings that the name of a plain rule says already, or that change nothing to what the archive calls it."""
Settings = list[tuple[str, str]]


def pb_text(edition: Edition, result: VoteCount, tally: Tally) -> str:
    """Write the file of one count. Raises ValueError for too few ballots."""
    if tally.counted < FEWEST_TO_PUBLISH:
        raise ValueError("too few ballots to publish them one by one")
    record = frozen_record(edition)
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=";", lineterminator="\n")
    rows.writerow(["META"])
    rows.writerow(["key", "value"])
    rows.writerows(_meta(edition, record, result, tally))
    rows.writerow(["PROJECTS"])
    rows.writerows(_projects(record, result, tally))
    rows.writerow(["VOTES"])
    rows.writerows(_votes(record, tally))
    return written.getvalue()


def settings_of(edition: Edition, record: Mapping[str, Any], tally: Tally) -> Settings:
    """Give the settings of the frozen rule as the command takes them, the seed and the points for ranks said."""
    settings = [(str(key), str(value)) for key, value in record["rule"]["settings"] if key != "seed"]
    keys = {key for key, _ in settings}
    if record["ballot"]["kind"] == "ranking" and record["rule"]["name"] == "greedy" and "rank_points" not in keys:
        longest = max((len(unpacked(packed)[0]) for packed in tally.ballots), default=1)
        settings.append(("rank_points", ",".join(str(points) for points in range(max(longest, 1), 0, -1))))
    if "ties" not in keys:
        settings.append(("ties", ""))
    return [*settings, ("seed", edition.tie_seed)]


def options_of(name: str, settings: Iterable[tuple[str, str]]) -> str:
    """Write a rule as the options of `flask ballots count`."""
    given = [f"--set {shlex.quote(f'{key}={value}')}" for key, value in settings]
    return " ".join([f"--rule {name}", *given])


def _meta(edition: Edition, record: Mapping[str, Any], result: VoteCount, tally: Tally) -> Iterator[tuple[str, str]]:
    ballot, settings = record["ballot"], settings_of(edition, record, tally)
    yield "description", record["edition"]["title"]
    yield "country", "France"
    yield "unit", record["edition"]["city"]
    yield "instance", str(_day(record["opens_at"]).year)
    yield "num_projects", str(len(record["projects"]))
    yield "num_votes", str(tally.counted)
    yield "budget", _euros(record["envelope_cents"])
    yield "vote_type", VOTE_TYPES[ballot["kind"]]
    yield "rule", _archive_name(record["rule"]["name"], settings)
    yield "date_begin", f"{_day(record['opens_at']):%d.%m.%Y}"
    yield "date_end", f"{_day(record['closes_at']):%d.%m.%Y}"
    if ballot["kind"] in {"approval", "ranking"}:
        yield "min_length", str(max(ballot["min_choices"], 1))
        yield "max_length", str(ballot["max_choices"])
    if ballot["kind"] == "points":
        yield "max_sum_points", str(ballot["points"])
    yield "language", "fr"
    yield "currency", record["currency"]
    yield "comment", "  ".join([
        f"#1: {COMMAND} {options_of(record['rule']['name'], settings)}",
        f"#2: SHA-256 of the rule, list and costs frozen before the vote {edition.frozen_digest}",
        f"#3: SHA-256 of this count {result.digest}",
    ])  # fmt: skip


def _projects(record: Mapping[str, Any], result: VoteCount, tally: Tally) -> Iterator[Sequence[str]]:
    is_scored = record["ballot"]["kind"] in {"points", "ranking", "grades"}
    votes, scores = _support(record, tally)
    columns = ["project_id", "cost", "votes", *(["score"] if is_scored else []), "name"]
    yield [*columns, "neighborhood", "category", "selected"]
    for project in record["projects"]:
        key, is_out = project["candidacy"], project["id"] in result.withdrawn
        yield [
            project["id"],
            str(WITHDRAWN_COST) if is_out else _euros(project["cost_cents"]),
            str(votes[key]),
            *([str(scores[key])] if is_scored else []),
            " ".join(project["title"].split()),
            project["sector"],
            project["theme"],
            str(int(project["id"] in result.winners)),
        ]


def _support(record: Mapping[str, Any], tally: Tally) -> tuple[Counter[int], Counter[int]]:
    """Add up the votes, and the points: those given, or those of the rank (the longest ballot gives the most)."""
    is_ranking = record["ballot"]["kind"] == "ranking"
    longest = max((len(unpacked(packed)[0]) for packed in tally.ballots), default=0)
    votes: Counter[int] = Counter()
    scores: Counter[int] = Counter()
    for packed, number in tally.ballots.items():
        choices, marks = unpacked(packed)
        for place, choice in enumerate(choices):
            votes[choice] += number
            scores[choice] += number * (longest - place if is_ranking else marks[place] if marks else 1)
    return votes, scores


def _votes(record: Mapping[str, Any], tally: Tally) -> Iterator[Sequence[str]]:
    refs = {each["candidacy"]: each["id"] for each in record["projects"]}
    has_points = record["ballot"]["kind"] in {"points", "grades"}
    yield ["voter_id", "vote", *(["points"] if has_points else [])]
    voter = 0
    for packed, number in sorted(tally.ballots.items()):
        choices, marks = unpacked(packed)
        row = [",".join(refs[choice] for choice in choices)]
        if has_points:
            row.append(",".join(str(mark) for mark in marks))
        for _ in range(number):
            voter += 1
            yield [str(voter), *row]


def _archive_name(name: str, settings: Settings) -> str:
    """Name the rule as the archive does; a rule that it does not know is told by the comment alone."""
    given = dict(settings)
    if set(given) <= IGNORED:
        setting = given.get("misfit", "skip") if name == "greedy" else given.get("step", "0")
        return PLAIN_RULES.get((name, setting), "unknown")
    return "greedy-custom" if name == "greedy" else "unknown"


def _euros(cents: int) -> str:
    euros, rest = divmod(cents, 100)
    return f"{euros}.{rest:02d}" if rest else str(euros)


def _day(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(PARIS)
