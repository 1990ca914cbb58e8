"""The neighbourhoods: the list, and the page of each."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app import security
from app.territory import panels, queries

bp = Blueprint("territory", __name__, template_folder="templates")


@bp.route("/neighbourhoods")
@security.public
def neighbourhoods() -> ResponseReturnValue:
    """List the neighbourhoods by city."""
    return render_template("territory/neighbourhoods.html", places=queries.all_neighbourhoods())


@bp.route("/neighbourhoods/<slug>")
@security.public
def neighbourhood(slug: str) -> ResponseReturnValue:
    """Show what happens in a neighbourhood: where people talk, what they do."""
    place = queries.neighbourhood_by_slug(slug)
    if place is None:
        abort(404)
    return render_template("territory/neighbourhood.html", place=place, panels=panels.panels_of(place))
