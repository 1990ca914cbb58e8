"""The participation fund: its rules by version, its years, its ledger, what is paid and justified."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.funds import (  # noqa: PLC0415
        commands,
        effects,  # noqa: F401
        guards,  # noqa: F401
        import_command,
        panels,  # noqa: F401
        payment_seal,  # noqa: F401
        places,  # noqa: F401
        wording,
    )
    from app.funds.services import reminders  # noqa: F401, PLC0415
    from app.funds.views import (  # noqa: PLC0415
        accounts,  # noqa: F401
        bp,
        exceptions,  # noqa: F401
        fund,  # noqa: F401
        funding,  # noqa: F401
        money,  # noqa: F401
        openings,  # noqa: F401
        prints,  # noqa: F401
        receipts,  # noqa: F401
        report,  # noqa: F401
        rules,  # noqa: F401
        settling,  # noqa: F401
        works,  # noqa: F401
    )
    from app.steps.wording import say  # noqa: PLC0415

    say("project", wording.PAST)
    app.register_blueprint(bp)
    app.cli.add_command(commands.funds)
    app.cli.add_command(commands.ledger)
    app.cli.add_command(import_command.projects)
