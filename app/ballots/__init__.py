"""Residents' votes: from the list of projects to an outcome that anyone can recompute.

`rules` counts (pure: exact integers, no database, no framework); `pabulib_contest` turns a Pabulib file into what is
counted; `report` words an outcome; `cli` is the command `flask ballots`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.ballots import effects, guards, models, policy, project_guards  # noqa: F401, PLC0415 — as above
    from app.ballots.cli import ballots_cli  # noqa: PLC0415
    from app.ballots.services import register  # noqa: F401, PLC0415 — tells the closing who voted on paper

    from app.ballots.views import counting, paper, paper_urn, result  # noqa: F401, PLC0415

    app.cli.add_command(ballots_cli)
    for each in (paper.bp, counting.bp, result.bp):
        app.register_blueprint(each)
