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
    from app.ballots import (  # noqa: PLC0415
        cli_votes,  # noqa: F401
        effects,  # noqa: F401
        guards,  # noqa: F401
        models,  # noqa: F401
        policy,  # noqa: F401
        project_guards,  # noqa: F401
        residents_decide,  # noqa: F401
        roll_periods,
    )
    from app.ballots.cli import ballots_cli  # noqa: PLC0415
    from app.ballots.services import closing, register  # noqa: F401, PLC0415 — open the box, say who voted on paper
    from app.ballots.views import (  # noqa: PLC0415
        voting,
        voting_changes,  # noqa: F401
        voting_closing,  # noqa: F401
        voting_receipts,  # noqa: F401
        voting_roll,  # noqa: F401
    )

    roll_periods.register()
    app.cli.add_command(ballots_cli)
    app.register_blueprint(voting.bp)
    _show_editions(app)
    _show_counts(app)


def _show_editions(app: Flask) -> None:
    """Give editions their pages, and their history its words."""
    from app.ballots import wording  # noqa: PLC0415
    from app.ballots.views import (  # noqa: PLC0415
        editions,
        editions_design,  # noqa: F401
        editions_elsewhere,  # noqa: F401
        editions_projects,  # noqa: F401
        editions_work,  # noqa: F401
    )
    from app.steps.wording import say  # noqa: PLC0415

    say("edition", wording.PAST)
    say("project", wording.PROJECT_PAST)
    app.register_blueprint(editions.bp)


def _show_counts(app: Flask) -> None:
    """Give paper votes, the count and the result their pages."""
    from app.ballots import count_panels, voting_panels  # noqa: F401, PLC0415
    from app.ballots.views import counting, paper, paper_urn, result  # noqa: F401, PLC0415

    for each in (paper.bp, counting.bp, result.bp):
        app.register_blueprint(each)
