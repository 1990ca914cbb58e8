"""Telling answers back: who is still to be told, in a meeting, by voice, by poster."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.i18n import gettext as _
from app.i18n import ngettext
from app.incoming import row_id
from app.voices import policy, work_queries
from app.voices import telling_queries as tellings
from app.voices.labels import REPLY_WAYS
from app.voices.question_models import Question, TellingWay
from app.voices.services import reporting
from app.voices.standing import card
from app.voices.views import bp
from workflows.engine import ActionRefused

WRITERS = tuple(sorted(policy.WRITING))
WAYS = {"poster": TellingWay.POSTER, "voice": TellingWay.VOICE}


@bp.get("/answers/to-tell")
@security.holders_of(*WRITERS)
def tell() -> str:
    """Show the answers that nobody has told yet, by neighbourhood, and the meetings where they may be told."""
    found = work_queries.to_tell(security.current_person())
    places = [(place, list(rows)) for place, rows in groupby(_by_place(found), key=lambda one: one.neighbourhood)]
    meetings = tellings.meetings_in([place.id for place, _rows in places])
    waiting = tellings.still_to_leave([one.id for one in found])
    return render_template(
        "voices/tell.html",
        places=[
            (place, [(one, card(one), waiting.get(one.id, 0)) for one in rows],
             [meeting for meeting in meetings if meeting.space.neighbourhood_id == place.id])
            for place, rows in places
        ],
        reply_ways=REPLY_WAYS,
    )  # fmt: skip


@bp.post("/answers/to-tell")
@security.holders_of(*WRITERS)
def tell_several() -> Response:
    """Note that the ticked answers were told in one meeting, by voice or by poster."""
    chosen = request.form.getlist("question", type=row_id)
    way, meeting_id = request.form.get("way", ""), request.form.get("meeting", 0, type=row_id)
    if not chosen:
        flash(_("Cochez au moins une réponse."), "error")
        return redirect(url_for(".tell"), 303)
    if way not in WAYS and not meeting_id:
        flash(_("Choisissez la rencontre où les réponses ont été dites."), "error")
        return redirect(url_for(".tell"), 303)
    try:
        count = _told(chosen, way, meeting_id)
    except policy.NotAllowed:
        abort(404)
    except (reporting.NothingToTell, ActionRefused):
        flash(_("Une de ces réponses n'est plus à dire. Relisez la liste."), "error")
        return redirect(url_for(".tell"), 303)
    flash(
        ngettext("%(num)d réponse est notée comme dite.", "%(num)d réponses sont notées comme dites.", count), "success"
    )
    return redirect(url_for(".tell"), 303)


def _told(chosen: Sequence[int], way: str, meeting_id: int) -> int:
    actor = security.current_actor()
    if way in WAYS:
        return reporting.tell_several(chosen, WAYS[way], actor)
    return reporting.tell_in_meeting(chosen, meeting_id, actor)


def _by_place(found: Sequence[Question]) -> list[Question]:
    return sorted(found, key=lambda one: (one.neighbourhood.name, one.neighbourhood_id))
