"""Reading the documents that the product prints."""

from __future__ import annotations

import io
from typing import cast

from pypdf import PdfReader
from pypdf.generic import DictionaryObject


def text_of(content: bytes) -> str:
    """Return the words of a PDF, its pages one after the other, whatever the lines were broken on."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def is_tagged(content: bytes) -> bool:
    """Say whether a screen reader finds its way: marked content, a title, a language."""
    reader = PdfReader(io.BytesIO(content))
    root = cast("DictionaryObject", reader.trailer["/Root"])
    marked = root.get("/MarkInfo", {}).get("/Marked")
    return bool(marked and root.get("/Lang") and reader.metadata and reader.metadata.title)
