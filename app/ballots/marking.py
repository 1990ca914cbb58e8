"""What a voter ticked, as the ballot of the edition lets them, and what is missing, in plain words.

Pure: a ballot paper and the fields of a form in, choices and marks out. The same rules serve the page and a direct
request.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.ballots.models import BallotKind
from app.i18n import gettext as _
from app.i18n import ngettext

NUMBER = re.compile(r"(?a:\d{1,9})")
MARKED_KINDS = frozenset({BallotKind.POINTS, BallotKind.GRADES})


@dataclass(frozen=True)
class Paper:
    """The ballot of an edition: what kind it is, its bounds, and the projects one may choose."""

    kind: BallotKind
    projects: frozenset[int]
    least: int = 0
    most: int = 1
    points: int = 0
    grades: tuple[str, ...] = ()


@dataclass
class Marked:
    """What was read: the choices (in order, on a ranking), a mark for each where there are marks, what is wrong."""

    choices: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def mark_of(self, candidacy_id: int) -> int | None:
        """Return the mark given to a project, 1 where it is only chosen, None where it is not."""
        if candidacy_id not in self.choices:
            return None
        place = self.choices.index(candidacy_id)
        return self.marks[place] if self.marks else 1

    def rank_of(self, candidacy_id: int) -> int | None:
        """Return the rank given to a project, from 1, or None."""
        return self.choices.index(candidacy_id) + 1 if candidacy_id in self.choices else None


Fields = Mapping[str, Sequence[str]]


def read(paper: Paper, fields: Fields) -> Marked:
    """Read the fields of a form: `choice` (a project), or `mark-<project>` (points, a rank or a grade)."""
    marked = READERS[paper.kind](paper, fields)
    unknown = [number for number in marked.choices if number not in paper.projects]
    if unknown:
        marked.faults.insert(0, _("Un projet coché n'est pas dans la liste. Relisez vos choix."))
    return marked


def remembered_as(paper: Paper, choices: Sequence[int], marks: Sequence[int]) -> Marked:
    """Return a ballot or a draft that was kept, without the projects withdrawn since."""
    kept = [place for place, number in enumerate(choices) if number in paper.projects]
    return Marked([choices[place] for place in kept], [marks[place] for place in kept] if marks else [])


def _read_approval(paper: Paper, fields: Fields) -> Marked:
    marked = Marked(list(dict.fromkeys(_numbers(fields.get("choice", ())))))
    marked.faults += _bounds(paper, len(marked.choices))
    return marked


def _read_one(_paper: Paper, fields: Fields) -> Marked:
    marked = Marked(list(dict.fromkeys(_numbers(fields.get("choice", ())))))
    if len(marked.choices) != 1:
        marked.faults.append(_("Choisissez un projet, un seul."))
    return marked


def _read_points(paper: Paper, fields: Fields) -> Marked:
    given = {number: points for number, points in _marks(fields).items() if points > 0}
    marked = Marked(list(given), list(given.values()))
    over = sum(marked.marks) - paper.points
    if over > 0:
        marked.faults.append(
            ngettext("Vous avez donné %(num)d point de trop.", "Vous avez donné %(num)d points de trop.", over)
        )
    if not given:
        marked.faults.append(_("Donnez au moins un point à un projet."))
    else:
        marked.faults += _bounds(paper, len(given))
    return marked


def _read_ranking(paper: Paper, fields: Fields) -> Marked:
    given = {number: rank for number, rank in _marks(fields).items() if rank > 0}
    marked = Marked(sorted(given, key=lambda number: (given[number], number)))
    ranks = sorted(given.values())
    twice = next((rank for rank, after in pairwise(ranks) if rank == after), None)
    if twice is not None:
        marked.faults.append(_("Deux projets ont le rang %(rank)d. Donnez à chacun un rang différent.", rank=twice))
    elif ranks and ranks != list(range(1, len(ranks) + 1)):
        marked.faults.append(_("Il manque un rang. Numérotez à la suite : 1, 2, 3…"))
    marked.faults += _bounds(paper, len(given))
    return marked


def _read_grades(paper: Paper, fields: Fields) -> Marked:
    given = _marks(fields)
    marked = Marked(list(given), list(given.values()))
    if not given:
        marked.faults.append(_("Donnez une mention à un projet au moins."))
    if any(grade >= len(paper.grades) for grade in marked.marks):
        marked.faults.append(_("Une mention n'existe pas. Relisez vos choix."))
    return marked


def _bounds(paper: Paper, count: int) -> list[str]:
    if count < paper.least:
        return [
            ngettext("Choisissez encore %(num)d projet.", "Choisissez encore %(num)d projets.", paper.least - count)
        ]
    over = count - paper.most
    if over > 0:
        return [ngettext("Vous avez choisi %(num)d projet de trop.", "Vous avez choisi %(num)d projets de trop.", over)]
    return []


def _numbers(values: Sequence[str]) -> list[int]:
    """Read numbers of projects; what is no number is a project that does not exist."""
    return [int(value) if NUMBER.fullmatch(value) else 0 for value in values]


def _marks(fields: Fields) -> dict[int, int]:
    """Read the fields `mark-<project>`, in the order of the projects; an empty one is no mark."""
    found = {}
    for name, values in fields.items():
        number = name.removeprefix("mark-")
        if name.startswith("mark-") and NUMBER.fullmatch(number) and values and NUMBER.fullmatch(values[0].strip()):
            found[int(number)] = min(int(values[0]), 9999)
    return dict(sorted(found.items()))


READERS: dict[BallotKind, Callable[[Paper, Fields], Marked]] = {
    BallotKind.APPROVAL: _read_approval,
    BallotKind.CHOOSE_ONE: _read_one,
    BallotKind.POINTS: _read_points,
    BallotKind.RANKING: _read_ranking,
    BallotKind.GRADES: _read_grades,
}
