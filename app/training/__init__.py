"""Training and awareness actions: the need, the money, who came, and what changed in people's practice."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.steps.wording import say  # noqa: PLC0415
    from app.training import effects, guards, signals, views, wording  # noqa: F401, PLC0415

    say("training", wording.PAST)
    app.register_blueprint(views.bp)
