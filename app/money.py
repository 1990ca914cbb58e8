"""Money: integer cents of a euro, read from what people type and shown as they write it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated

from sqlalchemy import BigInteger
from sqlalchemy.orm import mapped_column

Money = Annotated[int, mapped_column(BigInteger)]
"""Cents of a euro, in a column."""

LARGEST = 100_000_000_00
"""One hundred million euros, in cents: above it, a figure is a slip of the keyboard."""

NO_BREAK = "\N{NO-BREAK SPACE}"
THIN_NO_BREAK = "\N{NARROW NO-BREAK SPACE}"
_PLAIN = re.compile(r"(?a:\d+)(?:[.,](?a:\d{1,2}))?")
_GROUPED = re.compile(r"((?a:\d{1,3}(?:([ ,.'])\d{3})(?:\2\d{3})*))(?:(?!\2)[.,]((?a:\d{1,2})))?")
_UNIT = re.compile(r"(?i)^\s*€|\s*(?:€|euros?|eur)\s*$")
_SPOKEN = re.compile(r"(?i)((?a:\d))\s*(?:€|euros?)\s*((?a:\d{2}))(?:\s*(?:c|cts?|centimes?))?\s*$")
"""« 12 € 50 », as people say it."""
_UNSEEN = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")
_TWO_READINGS = re.compile(r"(?a:\d+)[.,](?a:\d{3})")


class UnreadableAmount(ValueError):
    """What was typed is not an amount of money; `code` is empty, negative, too_large, ambiguous or unreadable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_money(text: str) -> int:
    """Read an amount in euros as a person types it and return cents: "1 200,50", "1200.5", "1.200,50 €".

    Raises UnreadableAmount for what is empty, negative, above one hundred million, or could be read in two ways
    ("12,345" is twelve euros or twelve thousand).
    """
    cleaned = _cleaned(text)
    if not cleaned:
        raise UnreadableAmount("empty")
    if cleaned.startswith("-"):
        raise UnreadableAmount("negative")
    try:
        cents = Decimal(_with_decimal_point(cleaned)) * 100
    except InvalidOperation:
        raise UnreadableAmount("unreadable") from None
    if cents > LARGEST:
        raise UnreadableAmount("too_large")
    return int(cents)


def format_money(cents: int, locale: str = "fr") -> str:
    """Write cents as euros: "1 200,50 €" in French, "€1,200.50" in English; whole euros carry no decimals."""
    sign, absolute = ("−" if cents < 0 else ""), abs(cents)
    euros, rest = divmod(absolute, 100)
    if locale.startswith("en"):
        return f"{sign}€{euros:,}" + (f".{rest:02d}" if rest else "")
    grouped = f"{euros:,}".replace(",", THIN_NO_BREAK)
    return f"{sign}{grouped}" + (f",{rest:02d}" if rest else "") + f"{NO_BREAK}€"


def _cleaned(text: str) -> str:
    text = _UNSEEN.sub("", text).replace("−", "-").replace("–", "-").strip()
    text = _SPOKEN.sub(r"\1,\2", text)
    text = _UNIT.sub("", text)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([.,]) ?", r"\1", text).strip()


def _with_decimal_point(text: str) -> str:
    if _TWO_READINGS.fullmatch(text):
        raise UnreadableAmount("ambiguous")
    if _PLAIN.fullmatch(text):
        return text.replace(",", ".")
    grouped = _GROUPED.fullmatch(text)
    if grouped is None:
        raise UnreadableAmount("unreadable")
    euros, _, cents = grouped.groups("0")
    return f"{re.sub('[^0-9]', '', euros)}.{cents}"
