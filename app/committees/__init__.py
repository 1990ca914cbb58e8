"""The residents' committee: who sits, who is there, who steps aside, what is decided and why."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.committees import effects, guards, panels, proof, tasks  # noqa: F401, PLC0415
    from app.committees.views import bp, deciding, preparing, room, seats, sittings  # noqa: F401, PLC0415

    app.register_blueprint(bp)
