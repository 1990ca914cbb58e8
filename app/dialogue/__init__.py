"""Where residents talk: what exists, meetings from the idea to the follow-up, going towards people, informing them."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.dialogue import effects, guards, sentences, tally_labels  # noqa: F401, PLC0415
    from app.dialogue.views import bp, live, meetings, spaces, tally, tally_panel  # noqa: F401, PLC0415

    app.jinja_env.filters["few"] = tally_labels.shown
    app.register_blueprint(bp)
