"""Reading a workbook without the library that writes it: a zip of XML."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheets_of(content: bytes) -> list[list[list[str]]]:
    """Return the cells of each sheet, row by row; a formula gives the value stored with it."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = _shared(book)
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        return [_rows(ElementTree.fromstring(book.read(name)), shared) for name in names]


def formulas_of(content: bytes) -> list[str]:
    """Return every formula of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        return [f.text or "" for name in names for f in ElementTree.fromstring(book.read(name)).iter(f"{{{NS['m']}}}f")]


def _shared(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in item.iter(f"{{{NS['m']}}}t")) for item in root.findall("m:si", NS)]


def _rows(root: ElementTree.Element, shared: list[str]) -> list[list[str]]:
    return [[_value(cell, shared) for cell in row.findall("m:c", NS)] for row in root.iterfind(".//m:row", NS)]


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    value = cell.find("m:v", NS)
    if value is None or value.text is None:
        return ""
    return shared[int(value.text)] if cell.get("t") == "s" else value.text
