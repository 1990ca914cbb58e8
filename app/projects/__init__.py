"""The project: one record, one page, one public timeline, from the idea to the residents' verdict."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from werkzeug.exceptions import Forbidden


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.accounts.paper import paper_kind  # noqa: PLC0415
    from app.projects import effects, guards, notices, people, policy, search, sheet, weekly, words  # noqa: F401, PLC0415
    from app.projects.views import bp, documents, drafts, elsewhere, following, listing, page, voices, work  # noqa: F401, PLC0415
    from app.steps import wording  # noqa: PLC0415

    people.register()
    paper_kind(sheet.IDEA)
    wording.say("project", words.PAST)
    app.register_error_handler(policy.NotAllowed, _not_allowed)
    app.jinja_env.filters["document"] = wording.document_label
    app.register_blueprint(bp)


def _not_allowed(_refused: Exception) -> Any:
    """Answer to somebody who lost the right between the moment the page was shown and the moment it was sent.

    An exception raised by a handler would be a fault of ours: the refusal is answered here.
    """
    return current_app.handle_http_exception(Forbidden())
