"""The participation fund: its rules by version, its years, its ledger, what is paid and justified."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.funds import effects, guards, places  # noqa: F401, PLC0415
