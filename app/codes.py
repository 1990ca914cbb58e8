"""Square codes to print on paper: a telephone reads them and opens the page."""

from __future__ import annotations

import io

import segno
from flask import current_app


def page_code(path: str) -> str:
    """Return the SVG of the code of a page of this site, given its path ("/projects/2026-0012")."""
    drawn = io.BytesIO()
    segno.make(f"{current_app.config['SITE_URL']}{path}", error="m").save(drawn, kind="svg", border=2, scale=4)
    return drawn.getvalue().decode()
