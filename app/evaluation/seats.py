"""Who may sit on a panel and who speaks for it: rules over names and people, without the database.

Everybody knows everybody in a small association: the team may sit with its neighbours. But it neither judges alone, nor
holds the pen, nor changes its judges once they are at work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from app.i18n import gettext as _
from app.i18n import ngettext
from app.plain import plain
from app.projects.models import Project

SMALLEST_PANEL = 3
FEWEST_TOGETHER = 2


@dataclass(frozen=True)
class Juror:
    """Someone for the panel: a name, and who it is when we know them."""

    name: str
    person_id: int | None = None


@dataclass(frozen=True)
class Together:
    """Who gave a verdict: the seats of those who were there; and, for a sheet of paper, of whoever held the pen."""

    seats: frozenset[int]
    pen: int | None = None


def is_of_team(project: Project, name: str, person_id: int | None) -> bool:
    """Say whether somebody carries the project: whoever began it, or a member of its team, known or by name alone."""
    if plain(name) in {plain(member.name) for member in project.team}:
        return True
    return is_person_of_team(project, person_id)


def is_person_of_team(project: Project, person_id: int | None) -> bool:
    """Say whether a known person began the project, or is of its team."""
    return person_id is not None and person_id in {
        project.created_by_id,
        *(member.person_id for member in project.team),
    }


def panel_problems(project: Project, jurors: Sequence[Juror], *, by_team: bool) -> Iterator[str]:
    """Say what keeps some residents from being a panel; a team must name a neighbour whom we can reach."""
    if len(jurors) < SMALLEST_PANEL:
        yield ngettext(
            "Il manque %(num)d personne : le panel compte au moins trois habitants et habitantes.",
            "Il manque %(num)d personnes : le panel compte au moins trois habitants et habitantes.",
            SMALLEST_PANEL - len(jurors),
        )
    if any(not juror.name.strip() for juror in jurors):
        yield _("Écrivez le nom de chaque personne.")
    if _has_twice(jurors):
        yield _("Une personne est écrite deux fois.")
    neighbours = [juror for juror in jurors if not is_of_team(project, juror.name, juror.person_id)]
    if jurors and not neighbours:
        yield _("Il faut au moins une personne en dehors de l'équipe du projet.")
    elif by_team and all(juror.person_id is None for juror in neighbours):
        yield _("Il faut au moins une personne inscrite, en dehors de l'équipe : elle donne l'avis du panel.")


def together_problems(together: Together, seats: Collection[int], neighbours: Collection[int]) -> Iterator[str]:
    """Say what keeps those who were there from speaking for the panel: half of it, with a neighbour of the project."""
    there = together.seats & frozenset(seats)
    fewest = fewest_together(len(seats))
    if len(there) < fewest:
        yield ngettext(
            "Donnez cet avis à plusieurs : au moins %(num)d personne du panel.",
            "Donnez cet avis à plusieurs : au moins %(num)d personnes du panel.",
            fewest,
        )
    if not there & frozenset(neighbours):
        yield _("Il faut au moins une personne en dehors de l'équipe du projet.")
    if together.pen is not None and together.pen not in there & frozenset(neighbours):
        yield _("La personne qui tient le stylo est là, et ne fait pas partie de l'équipe.")


def fewest_together(size: int) -> int:
    """Return how many of a panel must be there: half of it, and two at least."""
    return max(FEWEST_TOGETHER, (size + 1) // 2)


def _has_twice(jurors: Sequence[Juror]) -> bool:
    names = [plain(juror.name) for juror in jurors]
    known = [juror.person_id for juror in jurors if juror.person_id is not None]
    return len(set(names)) < len(names) or len(set(known)) < len(known)
