"""What editions show on the pages of other slices: the project, its draft, the neighbourhood."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.ballots import calendar, edition_queries, queries, wording
from app.ballots.models import Edition
from app.ballots.policy import NotAllowed
from app.ballots.services import ideas
from app.ballots.views.editions import bp
from app.i18n import gettext as _
from app.incoming import row_id
from app.projects.models import Project
from app.projects.panels import Panel, beginning, panel, path_offer
from app.projects.queries.page import project_by_ref
from app.projects.standing import asks_the_fund
from app.security import current_actor, signed_in
from app.steps.actor import Actor
from app.territory import panels as neighbourhood_pages
from app.territory.models import Neighbourhood


@panel(10)
def edition_of_project(project: Project, _actor: Actor | None) -> Panel | None:
    """Show in which edition a project is, what was answered to the idea, its cost, what became of it."""
    if asks_the_fund(project):
        return None
    candidacy = queries.candidacy_of(project)
    if candidacy is None:
        return None
    labels = {criterion["code"]: criterion["label"] for criterion in candidacy.edition.criteria}
    answers = [(labels.get(row.criterion, row.criterion), row) for row in candidacy.reviews]
    context = {
        "candidacy": candidacy,
        "edition": candidacy.edition,
        "answers": answers,
        "fate": wording.fate(candidacy),
        "tone": wording.tone(candidacy),
    }
    return Panel(_("Le budget participatif"), "ballots/edition_of_project.html", context)


@path_offer(10)
def two_paths(project: Project, _actor: Actor) -> Panel | None:
    """Offer the two ways of a draft, where an edition takes ideas in its neighbourhood."""
    editions = edition_queries.editions_for_ideas(project.neighbourhood_id)
    chosen = None if asks_the_fund(project) else queries.candidacy_of(project)
    if not editions and chosen is None:
        return None
    context = {
        "project": project,
        "chosen": chosen.edition if chosen else None,
        "editions": [(one, calendar.time_left(one.ideas_until)) for one in editions if one.ideas_until],
    }
    return Panel(_("Deux chemins pour votre idée"), "ballots/edition_two_paths.html", context)


@beginning
def begin_in_edition(project: Project, asked: Mapping[str, str], actor: Actor) -> None:
    """Propose at once to an edition the idea begun from its page."""
    number = row_id(asked["edition"]) if asked.get("edition", "").isdecimal() else 0
    edition = queries.edition_by_id(number) if number else None
    if edition is not None and edition.state == "ideas" and project.state == "draft":
        ideas.take_to_edition(project.id, edition.id, actor)


@neighbourhood_pages.panel(15)
def editions_here(place: Neighbourhood) -> neighbourhood_pages.Panel | None:
    """Lead to the editions of a neighbourhood that go on."""
    editions = [(one, wording.next_thing(one)) for one in edition_queries.editions_of(place)]
    if not editions:
        return None
    return neighbourhood_pages.Panel(
        _("Le budget participatif"), "ballots/edition_in_neighbourhood.html", {"editions": editions}
    )


@bp.post("/projects/<ref>/path")
@signed_in
def choose_path(ref: str) -> Response:
    """Take a draft to an edition, or to the fund of its neighbourhood."""
    project = project_by_ref(ref) or abort(404)
    wanted = request.form.get("edition", default=0, type=row_id)
    try:
        if wanted:
            ideas.take_to_edition(project.id, wanted, current_actor())
        else:
            ideas.take_to_fund(project.id, current_actor())
    except NotAllowed:
        abort(404)
    flash(_("C'est noté. Relisez votre idée, puis envoyez-la."), "success")
    return redirect(url_for("projects.review", ref=ref), 303)


def edition_link(edition: Edition) -> str:
    """Return the address of an edition."""
    return url_for("editions.show", edition_id=edition.id)
