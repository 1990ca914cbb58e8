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
from app.ballots.rules.ties import lot_order
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
MARKED = frozenset({"points", "grades"})
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
    rows.writerows(_projects(record, edition.tie_seed, result, tally))
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
    yield "rule", _archive_name(record, settings, result)
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


def _projects(record: Mapping[str, Any], seed: str, result: VoteCount, tally: Tally) -> Iterator[Sequence[str]]:
    """Write the projects in the order of the lot: a reader who keeps the order of the file breaks ties alike."""
    is_scored = record["ballot"]["kind"] in MARKED
    votes, scores = _support(tally)
    columns = ["project_id", "cost", "votes", *(["score"] if is_scored else []), "name"]
    yield [*columns, "neighborhood", "category", "selected"]
    order = {ref: place for place, ref in enumerate(lot_order((each["id"] for each in record["projects"]), seed))}
    for project in sorted(record["projects"], key=lambda each: order[each["id"]]):
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


def _support(tally: Tally) -> tuple[Counter[int], Counter[int]]:
    """Add up the votes, and the marks where there are some."""
    votes: Counter[int] = Counter()
    scores: Counter[int] = Counter()
    for packed, number in tally.ballots.items():
        choices, marks = unpacked(packed)
        for choice, mark in zip(choices, marks or (1,) * len(choices), strict=True):
            votes[choice] += number
            scores[choice] += number * mark
    return votes, scores


def _votes(record: Mapping[str, Any], tally: Tally) -> Iterator[Sequence[str]]:
    refs = {each["candidacy"]: each["id"] for each in record["projects"]}
    has_points = record["ballot"]["kind"] in MARKED
    yield ["voter_id", "vote", *(["points"] if has_points else [])]
    voter = 0
    for packed, number in sorted(tally.ballots.items()):
        choices, marks = unpacked(packed)
        if has_points:
            best_first = sorted(zip(choices, marks, strict=True), key=lambda pair: -pair[1])
            choices, marks = tuple(pair[0] for pair in best_first), tuple(pair[1] for pair in best_first)
        row = [",".join(refs[choice] for choice in choices), *([",".join(map(str, marks))] if has_points else [])]
        for _ in range(number):
            voter += 1
            yield [str(voter), *row]


def _archive_name(record: Mapping[str, Any], settings: Settings, result: VoteCount) -> str:
    """Name the rule as the archive does; a rule that it does not know is told by the comment alone.

    The archive counts ranks and breaks the ties of Equal Shares in its own way.
    """
    name, given = record["rule"]["name"], dict(settings)
    is_ranking = record["ballot"]["kind"] == "ranking"
    is_tied = any(each["tied_with"] for each in result.outcome["rounds"])
    if set(given) <= IGNORED and not is_ranking and not (is_tied and name == "equal_shares"):
        setting = given.get("misfit", "skip") if name == "greedy" else given.get("step", "0")
        return PLAIN_RULES.get((name, setting), "unknown")
    return "greedy-custom" if name == "greedy" else "unknown"


def _euros(cents: int) -> str:
    euros, rest = divmod(cents, 100)
    return f"{euros}.{rest:02d}" if rest else str(euros)


def _day(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(PARIS)
