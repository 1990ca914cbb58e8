"""People, with or without e-mail: sign-in, roles and their scope, and the helper who acts for a resident."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.accounts import periods  # noqa: PLC0415
    from app.accounts.cli import accounts  # noqa: PLC0415
    from app.accounts.services import weekly_notes  # noqa: F401, PLC0415
    from app.accounts.views import account, bp, helping, my_data, paper, roles, sign_in  # noqa: F401, PLC0415
    from app.mail import forgetting  # noqa: PLC0415

    periods.register()
    forgetting.register()

    app.register_blueprint(bp)
    app.cli.add_command(accounts)
