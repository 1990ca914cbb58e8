"""Answering the forms of the room: each is done once, in whichever way it was sent.

A form whose first answer was lost comes again when the file is decided or the sitting closed: it gets that answer
before anything of the page is checked.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Response as Answer
from flask import flash, redirect, request
from werkzeug.wrappers import Response

from app import kept
from app.committees.deliberation import CommitteeRefused
from app.committees.views import bp
from app.once import KEY_FIELD
from app.once.services import answer_of, once
from app.security import current_actor, reading_actor

Page = str | Response | tuple[str, int] | tuple[Answer, int]
FROM_ROOM = "X-Room"
"""The header of a form that room.js sends: it wants to know where to go, not to be taken there."""


@bp.before_request
def answer_again() -> Response | None:
    """Answer a form already received as it was the first time; a key answers only the person it was given to."""
    key, actor = request.form.get(KEY_FIELD, ""), reading_actor() if request.method == "POST" else None
    answer = answer_of(key, actor) if actor is not None else None
    return gone(answer) if answer else None


def done_once(act: Callable[[], object], go: str, told: str = "") -> Response:
    """Do what a form asks, once, and go on; what is `told` is read at the top of the next page.

    Raises CommitteeRefused, and then the key of the form may serve again.
    """
    acted = list[bool]()

    def run() -> str:
        act()
        acted.append(True)
        return go

    address = once(request.form.get(KEY_FIELD, ""), current_actor(), run)
    if acted and told and not kept.sent_later():
        flash(told)
    return gone(address)


def gone(address: str) -> Response:
    """Go to another page, or tell the script of the room to go there."""
    if kept.sent_later() or FROM_ROOM in request.headers:
        return Answer(status=204, headers={"X-Go": address})
    return redirect(address, 303)


def refused(sentences: object, page: Callable[[], str]) -> Page:
    """Show again the page whose form was refused; a device that sends later gets the sentences alone."""
    if kept.sent_later():
        return kept.refused(str(sentences))
    return page(), 422


def flashed_or_done(act: Callable[[], object], go: str, told: str = "") -> Page:
    """Do what a button asks, once; a refusal is told at the top of the page it goes back to."""
    try:
        return done_once(act, go, told)
    except CommitteeRefused as no:
        if kept.sent_later():
            return kept.refused(str(no))
        flash(str(no), "error")
        return gone(go)
