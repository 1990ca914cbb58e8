"""The project: one record, one page, one public timeline, from the idea to the residents' verdict."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.accounts.paper import paper_kind  # noqa: PLC0415
    from app.projects import effects, forgetting, guards, notices, outcome_tasks, people, search, sheet, weekly, words  # noqa: F401, PLC0415
    from app.projects.views import (  # noqa: F401, PLC0415
        association,
        bp,
        checklist,
        comments,
        delivery,
        documents,
        drafts,
        elsewhere,
        follow_panels,
        following,
        listing,
        merging,
        milestones,
        news,
        opinions,
        outcomes,
        page,
        revisions,
        team,
        thread,
        voices,
        work,
    )
    from app.steps import wording  # noqa: PLC0415

    people.register()
    forgetting.register()
    paper_kind(sheet.IDEA)
    wording.say("project", words.PAST)
    app.jinja_env.filters["document"] = wording.document_label
    app.register_blueprint(bp)
