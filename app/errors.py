"""What a person sees when something goes wrong: a sentence, what to do next, and an id that is in the log."""

from __future__ import annotations

import secrets

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException


def init_app(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(CSRFError, _known)
    app.register_error_handler(Exception, _unknown)


def _known(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    return _page(code, "")


def _unknown(error: Exception) -> tuple[str, int]:
    error_id = secrets.token_hex(4)
    current_app.logger.error("error %s on %s %s", error_id, request.method, request.path, exc_info=error)
    if current_app.testing:
        raise error
    return _page(500, error_id)


def _page(code: int, error_id: str) -> tuple[str, int]:
    return render_template("error.html", code=code, error_id=error_id), code
