"""Spaces of dialogue and their meetings: reading what was said there, and writing it down."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import security
from app.dialogue import panels, policy, queries, services
from app.dialogue.forms import MeetingForm, SpaceForm
from app.dialogue.labels import SPACES
from app.i18n import gettext as _
from app.territory.models import Neighbourhood
from app.territory.panels import Panel, panel
from app.territory.queries import neighbourhood_by_slug

bp = Blueprint("dialogue", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


@bp.route("/meetings/<int(max=2147483647):meeting_id>")
@security.public
def meeting(meeting_id: int) -> Page:
    """Show a meeting that was held."""
    held = queries.meeting_with_space(meeting_id)
    if held is None:
        abort(404)
    return render_template("dialogue/meeting.html", meeting=held, kinds=SPACES, panels=panels.panels_of(held))


@bp.route("/neighbourhoods/<slug>/spaces/new", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def new_space(slug: str) -> Page:
    """Open a space of dialogue in a neighbourhood."""
    place = neighbourhood_by_slug(slug) or abort(404)
    _check(place)
    form = SpaceForm()
    if form.validate_on_submit():
        opened = services.open_space(place, *form.described(), security.current_actor())
        flash(_("Le lieu est ouvert. Vous pouvez raconter une rencontre."), "success")
        return redirect(url_for(".new_meeting", space_id=opened.id), 303)
    return render_template("dialogue/new_space.html", place=place, form=form), 422 if form.errors else 200


@bp.route("/spaces/<int(max=2147483647):space_id>/meetings/new", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def new_meeting(space_id: int) -> Page:
    """Write down a meeting that was held."""
    space = queries.space_with_neighbourhood(space_id) or abort(404)
    _check(space.neighbourhood)
    form = MeetingForm()
    if form.validate_on_submit():
        held = services.record_meeting(space, form.told(), security.current_actor())
        flash(_("La rencontre est publiée. Notez maintenant ce qui a été dit."), "success")
        return redirect(url_for(".meeting", meeting_id=held.id), 303)
    return render_template("dialogue/new_meeting.html", space=space, form=form), 422 if form.errors else 200


@panel(10)
def spaces(place: Neighbourhood) -> Panel:
    """Show on a neighbourhood's page where residents talk and when they last did."""
    return Panel(
        _("Où l'on se parle"),
        "dialogue/spaces.html",
        {
            "spaces": queries.spaces_in(place.id),
            "kinds": SPACES,
            "place": place,
            "may_record": policy.can_record(place, security.reading_actor()),
        },
    )


def _check(place: Neighbourhood) -> None:
    if not policy.can_record(place, security.current_actor()):
        abort(403)
