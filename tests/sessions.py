"""Being signed in, without going through the form."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer


def session_of(person: Any) -> dict[str, str | bool]:
    """Return what the session cookie of this person holds."""
    return {"_user_id": f"{person.id}.{person.session_version}", "_fresh": True}


def sign_in(client: FlaskClient, person: Any) -> None:
    """Sign a client in as this person, in place of whoever was there."""
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(session_of(person))


def signed_session(person: Any) -> str:
    """Return the value of a session cookie of this person, for a browser."""
    return signed(session_of(person))


def signed(kept: Any) -> str:
    """Return the value of a session cookie that holds this."""
    interface = current_app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    serializer = interface.get_signing_serializer(current_app)
    assert isinstance(serializer, URLSafeTimedSerializer)
    return serializer.dumps(kept)
