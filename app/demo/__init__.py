"""The demonstration: a believable year in thirteen neighbourhoods, and a page to become anyone in it."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application; its pages answer only in demonstration mode."""
    from app.demo import cli, views  # noqa: PLC0415

    app.register_blueprint(views.bp)
    app.cli.add_command(cli.demo)
