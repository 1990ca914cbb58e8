"""Residents judge: a panel without staff says what happened, for whom, and what their words changed."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.evaluation import effects, forgetting, guards, panels, tasks, views, wording  # noqa: F401, PLC0415
    from app.steps.wording import say  # noqa: PLC0415

    say("project", wording.PAST)
    app.register_blueprint(views.bp)
