"""Addresses of screens: those that another slice may or may not bring, and those that leave the site."""

from __future__ import annotations

from flask import current_app, url_for


def address(endpoint: str | None, **values: object) -> str | None:
    """Return the address of a screen, or None when this installation does not have it: no link leads nowhere."""
    if not endpoint or endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def full_address(path: str) -> str:
    """Return the whole address of a path ("/projects/2026-0031"), for a message, a document or a code to photograph."""
    return f"{current_app.config['SITE_URL']}{path}"
