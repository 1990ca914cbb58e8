"""Two versions of a project file, told in plain sentences: what changed, in words and in amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from app.i18n import LazyString, day, euros
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects.labels import CARRIERS, THEMES
from app.projects.models import CarrierKind, ChangeField, Theme
from app.projects.versions import LONG_TEXTS, MONEY, PRIVATE, Content, changed_names, total

NAMES: dict[str, LazyString] = {
    "title": _l("Le titre"),
    "theme": _l("Le thème"),
    "summary": _l("Le résumé"),
    "neighbourhood": _l("Le quartier"),
    "place": _l("Le lieu"),
    "starts_on": _l("Le premier jour"),
    "ends_on": _l("Le dernier jour"),
    "expenses": _l("Ce qu'il faut payer"),
    "resources": _l("Ce qui aide à payer"),
    "above_cap_reason": _l("La raison de demander plus"),
    "expected_count": _l("Le nombre de personnes attendues"),
    "residents_role": _l("Ce que font les habitants et habitantes"),
    "carrier_kind": _l("Qui porte le projet"),
    "association_name": _l("L'association"),
    "team_count": _l("Le nombre de personnes dans l'équipe"),
    "origin_note": _l("L'histoire de l'idée"),
    "residents_at_origin": _l("Le nombre de personnes à l'origine"),
}
CHANGED: dict[ChangeField, LazyString] = {
    ChangeField.OBJECT: _l("Le contenu change"),
    ChangeField.PLACE: _l("Le lieu change"),
    ChangeField.CALENDAR: _l("Les dates changent"),
    ChangeField.BUDGET: _l("Le budget change"),
    ChangeField.AUDIENCE: _l("Le nombre de personnes attendues change"),
    ChangeField.TERMS: _l("La façon de faire change"),
    ChangeField.ABANDONED: _l("Le projet s'arrête"),
}
MAGNITUDES: dict[int, LazyString] = {
    1: _l("Petit changement"),
    2: _l("Changement notable"),
    3: _l("Grand changement"),
}
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """Some words, that both versions hold ("same"), or only the first ("gone"), or only the second ("new")."""

    sort: str
    text: str


@dataclass(frozen=True)
class MoneyLine:
    """A line of the budget that differs; an empty amount is a line that the version does not have."""

    label: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True)
class Difference:
    """What differs in one field: a sentence, then its words or its amounts when they say more."""

    name: str
    sentence: str
    pieces: Sequence[Piece] = ()
    lines: Sequence[MoneyLine] = ()


def differences(before: Content, after: Content, *, insider: bool) -> list[Difference]:
    """Tell each field that differs; what is private is told to insiders only."""
    names = [name for name in changed_names(before, after) if insider or name not in PRIVATE]
    return [_difference(name, before, after) for name in names]


def said_of(names: Iterable[str], content: Content) -> str:
    """Tell these fields of one version in a line each, as a change keeps it."""
    return "\n".join(f"{NAMES[name]}\N{NO-BREAK SPACE}: {_value(name, content)}" for name in names)


def word_pieces(before: str, after: str) -> list[Piece]:
    """Part two texts in the words they share and those they do not, each run of words together."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        pieces += [
            Piece(sort, text) for sort, text in (("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))) if text
        ]
    return pieces


def money_sentence(before: int, after: int) -> str:
    """Tell how a total in cents moves."""
    old, new = euros(before), euros(after)
    if after > before:
        return _("Le total passe de %(old)s à %(new)s : %(gap)s de plus.", old=old, new=new, gap=euros(after - before))
    if after < before:
        return _("Le total passe de %(old)s à %(new)s : %(gap)s de moins.", old=old, new=new, gap=euros(before - after))
    return _("Le total ne change pas : %(new)s.", new=new)


def gap_sentence(cents: int) -> str:
    """Tell how much more or less the project costs, in cents."""
    if not cents:
        return _("Le coût total reste le même.")
    if cents > 0:
        return _("Le projet coûte %(gap)s de plus.", gap=euros(cents))
    return _("Le projet coûte %(gap)s de moins.", gap=euros(-cents))


def _difference(name: str, before: Content, after: Content) -> Difference:
    label = str(NAMES[name])
    if name in MONEY:
        sentence = f"{label}. {money_sentence(total(before, name), total(after, name))}"
        return Difference(name, sentence, lines=_money_lines(before, after, name))
    old, new = _value(name, before), _value(name, after)
    if name in LONG_TEXTS and before.get(name) and after.get(name):
        return Difference(name, _("%(what)s change.", what=label), pieces=word_pieces(old, new))
    return Difference(name, _("%(what)s change : « %(old)s » devient « %(new)s ».", what=label, old=old, new=new))


def _value(name: str, content: Content) -> str:
    value = content.get(name)
    if name in MONEY:
        return _("%(lines)s. En tout : %(total)s", lines=_told_lines(value or ()), total=euros(total(content, name)))
    if value in (None, ""):
        return _("rien")
    match name:
        case "theme":
            return str(THEMES[Theme(value)])
        case "carrier_kind":
            return str(CARRIERS[CarrierKind(value)])
        case "starts_on" | "ends_on":
            return day(date.fromisoformat(value))
        case _:
            return str(value)


def _told_lines(lines: Iterable[dict[str, Any]]) -> str:
    return ", ".join(f"{line['label']} {euros(line['cents'])}" for line in lines) or _("rien")


def _money_lines(before: Content, after: Content, name: str) -> list[MoneyLine]:
    old, new = _added(before.get(name) or ()), _added(after.get(name) or ())
    return [
        MoneyLine(
            label,
            euros(old[label]) if label in old else "",
            euros(new[label]) if label in new else "",
            _gap(new.get(label, 0) - old.get(label, 0)),
        )
        for label in dict.fromkeys((*old, *new))
        if old.get(label, 0) != new.get(label, 0)
    ]


def _added(lines: Iterable[dict[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        found[line["label"]] = found.get(line["label"], 0) + line["cents"]
    return found


def _gap(cents: int) -> str:
    return _("%(amount)s de plus", amount=euros(cents)) if cents > 0 else _("%(amount)s de moins", amount=euros(-cents))
