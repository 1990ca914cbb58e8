"""Reads Pabulib files (`.pb`), the open format of participatory budgets.

Amounts are exact fractions: a count never rounds; `Project.cents` is for the ledger. A refusal is a code, not words.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Row = tuple[int, list[str], int]  # its first line, its fields, its last line

SECTIONS = ("META", "PROJECTS", "VOTES")
WITHDRAWN_COST = 999_999_999
CENTS = 100
DECIMAL = re.compile(r"(?a:-?\d{1,18}([.,]\d{1,9})?)")


class Fault(StrEnum):
    """Why a file is refused."""

    NOT_TEXT = "not_text"
    NO_SECTION = "no_section"
    SECTION_TWICE = "section_twice"
    NO_HEADER = "no_header"
    NO_COLUMN = "no_column"
    NO_KEY = "no_key"
    KEY_TWICE = "key_twice"
    WRONG_FIELDS = "wrong_fields"
    UNCLOSED_QUOTE = "unclosed_quote"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    PROJECT_TWICE = "project_twice"
    UNKNOWN_PROJECT = "unknown_project"
    POINTS_MISMATCH = "points_mismatch"
    WRONG_COUNT = "wrong_count"


class Curiosity(StrEnum):
    """What is odd in a file without making it unreadable."""

    WITHDRAWN = "withdrawn"
    VOTED_TWICE = "voted_twice"
    VOTES_DIFFER = "votes_differ"


class PabulibError(Exception):
    """The file cannot be understood: `fault` says why, `line` where, `params` with which words."""

    def __init__(self, fault: Fault, line: int, **params: str | int) -> None:
        """Keep the code and its parameters, for the command or the page that words them."""
        super().__init__(f"line {line}: {fault} {params}")
        self.fault, self.line, self.params = fault, line, params


class Remark(NamedTuple):
    """One curiosity, and where it was met."""

    curiosity: Curiosity
    line: int
    subject: str


class Project(NamedTuple):
    """One row of PROJECTS; `selected` as announced: 0 no, 1 by the rule, 2 for another reason, 3 with later money."""

    id: str
    name: str
    cost: Fraction
    votes: int | None
    score: Fraction | None
    selected: int | None
    extra: Mapping[str, str]
    line: int

    @property
    def withdrawn(self) -> bool:
        """Tell whether the cost is the archive's mark of a project withdrawn after the vote."""
        return self.cost == WITHDRAWN_COST

    @property
    def cents(self) -> int:
        """Give the cost in integer cents; raise ValueError when it is not a whole number of cents."""
        if (self.cost * CENTS).denominator != 1:
            message = f"{self.cost} is not a whole number of cents"
            raise ValueError(message)
        return int(self.cost * CENTS)


class Ballot(NamedTuple):
    """One row of VOTES: project ids in the order of the file, and the points beside them where there are any."""

    voter: str
    choices: tuple[str, ...]
    points: tuple[Fraction, ...]
    extra: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Election:
    """A whole file. Unknown META keys and columns are kept as they were written."""

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]
    remarks: tuple[Remark, ...]

    @property
    def budget(self) -> Fraction:
        """Give the money to share, in the file's currency."""
        return _fraction(self.meta["budget"])

    @property
    def vote_type(self) -> str:
        """Give the kind of ballot: approval, choose-1, cumulative, scoring or ordinal."""
        return self.meta["vote_type"]


def read(source: str | Path | TextIO) -> Election:
    """Read a Pabulib file, from its path or an open text stream; raise PabulibError where it cannot be understood."""
    if isinstance(source, (str, Path)):
        return read(io.StringIO(_text(Path(source).read_bytes()), newline=""))
    sections = _sections(_rows(source))
    meta = _meta(sections["META"])
    projects = tuple(_projects(sections["PROJECTS"]))
    ballots = tuple(_ballots(sections["VOTES"], {project.id for project in projects}))
    lines = {fields[0].strip(): line for line, fields, _ in sections["META"]}
    for key, found in (("num_projects", len(projects)), ("num_votes", len(ballots))):
        if key in meta and _number(meta[key], lines[key], key) != found:
            raise PabulibError(Fault.WRONG_COUNT, lines[key], key=key, announced=meta[key], found=found)
    return Election(meta, projects, ballots, tuple(_remarks(projects, ballots)))


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PabulibError(Fault.NOT_TEXT, raw.count(b"\n", 0, error.start) + 1) from error


def _rows(stream: TextIO) -> Iterator[Row]:
    """Yield the rows that are not blank, each with its first and last line."""
    reader = csv.reader(stream, delimiter=";")
    line = 1
    try:
        for fields in reader:
            if line == 1 and fields:
                fields[0] = fields[0].removeprefix("\ufeff")
            if reader.line_num > line and any(title in field.splitlines() for field in fields for title in SECTIONS):
                raise PabulibError(Fault.UNCLOSED_QUOTE, line)
            if any(field.strip() for field in fields):
                yield line, fields, reader.line_num
            line = reader.line_num + 1
    except csv.Error as error:
        raise PabulibError(Fault.UNCLOSED_QUOTE, line) from error


