"""What a phone sends from a meeting: taps and undone taps, read strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from app.dialogue.models.tally import AgeBand, Attendee, HeardVia, Novelty, Sex, TapKind
from app.dialogue.services.tally import MOST_TAPS, SentTap, SentUndo

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FIELDS: dict[str, Callable[[str], Any]] = {"novelty": Novelty, "age": AgeBand, "sex": Sex, "heard": HeardVia}


class Malformed(ValueError):
    """A phone sent something that our own page does not make."""


def batch(sent: object) -> list[SentTap | SentUndo]:
    """Read a send: {"items": [{"id": …, "body": {…}}]}. Raises Malformed."""
    items = sent.get("items") if isinstance(sent, dict) else None
    if not isinstance(items, list) or not 0 < len(items) <= MOST_TAPS:
        raise Malformed
    read = [_item(item) for item in items]
    return list({(type(each), _key(each)): each for each in read}.values())


def pressed(typed: Mapping[str, str]) -> list[SentTap | SentUndo]:
    """Read a button pressed on a page without scripts: "arrival:resident:first_ever", "undo:…". Raises Malformed."""
    what, *rest = typed.get("tap", "").split(":")
    if what == "undo" and len(rest) == 1:
        return [SentUndo(uuid(rest[0]))]
    if what == TapKind.TURN and len(rest) == 2:  # noqa: PLR2004 - whose turn, new or again
        fields = {"kind": what, "category": rest[0], "is_new_voice": rest[1] == "new"}
    else:
        fields = {"kind": what, "category": rest[0] if rest else "", "novelty": rest[1] if len(rest) > 1 else None}
    more = {name: typed[name] for name in FIELDS if typed.get(name)}
    return [_tap(uuid(typed.get("tap_id") or str(uuid4())), fields | more)]


def uuid(text: object) -> str:
    """Read the number that a device draws. Raises Malformed."""
    if not (isinstance(text, str) and UUID.fullmatch(text)):
        raise Malformed
    return text


def _item(item: object) -> SentTap | SentUndo:
    if not isinstance(item, dict) or not isinstance(item.get("body"), dict):
        raise Malformed
    body = item["body"]
    return SentUndo(uuid(body["undoes"])) if "undoes" in body else _tap(uuid(item.get("id")), body)


def _tap(number: str, body: Mapping[str, Any]) -> SentTap:
    try:
        kind, category = TapKind(body["kind"]), Attendee(body["category"])
        fields = {name: read(body[name]) for name, read in FIELDS.items() if body.get(name)}
    except (KeyError, ValueError, TypeError) as unknown:
        raise Malformed from unknown
    new_voice = body.get("is_new_voice")
    is_resident = kind == TapKind.ARRIVAL and category == Attendee.RESIDENT
    if is_resident != ("novelty" in fields) or (kind == TapKind.TURN) != isinstance(new_voice, bool):
        raise Malformed
    if not is_resident:
        fields = {name: value for name, value in fields.items() if name == "sex"}
    return SentTap(number, {"kind": kind, "category": category, "is_new_voice": new_voice, **fields})


def _key(sent: SentTap | SentUndo) -> str:
    return sent.id if isinstance(sent, SentTap) else sent.tap_id
