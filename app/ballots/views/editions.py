"""The pages of an edition that everybody reads: where it stands, its projects, what was frozen; and the list of all."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from markupsafe import Markup

from app import files
from app.ballots import calendar, edition_queries, policy, queries, wording
from app.ballots.models import Edition
from app.ballots.panels import Panel, public_panels
from app.ballots.presets import preset_of, theme_cap_of
from app.ballots.services.running import public_seed
from app.files import StoredFile
from app.security import current_person, public, reading_actor
from app.steps import wording as steps_wording

bp = Blueprint("editions", __name__, template_folder="../templates")

Page = str | tuple[str, int]
EARLY = 50
"""Sections of a smaller order come before the projects."""
PAGE = 40


@bp.get("/budget")
@public
def index() -> str:
    """List the editions, the present ones first; those whose rules are not adopted are for their staff."""
    actor = reading_actor()
    editions = [one for one in edition_queries.all_editions() if policy.can_view(one, actor)]
    person = current_person()
    return render_template(
        "ballots/edition_index.html",
        editions=[(one, wording.stands(one)[0], wording.next_thing(one)) for one in editions],
        may_create=bool(person and edition_queries.communes_prepared_by(person)),
    )


@bp.get("/budget/<int:edition_id>")
@public
def show(edition_id: int) -> str:
    """Show an edition to everybody: where it stands, what comes next, its projects, what was frozen."""
    edition, actor = edition_or_404(edition_id), reading_actor()
    sent = sorted(queries.candidacies(edition), key=lambda one: not one.on_ballot)
    wanted = request.args.get("place", type=int)
    shown = [one for one in sent if wanted in (None, one.project.neighbourhood_id)]
    return render_template(
        "ballots/edition_show.html",
        edition=edition,
        stands=wording.stands(edition),
        next_thing=wording.next_thing(edition),
        phases=calendar.phases(edition),
        preset=preset_of(edition),
        theme_cap=theme_cap_of(edition),
        candidacies=[(one, wording.fate(one), wording.tone(one)) for one in shown[:PAGE]],
        hidden=max(0, len(shown) - PAGE),
        total=len(sent),
        on_ballot=sum(one.on_ballot for one in sent),
        wanted=wanted,
        staff=policy.is_staff(edition, actor),
        seed=public_seed(edition),
        sections=rendered(public_panels(edition, actor)),
        history=history(edition),
        may_propose=calendar.takes_ideas(edition),
    )


@bp.get("/budget/<int:edition_id>/frozen.json")
@public
def frozen(edition_id: int) -> Response:
    """Give what was frozen, byte for byte: its SHA-256 is the one that was published."""
    edition = edition_or_404(edition_id)
    if edition.frozen_at is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="edition-{edition.id}.json"'}
    return Response(edition.frozen_text.encode(), mimetype="application/json", headers=headers)


@bp.get("/budget/<int:edition_id>/deliberation")
@public
def deliberation(edition_id: int) -> Response:
    """Give the document of the council."""
    edition = edition_or_404(edition_id)
    if not edition.council_sha256:
        abort(404)
    return files.send(StoredFile(edition.council_sha256, edition.council_document, "application/pdf", 0))


def edition_or_404(edition_id: int) -> Edition:
    """Return an edition that the reader may see; 404 for the others."""
    edition = queries.edition_by_id(edition_id)
    if edition is None or not policy.can_view(edition, reading_actor()):
        abort(404)
    return edition


def rendered(panels: list[Panel]) -> list[tuple[str, Markup]]:
    """Render the sections that other parts add to a page."""
    return [(one.title, Markup(render_template(one.template, **one.context))) for one in panels]  # noqa: S704


def history(edition: Edition) -> list[tuple[str, Any, str]]:
    """Tell what happened, the latest first, without what is not for everybody."""
    return [
        (steps_wording.told(edition, step), step.at, step.note)
        for step in edition_queries.history_of(edition)
        if step.is_public
    ]
