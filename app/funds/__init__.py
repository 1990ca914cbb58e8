"""The participation fund: its rules by version, its years, its ledger, what is paid and justified."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.funds import commands, effects, guards, import_command, panels, places, wording  # noqa: F401, PLC0415
    from app.funds.views import accounts, bp, fund, funding, money, openings, report, rules  # noqa: F401, PLC0415
    from app.steps.wording import say  # noqa: PLC0415

    say("project", wording.PAST)
    app.register_blueprint(bp)
    app.cli.add_command(commands.funds)
    app.cli.add_command(commands.ledger)
    app.cli.add_command(import_command.projects)
