"""Bring the projects of a Pabulib file into a fund: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock, pabulib
from app.db import session, transaction
from app.funds.models import Fund
from app.i18n import gettext as _
from app.pabulib import Election
from app.plain import plain
from app.projects import search
from app.projects.models import BudgetLine, BudgetSide, Project
from app.projects.services.drafts import WORKFLOW, next_ref
from app.steps import services as steps
from app.steps.actor import SYSTEM
from app.territory.models import Neighbourhood

PLACE_COLUMNS = ("neighborhood", "neighbourhood", "subunit", "district")
LONGEST_TITLE = 120


class ImportRefused(Exception):
    """The file was read, yet its projects cannot be brought in; `faults` are (line, sentence)."""

    def __init__(self, *faults: tuple[int, str]) -> None:
        super().__init__("; ".join(f"{line}: {sentence}" for line, sentence in faults))
        self.faults = faults


@dataclass(frozen=True)
class Imported:
    """What an import did: the new drafts, how many were there already, how many the vote had withdrawn."""

    projects: tuple[Project, ...]
    known: int
    withdrawn: int


@transaction()
def import_projects(election: Election, fund: Fund, default_place: Neighbourhood | None = None) -> Imported:
    """Open one draft for each project of a file, with its title, its cost and its neighbourhood.

    A project that was imported before, or withdrawn after the vote, is left out. The neighbourhood is found by its
    name in the fund's city, else it is `default_place`. Raises ImportRefused, naming every faulty line: nothing is
    half-imported.
    """
    wanted = [project for project in election.projects if not project.withdrawn]
    places = _places(fund)
    faults = [fault for project in wanted for fault in _faults(project, places, default_place)]
    if faults:
        raise ImportRefused(*faults)
    known = set(session().scalars(sa.select(Project.origin_note).where(Project.fund_id == fund.id)))
    new = [project for project in wanted if _mark(election, project) not in known]
    made = tuple(_draft(election, project, fund, _place(project, places) or default_place) for project in new)
    return Imported(made, len(wanted) - len(new), len(election.projects) - len(wanted))


def _faults(
    project: pabulib.Project, places: Mapping[str, Neighbourhood], default: Neighbourhood | None
) -> Iterator[tuple[int, str]]:
    name = _place_name(project)
    if default is None and plain(name) not in places:
        yield project.line, _("le quartier « %(name)s » n'est pas connu dans cette ville.", name=name or "?")
    if not project.name.strip():
        yield project.line, _("le projet n'a pas de nom.")
    if (project.cost * pabulib.CENTS).denominator != 1:
        yield project.line, _("le coût a plus de deux chiffres après la virgule.")
    elif project.cost <= 0:
        yield project.line, _("le coût doit être au-dessus de zéro.")


def _draft(election: Election, project: pabulib.Project, fund: Fund, place: Neighbourhood | None) -> Project:
    draft = Project(
        ref=next_ref(),
        title=_short(project.name.strip()),
        summary=project.name.strip() if len(project.name) > LONGEST_TITLE else "",
        neighbourhood=place,
        requested_cents=project.cents,
        fund_id=fund.id,
        origin_note=_mark(election, project),
        created_at=clock.now(),
    )
    draft.budget_lines = [
        BudgetLine(side=BudgetSide.EXPENSE, label=_("Coût annoncé au vote"), amount_cents=project.cents)
    ]
    draft.search_text = search.indexed_text(draft)
    steps.begin(draft, WORKFLOW, SYSTEM)
    return draft


def _mark(election: Election, project: pabulib.Project) -> str:
    """Return what tells an imported project from any other: the vote it comes from and its number there."""
    vote = " ".join(election.meta.get(key, "") for key in ("unit", "instance", "subunit")).strip()
    return _("Vote de %(vote)s, projet n° %(number)s", vote=vote, number=project.id)


def _places(fund: Fund) -> dict[str, Neighbourhood]:
    rows = session().scalars(sa.select(Neighbourhood).filter_by(commune_id=fund.commune_id)).unique()
    return {plain(place.name): place for place in rows}


def _place(project: pabulib.Project, places: Mapping[str, Neighbourhood]) -> Neighbourhood | None:
    return places.get(plain(_place_name(project)))


def _place_name(project: pabulib.Project) -> str:
    return next((project.extra[column] for column in PLACE_COLUMNS if project.extra.get(column)), "")


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
