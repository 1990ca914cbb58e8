"""What a person sees when something goes wrong: a sentence, what to do next, and an id that is in the log."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.db import session

SAID = frozenset({400, 403, 404, 413, 429})
"""Codes that have their own sentences; any other is our fault, and gets an id."""


def init_app(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(CSRFError, _known)
    app.register_error_handler(PermissionError, _not_allowed)
    app.register_error_handler(Exception, _unknown)


def _known(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    return _page(code, "" if code in SAID else _logged(code))


def _not_allowed(error: PermissionError) -> tuple[str, int]:
    """Answer to who may not do something; a file that the server itself may not open is our fault."""
    return _page(403, "") if error.errno is None else _unknown(error)


def _unknown(error: Exception) -> tuple[str, int]:
    error_id = _logged(500, error)
    if current_app.testing:
        raise error
    try:
        session().rollback()
        return _page(500, error_id)
    except Exception:
        current_app.logger.exception("error %s could not be shown in its page", error_id)
        return _plain(error_id), 500


def _logged(code: int, error: Exception | None = None) -> str:
    """Write what happened in the log, in one line whatever the address holds, and return its id."""
    error_id, level = secrets.token_hex(4), logging.ERROR if error else logging.WARNING
    told = (error_id, code, request.method, request.path)
    current_app.logger.log(level, "error %s (%s) on %s %r", *told, exc_info=error)
    return error_id


def _page(code: int, error_id: str) -> tuple[str, int]:
    return render_template("error.html", code=code, error_id=error_id), code


def _plain(error_id: str) -> str:
    """Return a page that needs neither the database nor the visitor's name, when these are what fails."""
    return current_app.jinja_env.get_template("error_plain.html").render(error_id=error_id)
