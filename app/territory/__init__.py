"""Where things happen: cities, priority neighbourhoods (QPV)."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.territory import places  # noqa: F401, PLC0415
    from app.territory.cli import qpv_group, territory_group  # noqa: PLC0415
    from app.territory.views import bp  # noqa: PLC0415

    app.register_blueprint(bp)
    app.cli.add_command(territory_group)
    app.cli.add_command(qpv_group)
