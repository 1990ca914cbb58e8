"""People, with or without e-mail: sign-in, roles and their scope, and the helper who acts for a resident."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
