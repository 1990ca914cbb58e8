"""What residents said, in words that name nobody; the questions they asked, and the answers they are owed."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.accounts.paper import paper_kind  # noqa: PLC0415
    from app.steps.wording import say  # noqa: PLC0415
    from app.voices import (  # noqa: F401, PLC0415
        captured,
        effects,
        forgetting,
        guards,
        meeting_panel,
        place_panel,
        policy,
        sheet,
    )
    from app.voices.labels import PAST  # noqa: PLC0415
    from app.voices.services import digests, reminding, reporting  # noqa: F401, PLC0415
    from app.voices.views import (  # noqa: F401, PLC0415
        answering,
        bp,
        digest,
        meeting_words,
        public,
        reading,
        speaking,
        telling,
        work,
    )

    forgetting.register()
    paper_kind(sheet.SLIP)
    say("question", PAST)
    app.register_blueprint(bp)
