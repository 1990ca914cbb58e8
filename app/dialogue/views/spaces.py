"""Where people talk: the thirteen neighbourhoods at a glance, the inventory of each, its spaces."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for

from app import security
from app.addresses import address
from app.dialogue import policy, queries, services
from app.dialogue.forms.spaces import FindingForm, SpaceForm
from app.dialogue.labels import DECISIONS, POSTURES, kind_of
from app.dialogue.models import SpaceStatus
from app.dialogue.rhythm import rhythm_of
from app.dialogue.services import spaces as keeping
from app.dialogue.services.spaces import NothingDecided
from app.dialogue.views import Page, bp
from app.dialogue.views.opening import place_or_404
from app.i18n import gettext as _
from app.territory.models import Neighbourhood
from app.territory.panels import Panel, panel


@bp.route("/spaces")
@security.public
def all_spaces() -> Page:
    """Show the neighbourhoods at a glance: what exists, when people last met, what is missing."""
    return render_template("dialogue/glance.html", glances=queries.at_a_glance())


@bp.route("/neighbourhoods/<slug>/inventory")
@security.public
def inventory(slug: str) -> Page:
    """Show what exists in a neighbourhood and what was decided about it, with the reasons."""
    place = place_or_404(slug)
    return render_template(
        "dialogue/inventory.html",
        place=place,
        lines=queries.inventory_of(place),
        decisions=DECISIONS,
        may_decide=policy.can_decide(place, security.reading_actor()),
    )


@bp.route("/neighbourhoods/<slug>/inventory/new", methods=["GET", "POST"])
@security.holders_of(*policy.DECIDING)
def new_finding(slug: str) -> Page:
    """Add a line to the inventory of a neighbourhood."""
    place, form = place_or_404(slug), FindingForm()
    if not policy.can_decide(place, security.current_actor()):
        abort(403)
    if form.validate_on_submit():
        keeping.note_what_exists(place, form.finding(), security.current_actor())
        flash(_("C'est inscrit à l'inventaire."), "success")
        return redirect(url_for(".inventory", slug=slug), 303)
    return render_template("dialogue/new_finding.html", place=place, form=form), 422 if form.errors else 200


@bp.route("/neighbourhoods/<slug>/spaces/new", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def new_space(slug: str) -> Page:
    """Open a space of dialogue in a neighbourhood."""
    place, form = place_or_404(slug), SpaceForm()
    if not policy.can_record(place, security.current_actor()):
        abort(403)
    if form.validate_on_submit():
        try:
            opened = services.open_space(place, form.sheet(), security.current_actor())
        except NothingDecided:
            form.form_errors.append(_("Faites d'abord l'inventaire : dites ce qui existe et ce que vous décidez."))
        else:
            flash(_("Le lieu est ouvert. Vous pouvez préparer ou raconter une rencontre."), "success")
            return redirect(url_for(".space", space_id=opened.id), 303)
    page = render_template("dialogue/edit_space.html", place=place, space=None, form=form)
    return page, 422 if form.errors else 200


@bp.route("/spaces/<int:space_id>")
@security.public
def space(space_id: int) -> Page:
    """Show a space: who hosts it, its rules, its rhythm, its meetings."""
    shown = queries.space_with_neighbourhood(space_id) or abort(404)
    may_record = policy.can_record(shown.neighbourhood, security.reading_actor())
    meetings = queries.meetings_of(shown)
    return render_template(
        "dialogue/space.html",
        space=shown,
        kind=kind_of(shown),
        posture=POSTURES[shown.city_posture],
        rhythm=rhythm_of(shown, meetings),
        coming=[one for one in reversed(meetings) if one.is_coming],
        held=[one for one in meetings if one.was_held],
        preparing=[one for one in meetings if may_record and one.is_open and not (one.is_coming or one.was_held)],
        may_record=may_record,
    )


@bp.route("/spaces/<int:space_id>/edit", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def edit_space(space_id: int) -> Page:
    """Change what is told of a space."""
    shown = queries.space_with_neighbourhood(space_id) or abort(404)
    if not policy.can_record(shown.neighbourhood, security.current_actor()):
        abort(403)
    form = SpaceForm(obj=shown)
    if form.validate_on_submit():
        keeping.change_space(space_id, form.sheet(), security.current_actor())
        flash(_("C'est enregistré."), "success")
        return redirect(url_for(".space", space_id=space_id), 303)
    page = render_template("dialogue/edit_space.html", place=shown.neighbourhood, space=shown, form=form)
    return page, 422 if form.errors else 200


@panel(10)
def spaces(place: Neighbourhood) -> Panel:
    """Show on a neighbourhood's page when residents meet next, where they talk and when they last did."""
    actor = security.reading_actor()
    found = queries.spaces_in(place.id)
    meetings = [meeting for one in found for meeting in one.meetings]
    may_record = policy.can_record(place, actor)
    return Panel(
        _("Où l'on se parle"),
        "dialogue/spaces.html",
        {
            "spaces": [
                (one, kind_of(one), rhythm_of(one, one.meetings), [held for held in one.meetings if held.was_held][:3])
                for one in found
                if one.status is not SpaceStatus.ENDED
            ],
            "coming": sorted((one for one in meetings if one.is_coming), key=lambda one: one.held_on),
            "preparing": [one for one in meetings if may_record and one.is_open and not one.is_coming],
            "place": place,
            "may_record": may_record,
            "may_reach": policy.can_reach_out(place, actor),
        },
    )


@panel(15)
def news(place: Neighbourhood) -> Panel | None:
    """Show on a neighbourhood's page what institutions prepare there."""
    actor = security.reading_actor()
    may_write = policy.can_inform(place, actor)
    latest = queries.notes_in(place, drafts=False, limit=3)
    if not latest and not may_write:
        return None
    return Panel(
        _("Ce qui se prépare"),
        "dialogue/news.html",
        {
            "notes": latest,
            "place": place,
            "may_write": may_write,
            "digest_url": address("voices.digest", slug=place.slug),
        },
    )
