"""What a device kept while it had no network, and sends later: a fresh token, and the worker that opens pages offline.

The device's side is static/kept.js, whose head says the whole agreement. A view that takes such sends needs two things:
`sent_later()` tells that the request comes from a queue, `refused(sentence)` answers no in words that the queue shows.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, Response, jsonify, request
from flask_wtf.csrf import generate_csrf

from app import security

bp = Blueprint("kept", __name__)
WORKER = Path(__file__).parent / "static" / "worker.js"


@bp.get("/kept/token")
@security.public
def token() -> Response:
    """Give the queue of a device a fresh token, and say whose session it is: "" when nobody is signed in.

    Safe: the answer follows the session's cookie, and no other site can read it.
    """
    answer = jsonify(token=generate_csrf(), who=who())
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/worker.js")
@security.public
def worker() -> Response:
    """Give the service worker, at the root: it opens kept pages without network wherever they are in the site."""
    answer = Response(WORKER.read_bytes(), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def who() -> str:
    """Return who acts, as the queue keeps it: "12", or "12.40" when a helper acts for a resident, or ""."""
    actor = security.reading_actor()
    if actor is None:
        return ""
    return f"{actor.person_id}.{actor.on_behalf_id}" if actor.on_behalf_id else str(actor.person_id)


def sent_later() -> bool:
    """Say whether this request comes from the queue of a device, not from a form just filled."""
    return "X-Kept" in request.headers


def refused(sentence: str, code: int = 422) -> tuple[Response, int]:
    """Refuse what a device sends, in plain words that its page will show; the device keeps the item."""
    return jsonify(sentence=sentence), code


def _check_writer() -> Response | None:
    """Refuse what somebody else wrote on this device: the session has changed hands since it was kept."""
    writer = request.headers.get("X-Kept-Who")
    return Response(status=401) if sent_later() and writer is not None and writer != who() else None


def init_app(app: Flask) -> None:
    """Attach the two addresses and give templates `kept_who()`."""
    app.register_blueprint(bp)
    app.before_request(_check_writer)
    app.jinja_env.globals["kept_who"] = who
