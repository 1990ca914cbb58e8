"""Whether a page is valid HTML, and says what every page must say."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256

import html5lib

INLINE = re.compile(r"""<[^>]*\s(?:style|on[a-z]+)\s*=|<script(?![^>]*\ssrc=)|<style\b|javascript:""", re.IGNORECASE)


_read: dict[bytes, list[str]] = {}
"""What was found in the pages already read, by their digest: a refusal is the same page at a hundred addresses."""


def faults(html: str) -> list[str]:
    """List what is wrong in a whole page: syntax, repeated ids, headings, fields without a name, inline code."""
    digest = sha256(html.encode()).digest()
    if digest not in _read:
        _read[digest] = _faults(html)
    return _read[digest]


def _faults(html: str) -> list[str]:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    page = parser.parse(html)
    syntax = [f"{code} at {position}" for position, code, _data in parser.errors]
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    names = Counter(str(element.tag) for element in page.iter())
    return [
        *syntax,
        *(f"the id {name} is used {count} times" for name, count in ids.items() if count > 1),
        *(f"{names[tag]} <{tag}>" for tag in ("main", "h1", "title") if names[tag] != 1),
        *_broken_references(page, set(ids)),
        *(f"inline: {found[:80]}" for found in INLINE.findall(html)),
    ]


def _broken_references(page, ids: set[str]) -> list[str]:
    attributes = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
    named = {
        (attribute, name)
        for element in page.iter()
        for attribute in attributes
        for name in (element.get(attribute) or "").split()
    }
    inside = {
        ("href", link[1:])
        for element in page.iter("a")
        if (link := element.get("href", "")).startswith("#") and link != "#"
    }
    return [
        f"{attribute} points to {name}, which is nowhere"
        for attribute, name in sorted(named | inside)
        if name not in ids
    ]
