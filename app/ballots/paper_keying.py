"""What is shown while paper ballots are keyed: the projects by the number printed beside them, ballots in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.ballots import marking, paper_numbers
from app.ballots.models import BallotKind, Edition, PaperKeying, PaperKind, PaperSettlement
from app.ballots.packing import packed, unpacked
from app.ballots.paper_forms import KINDS
from app.ballots.paper_queries import Reading, runs_of
from app.ballots.queries import listed
from app.ballots.voting_queries import paper_of
from app.i18n import gettext as _


@dataclass(frozen=True)
class Line:
    """One project to tick, with its printed number and what was typed."""

    id: int
    number: int
    title: str
    value: str


@dataclass(frozen=True)
class Keyed:
    """A ballot in words: its number as printed, what it says."""

    id: int
    number: str
    says: str


@dataclass(frozen=True)
class Differing:
    """A ballot on which both keyings differ, in words, and what was settled."""

    serial: int
    number: str
    first: str
    second: str
    settlement: PaperSettlement | None
    settled: str


def read(edition: Edition, fields: Mapping[str, Sequence[str]]) -> tuple[bytes, list[str]]:
    """Read a paper by the rules of the ballot, projects withdrawn since the printing included."""
    everything = frozenset(candidacy.id for candidacy in listed(edition))
    marked = marking.read(replace(paper_of(edition), projects=everything), fields)
    if marked.faults:
        return b"", marked.faults
    return packed(marked.choices, marked.marks, ranked=edition.ballot_kind is BallotKind.RANKING), []


def lines(edition: Edition, typed: Mapping[str, Any]) -> list[Line]:
    """Give the projects to tick in the order of their printed numbers."""
    ticked = set(typed.getlist("choice")) if hasattr(typed, "getlist") else set()
    return [
        Line(
            candidacy.id,
            number,
            candidacy.project.title,
            "1" if str(candidacy.id) in ticked else str(typed.get(f"mark-{candidacy.id}", "")),
        )
        for number, candidacy in enumerate(listed(edition), 1)
    ]


def shown(edition: Edition, keyings: Iterable[PaperKeying]) -> list[Keyed]:
    """Put ballots in words."""
    return [Keyed(each.id, _number(edition, each.serial), says(edition, each.kind, each.choices)) for each in keyings]


def differing(edition: Edition, readings: Iterable[Reading]) -> list[Differing]:
    """Put in words the ballots on which both keyings differ."""
    return [_differing(edition, each) for each in readings]


def numbers(edition: Edition, serials: Iterable[int]) -> list[str]:
    """Give numbers as they are printed."""
    return [_number(edition, serial) for serial in serials]


def says(edition: Edition, kind: PaperKind, choices: bytes) -> str:
    """Say what a ballot says, by the printed numbers of the projects."""
    if kind is not PaperKind.VALID:
        return str(KINDS[kind])
    numbers = {candidacy.id: number for number, candidacy in enumerate(listed(edition), 1)}
    chosen, marks = unpacked(choices)
    if not marks:
        return ", ".join(_("n° %(number)d", number=numbers[each]) for each in chosen)
    given = zip(chosen, marks, strict=True)
    if edition.ballot_kind is BallotKind.GRADES:
        return ", ".join(f"{_('n° %(number)d', number=numbers[each])} : {edition.grades[mark]}" for each, mark in given)
    return ", ".join(f"{_('n° %(number)d', number=numbers[each])} : {mark}" for each, mark in given)


def _differing(edition: Edition, reading: Reading) -> Differing:
    settled = reading.settlement
    told = ""
    if settled is not None:
        told = _("Aucun papier n'a ce numéro") if settled.is_absent else says(edition, settled.kind, settled.choices)
    return Differing(
        reading.serial,
        _number(edition, reading.serial),
        _said(edition, reading.first),
        _said(edition, reading.second),
        settled,
        told,
    )


def _said(edition: Edition, keying: PaperKeying | None) -> str:
    return _("pas saisi") if keying is None else says(edition, keying.kind, keying.choices)


def _number(edition: Edition, serial: int) -> str:
    run = next(each for each in runs_of(edition.id) if each.first_serial <= serial <= each.last_serial)
    return paper_numbers.number_of(serial, run.salt)
