"""Tables to download: CSV and spreadsheets in which what a person typed is never read as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from flask import Response, send_file
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


@dataclass(frozen=True)
class Cents:
    """An amount in cents, shown in euros."""

    cents: int


Cell = str | int | float | Cents | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its head, its rows; `total` adds up the columns of amounts under them."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: str = ""
    widths: Sequence[int] = field(default=())


def guarded(text: str) -> str:
    """Return the text of a CSV cell, with an apostrophe before what a spreadsheet would read as a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a CSV: commas, quotes where needed, one line a row, cells guarded."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return stream.getvalue()


def csv_answer(text: str, name: str) -> Response:
    """Answer with a CSV to save under a name."""
    return _attached(text.encode("utf-8"), "text/csv", name)


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Write a workbook; texts are written as texts, totals as sums that the reader can check."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name[:31]), sheet, bold, money)
    book.close()
    return stream.getvalue()


def xlsx_answer(content: bytes, name: str) -> Response:
    """Answer with a workbook to save under a name."""
    return _attached(content, XLSX, name)


def _attached(content: bytes, media_type: str, name: str) -> Response:
    response = send_file(io.BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _write_sheet(page: Worksheet, sheet: Sheet, bold: Format, money: Format) -> None:
    for column, label in enumerate(sheet.head):
        page.write_string(0, column, label, bold)
        page.set_column(column, column, sheet.widths[column] if column < len(sheet.widths) else 18)
    for line, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(page, (line, column), cell, money)
    page.freeze_panes(1, 0)
    if sheet.total and sheet.rows:
        _write_total(page, sheet, bold, money)


def _write_cell(page: Worksheet, at: tuple[int, int], cell: Cell, money: Format) -> None:
    match cell:
        case Cents(cents):
            page.write_number(*at, cents / 100, money)
        case int(number) | float(number):
            page.write_number(*at, number)
        case str(text):
            page.write_string(*at, text)
        case None:
            pass


def _write_total(page: Worksheet, sheet: Sheet, bold: Format, money: Format) -> None:
    under = len(sheet.rows) + 1
    page.write_string(under, 0, sheet.total, bold)
    for column in range(len(sheet.head)):
        amounts = [cell.cents for cell in (row[column] for row in sheet.rows) if isinstance(cell, Cents)]
        if amounts:
            letter = xlsxwriter.utility.xl_col_to_name(column)
            page.write_formula(under, column, f"=SUM({letter}2:{letter}{under})", money, sum(amounts) / 100)
