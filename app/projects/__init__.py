"""The project: one record, one page, one public timeline, from the idea to the residents' verdict."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.projects import effects, guards, policy, search  # noqa: F401, PLC0415
    from app.projects.views import bp, drafts, elsewhere, listing  # noqa: F401, PLC0415

    app.register_blueprint(bp)
