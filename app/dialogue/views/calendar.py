"""The calendar of meetings: for the eye, the next ones first; for other calendars, as feeds."""

from __future__ import annotations

from flask import Response, render_template, request

from app import clock, security
from app.accounts.queries import reach_of
from app.dialogue import ical, letters, policy, queries
from app.dialogue.labels import kind_of
from app.dialogue.views import Page, bp
from app.dialogue.views.opening import place_or_404
from app.steps.catalogue import state_of
from app.territory.models import Neighbourhood
from app.territory.queries import all_neighbourhoods

AN_HOUR = 3600


@bp.route("/meetings")
@security.public
def meetings() -> Page:
    """Show the meetings to come, then the last ones held, in a neighbourhood or in all of them."""
    places = all_neighbourhoods()
    asked = request.args.get("place", "")
    place = next((one for one in places if one.slug == asked), None)
    person = security.current_person()
    return render_template(
        "dialogue/meetings.html",
        places=places,
        place=place,
        awaiting=queries.meetings_awaiting(reach_of(person, policy.WRITERS)) if person else [],
        now=clock.now(),
        state_of=state_of,
        coming=queries.coming_meetings(place),
        held=queries.held_meetings(place, limit=12),
        when=letters.when,
        comforts=letters.comforts,
        kind_of=kind_of,
    )


@bp.route("/meetings.ics")
@security.public
def all_meetings_feed() -> Response:
    """Give the meetings of every neighbourhood to another calendar."""
    return _feed(None)


@bp.route("/neighbourhoods/<slug>/calendar.ics")
@security.public
def place_feed(slug: str) -> Response:
    """Give the meetings of a neighbourhood to another calendar."""
    return _feed(place_or_404(slug))


def _feed(place: Neighbourhood | None) -> Response:
    content = ical.calendar(ical.feed_name(place.name if place else None), queries.calendar_meetings(place))
    response = Response(content, mimetype="text/calendar")
    response.add_etag()
    response.headers["Cache-Control"] = f"public, max-age={AN_HOUR}"
    response.make_conditional(request)
    return response
