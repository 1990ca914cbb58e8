"""What editions show on the pages of other slices: the project, its draft, the neighbourhood."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.ballots import calendar, edition_queries, policy, queries, wording
from app.ballots.models import Candidacy, Edition
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
def edition_of_project(project: Project, actor: Actor | None) -> Panel | None:
    """Show in which edition a project is, what was answered to the idea, its cost, what became of it.

    Its authors may propose it to a later edition, once this one left it aside.
    """
    if asks_the_fund(project):
        return None
    candidacy = queries.candidacy_of(project)
    if candidacy is None:
        return None
    earlier = [each for each in queries.candidacies_of(project) if each.left_at is not None and each.sent_at]
    labels = {criterion["code"]: criterion["label"] for criterion in candidacy.edition.criteria}
    answers = [(labels.get(row.criterion, row.criterion), row) for row in candidacy.reviews]
    context = {
        "candidacy": candidacy,
        "edition": candidacy.edition,
        "answers": answers,
        "fate": wording.fate(candidacy),
        "tone": wording.tone(candidacy),
        "earlier": [(each.edition, wording.fate(each)) for each in earlier],
        "again": _later_editions(project, candidacy, actor),
        "project": project,
    }
    return Panel(_("Le budget participatif"), "ballots/edition_of_project.html", context)


def _later_editions(project: Project, candidacy: Candidacy, actor: Actor | None) -> list[tuple[Edition, str]]:
    """Give the editions to which the reader may propose this project again, with the days left."""
    if actor is None or not policy.may_stand_again(project, actor):
        return []
    found = edition_queries.editions_for_ideas(project.neighbourhood_id)
    return [(one, calendar.time_left(one.ideas_until)) for one in found
            if one.ideas_until and one.id != candidacy.edition_id]  # fmt: skip


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
        "stood_before": any(each.sent_at for each in queries.candidacies_of(project)),
        "editions": [(one, calendar.time_left(one.ideas_until)) for one in editions if one.ideas_until],
    }
    return Panel(_("Deux chemins pour votre idée"), "ballots/edition_two_paths.html", context)


@beginning
def begin_in_edition(project: Project, asked: Mapping[str, str], actor: Actor) -> None:
    """Propose at once to an edition the idea begun from its page, while it takes ideas."""
    number = row_id(asked["edition"]) if asked.get("edition", "").isdecimal() else 0
    edition = queries.edition_by_id(number) if number else None
    if edition is not None and calendar.takes_ideas(edition) and project.state == "draft":
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


@bp.post("/projects/<ref>/again")
@signed_in
def propose_again(ref: str) -> Response:
    """Propose to a later edition a project that an earlier one left aside; sent twice, it is done once."""
    project = project_by_ref(ref) or abort(404)
    wanted = request.form.get("edition", default=0, type=row_id)
    known = queries.candidacy_of(project)
    is_done = known is not None and known.edition_id == wanted and project.state == "draft"
    if not is_done:
        try:
            ideas.stand_again(project.id, wanted, current_actor())
        except NotAllowed:
            abort(404)
    flash(_("C'est noté. Relisez votre projet, changez-le si besoin, puis envoyez-le."), "success")
    return redirect(url_for("projects.review", ref=ref), 303)


def edition_link(edition: Edition) -> str:
    """Return the address of an edition."""
    return url_for("editions.show", edition_id=edition.id)
