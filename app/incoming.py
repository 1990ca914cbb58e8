"""What comes in from outside, before any view: from which address, with ids and text that a database can hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

LARGEST_ID = 2**31 - 1
"""No row has a larger id; databases do not even accept the question."""
DIGITS = len(str(LARGEST_ID))
NUL = "\x00"


def row_id(text: str) -> int:
    """Read the number of a row in an address or a hidden field. Raises ValueError for what no row can have."""
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS and int(text) <= LARGEST_ID):
        raise ValueError("no row has this number")
    return int(text)


class RowId(IntegerConverter):
    """A number in an address; one that no row can have is a page that does not exist."""

    regex = rf"[0-9]{{1,{DIGITS}}}"

    def __init__(self, addresses: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(addresses, *args, **{"max": LARGEST_ID, **kwargs})


class Word(UnicodeConverter):
    """A word in an address, without the NUL character that PostgreSQL refuses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regex = self.regex.replace("[^/]", r"[^/\x00]")


class Typed(ImmutableMultiDict[str, Any]):
    """What was typed, without the NUL characters that no person types and PostgreSQL refuses."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(_without_nul(MultiDict(mapping).items(multi=True)))


class Incoming(Request):
    """A request whose form and address hold only text that can be stored."""

    parameter_storage_class = Typed


def init_app(app: Flask) -> None:
    """Read every request so; behind proxies, believe what the nearest PROXIES of them say of the visitor."""
    app.request_class = Incoming
    app.url_map.converters |= {"int": RowId, "default": Word, "string": Word}
    proxies = app.config["PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]


def _without_nul(pairs: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(name.replace(NUL, ""), _clean(value)) for name, value in pairs]


def _clean(value: Any) -> Any:
    return value.replace(NUL, "") if isinstance(value, str) else value