def _sections(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Sort the rows by section, without the section titles."""
    sections: dict[str, list[Row]] = {}
    current: list[Row] | None = None
    line = 1
    for row in rows:
        first, fields, line = row
        title = fields[0].strip()
        if title in SECTIONS and not any(fields[1:]):
            if title in sections:
                raise PabulibError(Fault.SECTION_TWICE, first, section=title)
            current = sections[title] = []
        elif current is None:
            raise PabulibError(Fault.NO_SECTION, first, section="META")
        else:
            current.append(row)
    for title in SECTIONS:
        if title not in sections:
            raise PabulibError(Fault.NO_SECTION, line, section=title)
        if not sections[title]:
            raise PabulibError(Fault.NO_HEADER, line, section=title)
    return sections


def _meta(rows: list[Row]) -> dict[str, str]:
    """Read META; a value may hold `;` without quotes, as long comments sometimes do."""
    meta: dict[str, str] = {}
    for line, fields, _ in rows[1:]:
        key, value = fields[0].strip(), ";".join(fields[1:]).strip()
        if key in meta:
            raise PabulibError(Fault.KEY_TWICE, line, key=key)
        meta[key] = value
        if key == "budget":
            _amount(value, line, key)
    for key in ("budget", "vote_type"):
        if not meta.get(key):
            raise PabulibError(Fault.NO_KEY, rows[0][0], key=key)
    return meta


def _table(rows: list[Row], required: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row below the header as a mapping, with its line."""
    header = [name.strip() for name in rows[0][1]]
    for name in required:
        if name not in header:
            raise PabulibError(Fault.NO_COLUMN, rows[0][0], column=name)
    width = len(header)
    for line, fields, last_line in rows[1:]:
        if len(fields) != width and (len(fields) < width or any(fields[width:])):
            fault = Fault.UNCLOSED_QUOTE if last_line > line else Fault.WRONG_FIELDS
            raise PabulibError(fault, line, expected=width, found=len(fields))
        yield line, dict(zip(header, fields, strict=False))


def _projects(rows: list[Row]) -> Iterator[Project]:
    seen: set[str] = set()
    for line, cells in _table(rows, ("project_id", "cost")):
        identifier = cells.pop("project_id").strip()
        if identifier in seen:
            raise PabulibError(Fault.PROJECT_TWICE, line, project=identifier)
        seen.add(identifier)
        name = cells.pop("name", "").strip()
        cost = _amount(cells.pop("cost"), line, "cost")
        votes = _whole(cells.pop("votes", ""), line, "votes")
        score = _optional(cells.pop("score", ""), line, "score")
        selected = _whole(cells.pop("selected", ""), line, "selected")
        yield Project(identifier, name, cost, votes, score, selected, cells, line)


def _ballots(rows: list[Row], known: set[str]) -> Iterator[Ballot]:
    for line, cells in _table(rows, ("voter_id", "vote")):
        voter, choices = cells.pop("voter_id").strip(), _list(cells.pop("vote"))
        points = tuple(_number(text, line, "points") for text in _list(cells.pop("points", "")))
        if not known.issuperset(choices):
            stranger = next(choice for choice in choices if choice not in known)
            raise PabulibError(Fault.UNKNOWN_PROJECT, line, project=stranger)
        if points and len(points) != len(choices):
            raise PabulibError(Fault.POINTS_MISMATCH, line, expected=len(choices), found=len(points))
        yield Ballot(voter, choices, points, cells, line)


def _remarks(projects: Iterable[Project], ballots: tuple[Ballot, ...]) -> Iterator[Remark]:
    """Say what a reader should know before trusting the figures."""
    votes = Counter(choice for ballot in ballots for choice in ballot.choices)
    for project in projects:
        if project.withdrawn:
            yield Remark(Curiosity.WITHDRAWN, project.line, project.id)
        if project.votes is not None and project.votes != votes[project.id]:
            yield Remark(Curiosity.VOTES_DIFFER, project.line, project.id)
    for ballot in ballots:
        if len(set(ballot.choices)) < len(ballot.choices):
            yield Remark(Curiosity.VOTED_TWICE, ballot.line, ballot.voter)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",")) if cell.strip() else ()


def _optional(text: str, line: int, column: str) -> Fraction | None:
    return _number(text, line, column) if text.strip() else None


def _whole(text: str, line: int, column: str) -> int | None:
    number = _optional(text, line, column)
    if number is not None and number.denominator != 1:
        raise PabulibError(Fault.NOT_A_NUMBER, line, column=column, text=text)
    return None if number is None else number.numerator


def _amount(text: str, line: int, column: str) -> Fraction:
    amount = _number(text, line, column)
    if amount < 0:
        raise PabulibError(Fault.NEGATIVE, line, column=column, text=text)
    return amount


def _number(text: str, line: int, column: str) -> Fraction:
    try:
        return _fraction(text)
    except ValueError as error:
        raise PabulibError(Fault.NOT_A_NUMBER, line, column=column, text=text) from error


@lru_cache(maxsize=4096)
def _fraction(text: str) -> Fraction:
    """Read `1234`, `1234.50` or `1234,50`, and nothing cleverer: `1e999999999` would fill the memory."""
    text = text.strip()
    if not DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Fraction(text.replace(",", "."))
