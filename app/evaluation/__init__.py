"""Residents judge: a panel without staff says what happened, for whom, and what their words changed."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.evaluation import effects, forgetting, guards, panels, tasks, wording  # noqa: F401, PLC0415
    from app.evaluation.views import (  # noqa: PLC0415
        answering,  # noqa: F401
        bp,
        keying,  # noqa: F401
        lessons,  # noqa: F401
        levels,  # noqa: F401
        panel,  # noqa: F401
        papers,  # noqa: F401
        questionnaire,  # noqa: F401
        surveys,  # noqa: F401
        waves,  # noqa: F401
    )
    from app.steps.wording import say  # noqa: PLC0415

    say("project", wording.PAST)
    forgetting.register()
    app.register_blueprint(bp)
