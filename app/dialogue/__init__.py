"""Where residents talk: what exists, meetings from the idea to the follow-up, going towards people, informing them."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.dialogue import effects, guards, invitations, notes, sentences, tally_labels, tasks  # noqa: F401, PLC0415
    from app.dialogue.views import (  # noqa: F401, PLC0415
        agenda,
        bp,
        calendar,
        cards,
        information,
        live,
        meetings,
        minutes,
        outreach,
        printing,
        spaces,
        steering,
        tally,
        tally_panel,
        turns,
    )

    app.jinja_env.filters["few"] = tally_labels.shown
    tasks.register()
    app.register_blueprint(bp)
