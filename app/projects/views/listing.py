"""The public list of projects, and a person's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import security
from app.i18n import gettext as _
from app.projects import search
from app.projects.labels import THEMES
from app.projects.models import Project, Theme
from app.projects.panels import Task, tasks_of
from app.projects.queries import drafts as drafts_queries
from app.projects.queries import listing
from app.projects.queries.listing import COUNTED, Cursor, Filters
from app.projects.services.drafts import WORKFLOW
from app.projects.views import bp
from app.projects.views.cards import Card, card
from app.steps.catalogue import catalogue, state_of
from app.territory.models import Neighbourhood

LONGEST_SEARCH = 200
LONGEST_ID = 9
"""Digits: beyond, no database has such a row."""


@dataclass(frozen=True)
class Chip:
    """One filter in use, and the address of the same list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Line:
    """One thing that a person must do, as a line of their page: the project, and where it is done."""

    card: Card
    action_label: str
    action_url: str


@bp.route("/projects")
@security.public
def index() -> ResponseReturnValue:
    """List the projects everybody may read."""
    places = drafts_queries.neighbourhoods_to_choose()
    asked = {name: request.args.get(name, "").strip() for name in ("q", "place", "stage", "theme")}
    asked["q"] = asked["q"][:LONGEST_SEARCH]
    filters = _filters(asked, places)
    page = listing.public_projects(filters, cursor_asked())
    return render_template(
        "projects/index.html",
        cards=[card(project) for project in page.rows],
        asked=asked,
        chips=_chips(asked, places),
        count=listing.number_of_results(filters),
        counted=COUNTED,
        places=places,
        stages=catalogue().latest(WORKFLOW).stages,
        themes=THEMES,
        previous_url=_page_url(asked, page.rows, "before") if page.has_previous and page.rows else None,
        next_url=_page_url(asked, page.rows, "after") if page.has_next and page.rows else None,
    )


@bp.route("/me")
@security.signed_in
def mine() -> ResponseReturnValue:
    """Show a person what they must do first, then their other projects."""
    person_id = security.current_actor().acting_id or 0
    projects = listing.projects_of(person_id)
    waiting = [project for project in projects if project.is_open and state_of(project).owner == "carrier"]
    tasks = [*map(_to_carry_on, waiting), *tasks_of(person_id)]
    return render_template(
        "projects/mine.html",
        tasks=[_line(task) for task in sorted(tasks, key=_soonest_first)],
        going_on=[card(project) for project in projects if project.is_open and project not in waiting],
        finished=[card(project) for project in projects if not project.is_open],
    )


def cursor_asked() -> Cursor | None:
    """Read where the asked page begins; an address that makes no sense is the first page."""
    for name in ("after", "before"):
        instant, _separator, row_id = request.args.get(name, "").rpartition("~")
        if row_id.isdecimal() and len(row_id) <= LONGEST_ID:
            try:
                at = datetime.strptime(instant, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
            except ValueError:
                continue
            return Cursor(at, int(row_id), backwards=name == "before")
    return None


def cursor_text(at: datetime | None, row_id: int) -> str:
    """Write where a page begins, for an address."""
    return f"{at:%Y%m%dT%H%M%S.%f}~{row_id}" if at else ""


def _page_url(asked: dict[str, str], rows: Sequence[Project], side: str) -> str:
    row = rows[-1] if side == "after" else rows[0]
    return index_url({**asked, side: cursor_text(row.last_activity_at, row.id)})


def index_url(asked: Mapping[str, str]) -> str:
    """Return the address of the list for what is asked, without what is blank."""
    kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return url_for("projects.index", **kept)


def _filters(asked: dict[str, str], places: list[Neighbourhood]) -> Filters:
    return Filters(
        words=tuple(search.stems(asked["q"])[: search.MOST_WORDS]),
        neighbourhood_ids=tuple(
            place.id for place in places if asked["place"] in (place.slug, f"commune-{place.commune.insee}")
        ),
        stage=asked["stage"] if asked["stage"] in _stages() else "",
        theme=Theme(asked["theme"]) if asked["theme"] in set(Theme) else None,
    )


def _chips(asked: dict[str, str], places: list[Neighbourhood]) -> list[Chip]:
    names = {place.slug: place.name for place in places}
    names |= {f"commune-{place.commune.insee}": place.commune.name for place in places}
    stage = _stages().get(asked["stage"])
    words = {
        "q": f"« {asked['q']} »",
        "place": names.get(asked["place"], ""),
        "stage": _(stage) if stage else "",
        "theme": str(THEMES[Theme(asked["theme"])]) if asked["theme"] in set(Theme) else "",
    }
    return [Chip(label, index_url({**asked, name: ""})) for name, label in words.items() if asked[name] and label]


def _stages() -> dict[str, str]:
    return {stage.name: stage.label for stage in catalogue().latest(WORKFLOW).stages}


def _to_carry_on(project: Project) -> Task:
    sentence = _(state_of(project).public_label)
    if project.state in ("draft", "incomplete"):
        return Task(project, sentence, _("Continuer à écrire"), url_for("projects.edit", ref=project.ref))
    return Task(project, sentence, _("Voir ce qu'il faut faire"), url_for("projects.show", ref=project.ref))


def _line(task: Task) -> Line:
    shown = replace(card(task.project, task.action_url), stage_sentence=task.sentence)
    return Line(shown, task.action_label, task.action_url)


def _soonest_first(task: Task) -> tuple[bool, float, int]:
    due = task.project.due_at
    return due is None, due.timestamp() if due else 0, task.project.id
