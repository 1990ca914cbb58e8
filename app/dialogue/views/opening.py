"""Finding what an address names, for whoever may open it: a page that one may not see does not exist."""

from __future__ import annotations

from flask import abort

from app import security
from app.dialogue import policy, queries
from app.dialogue.models import InfoItem, Meeting
from app.territory.models import Neighbourhood
from app.territory.queries import neighbourhood_by_slug


def meeting_or_404(meeting_id: int) -> Meeting:
    """Return a meeting that the reader may see, or answer 404."""
    meeting = queries.meeting_with_space(meeting_id)
    if meeting is None or not policy.can_view(meeting, security.reading_actor()):
        abort(404)
    return meeting


def own_meeting(meeting_id: int) -> Meeting:
    """Return a meeting whose team the person belongs to; answer 404 when they may not see it, else 403."""
    meeting = meeting_or_404(meeting_id)
    if not policy.can_record(meeting.neighbourhood, security.current_actor()):
        abort(403)
    return meeting


def reached_meeting(meeting_id: int) -> Meeting:
    """Return a meeting for which the person may reach out; answer 404 when they may not see it, else 403."""
    meeting = meeting_or_404(meeting_id)
    if not policy.can_reach_out(meeting.neighbourhood, security.current_actor()):
        abort(403)
    return meeting


def place_or_404(slug: str) -> Neighbourhood:
    """Return a neighbourhood, or answer 404."""
    return neighbourhood_by_slug(slug) or abort(404)


def reached_place(slug: str) -> Neighbourhood:
    """Return a neighbourhood where the person may reach out, or answer 404 or 403."""
    place = place_or_404(slug)
    if not policy.can_reach_out(place, security.current_actor()):
        abort(403)
    return place


def informed_place(slug: str) -> Neighbourhood:
    """Return a neighbourhood whose residents the person may inform, or answer 404 or 403."""
    place = place_or_404(slug)
    if not policy.can_inform(place, security.current_actor()):
        abort(403)
    return place


def note_or_404(note_id: int) -> InfoItem:
    """Return a note that the reader may see: everybody once it is published, before that its writers."""
    note = queries.note_with_place(note_id)
    if note is None or not (note.published_at or policy.can_inform(note.neighbourhood, security.reading_actor())):
        abort(404)
    return note


def own_note(note_id: int) -> InfoItem:
    """Return a note that the person may change; answer 404 when they may not see it, else 403."""
    note = note_or_404(note_id)
    if not policy.can_inform(note.neighbourhood, security.current_actor()):
        abort(403)
    return note
