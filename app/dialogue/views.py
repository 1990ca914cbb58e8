"""The page of a meeting: what it was about, what was said, what was born there."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app import security
from app.dialogue import panels, queries
from app.dialogue.labels import SPACES
from app.i18n import gettext as _
from app.territory.models import Neighbourhood
from app.territory.panels import Panel, panel

bp = Blueprint("dialogue", __name__, template_folder="templates")


@bp.route("/meetings/<int(max=2147483647):meeting_id>")
@security.public
def meeting(meeting_id: int) -> ResponseReturnValue:
    """Show a meeting that was held."""
    held = queries.meeting_with_space(meeting_id)
    if held is None:
        abort(404)
    return render_template("dialogue/meeting.html", meeting=held, kinds=SPACES, panels=panels.panels_of(held))


@panel(10)
def spaces(place: Neighbourhood) -> Panel:
    """Show on a neighbourhood's page where residents talk and when they last did."""
    return Panel(
        _("Où l'on se parle"),
        "dialogue/spaces.html",
        {"spaces": queries.spaces_in(place.id), "kinds": SPACES},
    )
