"""The residents' committee: who sits, who is there, who steps aside, what is decided and why."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.committees import effects, guards, panels, people, proof, residents_decide, tasks, wording  # noqa: F401, PLC0415
    from app.committees.views import (  # noqa: PLC0415
        acting,  # noqa: F401
        bp,
        deciding,  # noqa: F401
        minutes,  # noqa: F401
        papers,  # noqa: F401
        preparing,  # noqa: F401
        room,  # noqa: F401
        seats,  # noqa: F401
        sittings,  # noqa: F401
        voting,  # noqa: F401
    )
    from app.steps.wording import say  # noqa: PLC0415

    say("project", wording.PAST)
    say("sitting", wording.PAST_OF_SITTINGS)
    app.register_blueprint(bp)
