"""Meetings as an iCalendar feed (RFC 5545): stable identifiers, hours of Tours, cancelled ones told as such."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, Timezone

from app.addresses import full_address
from app.clock import PARIS
from app.dialogue import letters
from app.dialogue.models import Meeting
from app.i18n import gettext as _

FIRST, LAST = date(2024, 1, 1), date(2032, 1, 1)
"""The years whose changes of hour the feed tells."""

USUAL_LENGTH = timedelta(hours=2)
"""How long a meeting lasts when nobody said."""


def calendar(name: str, meetings: Iterable[Meeting]) -> bytes:
    """Return the feed of some meetings, the same bytes as long as none of them moves."""
    feed = Calendar()
    feed.add("prodid", "-//Porte-voix//FR")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", name)
    feed.add("x-wr-timezone", "Europe/Paris")
    feed.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    feed.add_component(Timezone.from_tzid("Europe/Paris", first_date=FIRST, last_date=LAST))
    for meeting in meetings:
        feed.add_component(_event(meeting))
    return bytes(feed.to_ical())


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.id}@{urlsplit(full_address('/')).hostname}")
    event.add("sequence", meeting.step_count)
    event.add("dtstamp", meeting.last_activity_at)
    event.add("last-modified", meeting.last_activity_at)
    event.add("summary", meeting.title)
    event.add("location", f"{meeting.place}, {meeting.neighbourhood.name}, {meeting.neighbourhood.commune.name}")
    event.add("description", "\n".join([meeting.space.name, *letters.comforts(meeting)]))
    event.add("url", full_address(f"/meetings/{meeting.id}"))
    event.add("status", _status(meeting))
    _put_hours(event, meeting)
    return event


def _status(meeting: Meeting) -> str:
    if meeting.state == "cancelled":
        return "CANCELLED"
    return "TENTATIVE" if meeting.state in ("planned", "postponed") else "CONFIRMED"


def _put_hours(event: Event, meeting: Meeting) -> None:
    if meeting.start_time is None:
        event.add("dtstart", meeting.held_on)
        event.add("dtend", meeting.held_on + timedelta(days=1))
        return
    start = datetime.combine(meeting.held_on, meeting.start_time, PARIS)
    end = datetime.combine(meeting.held_on, meeting.end_time, PARIS) if meeting.end_time else start + USUAL_LENGTH
    event.add("dtstart", start)
    event.add("dtend", end)


def feed_name(place: str | None) -> str:
    """Name a feed: that of a neighbourhood, or that of all."""
    return _("Rencontres : %(place)s", place=place) if place else _("Rencontres des quartiers")
