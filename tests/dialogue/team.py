"""People of the dialogue, signed in, and the sentences one reads."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, Scope
from app.dialogue.models import Meeting
from app.territory.models import Neighbourhood
from tests import make
from tests.sessions import sign_in

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


def enter(client: FlaskClient, role: str, place: Neighbourhood) -> Person:
    """Sign in somebody who holds a role in a neighbourhood."""
    person = make.person("Inès Diallo")
    make.role(person, role, Scope.NEIGHBOURHOOD, place.id)
    sign_in(client, person)
    return person


def act(client: FlaskClient, meeting: Meeting, action: str, note: str = "") -> int:
    """Take an action on a meeting as one sees it now, and return the status of the answer."""
    answer = client.post(
        f"/meetings/{meeting.id}/actions/{action}", data={"seen": str(meeting.step_count), "note": note}
    )
    return answer.status_code


def read(client: FlaskClient, address: str) -> str:
    """Return the words of a page."""
    return unescape(client.get(address).text)


def today() -> str:
    """Return the day it is, as a form gives it."""
    return clock.today().isoformat()
