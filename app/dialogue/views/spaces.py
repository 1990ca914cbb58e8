"""Where people talk: the inventory of a neighbourhood, its spaces."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for

from app import security
from app.dialogue import policy, queries, services
from app.dialogue.forms.spaces import SpaceForm
from app.dialogue.labels import SPACES
from app.dialogue.services.spaces import NothingDecided
from app.dialogue.views import Page, bp
from app.i18n import gettext as _
from app.territory.models import Neighbourhood
from app.territory.panels import Panel, panel
from app.territory.queries import neighbourhood_by_slug


@bp.route("/neighbourhoods/<slug>/spaces/new", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def new_space(slug: str) -> Page:
    """Open a space of dialogue in a neighbourhood."""
    place = neighbourhood_by_slug(slug) or abort(404)
    if not policy.can_record(place, security.current_actor()):
        abort(403)
    form = SpaceForm()
    if form.validate_on_submit():
        try:
            opened = services.open_space(place, form.sheet(), security.current_actor())
        except NothingDecided:
            form.form_errors.append(_("Faites d'abord l'inventaire : dites ce qui existe et ce que vous décidez."))
        else:
            flash(_("Le lieu est ouvert. Vous pouvez raconter une rencontre."), "success")
            return redirect(url_for(".new_meeting", space_id=opened.id), 303)
    return render_template("dialogue/new_space.html", place=place, form=form), 422 if form.errors else 200


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
