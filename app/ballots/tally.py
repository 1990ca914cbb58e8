"""From the ballots that were cast to what the rules count: read grouped, packed, without a row for each choice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from math import lcm
from typing import Any

import sqlalchemy as sa

from app.ballots.freezing import frozen_plan, frozen_record
from app.ballots.models import Edition, FinalBallot, PaperBallot, PaperKind
from app.ballots.packing import unpacked
from app.ballots.rules.contest import Ballot, Candidate, Contest
from app.ballots.rules.records import Plan
from app.db import session

CENTS = 100
EMPTY = "—"
"""Written where a channel was not kept because too few ballots came by it."""


@dataclass(frozen=True)
class Tally:
    """The valid ballots of an edition, alike ones together, and how many came by each channel (by its name)."""

    ballots: Mapping[bytes, int]
    channels: Mapping[str, int]
    blank: int
    spoiled: int

    @property
    def counted(self) -> int:
        """Return how many ballots count."""
        return sum(self.ballots.values())

    def as_counts(self) -> dict[str, int]:
        """Return what a result keeps of it."""
        return {**self.channels, "counted": self.counted, "blank": self.blank, "spoiled": self.spoiled}


def tally_of(edition_id: int) -> Tally:
    """Read the ballots left by the closing and the accepted papers; only a count and its export call this."""
    box = sa.select(FinalBallot.choices, FinalBallot.channel, sa.func.count()).filter_by(edition_id=edition_id)
    ballots: Counter[bytes] = Counter()
    channels: Counter[str] = Counter()
    for choices, channel, number in session().execute(box.group_by(FinalBallot.choices, FinalBallot.channel)):
        ballots[choices] += number
        channels[channel.value if channel else EMPTY] += number
    papers = sa.select(PaperBallot.kind, PaperBallot.choices, sa.func.count()).filter_by(edition_id=edition_id)
    kinds: Counter[PaperKind] = Counter()
    for kind, choices, number in session().execute(papers.group_by(PaperBallot.kind, PaperBallot.choices)):
        kinds[kind] += number
        if kind is PaperKind.VALID:
            ballots[choices] += number
    channels["paper"] += kinds[PaperKind.VALID]
    return Tally(ballots, channels, kinds[PaperKind.BLANK], kinds[PaperKind.SPOILED])


def contest_of(record: Mapping[str, Any], tally: Tally, withdrawn: Collection[str] = ()) -> Contest:
    """Make the contest of a frozen record and its ballots; projects withdrawn since are left out, their voters stay."""
    standing = [each for each in record["projects"] if each["id"] not in withdrawn]
    position = {each["candidacy"]: place for place, each in enumerate(standing)}
    amounts = [record["envelope_cents"], *(each["cost_cents"] for each in standing)]
    grain = lcm(*(Fraction(cents, CENTS).denominator for cents in amounts))
    ranked = record["ballot"]["kind"] == "ranking"
    gathered: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter()
    for packed, number in tally.ballots.items():
        gathered[_placed(packed, position, ranked=ranked)] += number
    return Contest(
        budget=record["envelope_cents"] * grain // CENTS,
        candidates=tuple(
            Candidate(each["id"], each["cost_cents"] * grain // CENTS, labels_of(each)) for each in standing
        ),
        ballots=tuple(Ballot(choices, marks, number) for (choices, marks), number in gathered.items()),
        money_grain=grain,
    )


def labels_of(project: Mapping[str, Any]) -> dict[str, str]:
    """Give the labels by which envelopes, floors and caps name a project of a frozen record."""
    return {key: project[key] for key in ("sector", "theme") if project[key]}


def plan_of(edition: Edition) -> Plan:
    """Give the rule that was frozen, with the seed that breaks ties."""
    return frozen_plan(frozen_record(edition), edition.tie_seed)


def digest_of(edition: Edition, tally: Tally, withdrawn: Collection[str], winners: Collection[str]) -> str:
    """Hash what went in and what came out: rule and list, seed, projects left out, ballots, winners in order."""
    told = {
        "frozen": edition.frozen_digest,
        "seed": edition.tie_seed,
        "withdrawn": sorted(withdrawn),
        "ballots": sorted([packed.hex(), number] for packed, number in tally.ballots.items()),
        "winners": list(winners),
    }
    return sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _placed(packed: bytes, position: Mapping[int, int], *, ranked: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    choices, marks = unpacked(packed)
    pairs = [(position[choice], mark) for choice, mark in zip(choices, marks or (1,) * len(choices), strict=True)
             if choice in position]  # fmt: skip
    if not ranked:
        pairs.sort()
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)
