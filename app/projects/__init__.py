"""The project: one record, one page, one public timeline, from the idea to the residents' verdict."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.projects import effects, guards, policy  # noqa: F401, PLC0415
