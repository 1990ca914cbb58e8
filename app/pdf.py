"""Documents to print or to send: Typst templates filled with data, tagged for screen readers (PDF/UA-1)."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import typst
from flask import Response, send_file

from app import clock, i18n

ROOT = Path(__file__).parent
"""Templates see this folder as "/": the house style is "/typst/house.typ", a slice's are "/<slice>/documents/…"."""

FONTS = ROOT / "typst" / "fonts"


def made(template: str, data: Mapping[str, object]) -> bytes:
    """Fill a template ("committees/documents/minutes.typ") and return the PDF.

    The data, JSON values only, reach the template as values and are never read as Typst code: what a person typed stays
    text. Slow for a request that holds a lock: call it before the transaction, or in a job. Raises typst.TypstError
    when the template does not compile.
    """
    told = {"language": i18n.language(), "printed_on": i18n.day(clock.today()), **data}
    return typst.compile(
        ROOT / template,
        root=ROOT,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(told)},
        pdf_standards="ua-1",
    )


def answer(content: bytes, name: str) -> Response:
    """Answer with a PDF, shown in the browser, under a name to save it by."""
    response = send_file(io.BytesIO(content), mimetype="application/pdf", download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
