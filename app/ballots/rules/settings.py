"""Rules from words and back: `score=points`, `exclusive=12+15`… become a plan, and a plan becomes plain data."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from app.ballots.rules.records import (
    RULES,
    Cap,
    Comparison,
    Completion,
    Greedy,
    Limits,
    Misfit,
    Score,
    Stop,
    TieBreak,
    Utility,
    envelopes,
    floors,
    single,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from app.ballots.rules.records import Plan, Rule

NUMBER = re.compile(r"(?a:(\d{1,18})(?:[.,](\d{1,9})|/(\d{1,9}))?(%)?)")


class SettingError(ValueError):
    """A setting that this rule does not have, or a value that it cannot take; `expected` says what it could be."""

    def __init__(self, key: str, value: str, expected: str) -> None:
        """Keep what was given and what was expected."""
        super().__init__(f"{key}={value}: {expected}")
        self.words = {"key": key, "value": value, "expected": expected}


def plan_from(rule: Rule, settings: Iterable[tuple[str, str]]) -> Plan:
    """Apply settings to a rule, in order, and give the plan: one pass, envelopes, or floors."""
    shares: dict[str, Fraction] = {}
    label, floor, common = "", "", True
    for key, value in settings:
        if key == "envelope":
            label, name, amount = _three(key, value)
            shares[name] = _fraction(key, amount)
        elif key == "floor":
            floor = value
        elif key == "common":
            common = _choice(key, value, {"yes": True, "no": False})
        else:
            rule = changed(rule, key, value)
    if shares:
        return envelopes(label, shares, rule, rule if common else None)
    if floor:
        name, _, number = floor.rpartition(":")
        first = rule if isinstance(rule, Greedy) else Greedy(ties=rule.ties, limits=rule.limits)
        return floors(name, _whole("floor", number), first, rule)
    return single(rule)


def changed(rule: Rule, key: str, value: str) -> Rule:
    """Give the rule with one setting changed; raise SettingError where it cannot be."""
    if key in TIES:
        return replace(rule, ties=replace(rule.ties, **{TIES[key][0]: TIES[key][1](key, value)}))
    if key in MINIMA:
        minimum = replace(rule.limits.minimum, **{MINIMA[key]: _fraction(key, value)})
        return replace(rule, limits=replace(rule.limits, minimum=minimum))
    if key in LIMITS:
        return replace(rule, limits=LIMITS[key](rule.limits, value))
    own = {field.name for field in fields(rule)} & OWN.keys()
    if key not in own:
        known = sorted({*own, *TIES, *MINIMA, *LIMITS, "envelope", "floor", "common"})
        raise SettingError(key, value, ", ".join(known))
    return replace(rule, **{key: OWN[key](key, value)})


def rule_named(name: str) -> Rule:
    """Give a rule with its default settings."""
    return _choice("rule", name.replace("-", "_"), RULES)()


def described(plan: Plan) -> list[dict[str, object]]:
    """Give a plan as plain data, for JSON: amounts and shares stay exact, as text."""
    names = {kind: name for name, kind in RULES.items()}
    return [{**_plain(each), "rule": {"name": names[type(each.rule)], **_plain(each.rule)}} for each in plan]


def _plain(value: object) -> dict[str, object]:
    return {field.name: _data(getattr(value, field.name)) for field in fields(value)}  # type: ignore[arg-type]


def _data(value: object) -> object:
    if is_dataclass(value):
        return _plain(value)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_data(each) for each in value]
    return value


Value = TypeVar("Value")
Kind = TypeVar("Kind", bound=StrEnum)


def _choice(key: str, value: str, choices: Mapping[str, Value]) -> Value:
    if value not in choices:
        raise SettingError(key, value, ", ".join(choices))
    return choices[value]


def _one_of(kind: type[Kind]) -> Callable[[str, str], Kind]:
    return lambda key, value: _choice(key, value, {member.value: member for member in kind})


def _fraction(key: str, value: str) -> Fraction:
    """Read `12`, `0.5`, `0,5`, `1/3` or `80%`."""
    if not NUMBER.fullmatch(value) or value.rstrip("%").endswith("/0"):
        raise SettingError(key, value, "12, 0.5, 1/3, 80%")
    number = Fraction(value.rstrip("%").replace(",", "."))
    return number / 100 if value.endswith("%") else number


def _whole(key: str, value: str) -> int:
    if not re.fullmatch(r"(?a:-?\d{1,9})", value):
        raise SettingError(key, value, "0, 1, 2…")
    return int(value)


def _three(key: str, value: str) -> tuple[str, str, str]:
    """Read `label:value:amount`, where the value may hold colons."""
    label, _, rest = value.partition(":")
    name, _, amount = rest.rpartition(":")
    if not (label and name and amount):
        raise SettingError(key, value, "label:value:amount")
    return label, name, amount


def _with_rivals(limits: Limits, value: str) -> Limits:
    rivals = frozenset(part.strip() for part in value.split("+"))
    if len(rivals) < 2:  # noqa: PLR2004 — one project has no rival
        raise SettingError("exclusive", value, "12+15")
    return replace(limits, exclusive=(*limits.exclusive, rivals))


def _with_cap(limits: Limits, value: str) -> Limits:
    label, name, amount = _three("cap", value)
    return replace(limits, caps=(*limits.caps, Cap(label=label, value=name, amount=_fraction("cap", amount))))


def _criteria(key: str, value: str) -> tuple[TieBreak, ...]:
    return tuple(_one_of(TieBreak)(key, part.strip()) for part in value.split(",") if part.strip())


def _points(key: str, value: str) -> tuple[int, ...]:
    return tuple(_whole(key, part.strip()) for part in value.split(","))


TIES: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    "ties": ("criteria", _criteria),
    "seed": ("seed", lambda _key, value: value),
}
MINIMA = {"min_score": "score", "min_of_voters": "of_voters", "min_of_cost": "of_cost"}
LIMITS: dict[str, Callable[[Limits, str], Limits]] = {"exclusive": _with_rivals, "cap": _with_cap}
OWN: dict[str, Callable[[str, str], Any]] = {
    "score": _one_of(Score),
    "misfit": _one_of(Misfit),
    "top_up": _fraction,
    "rank_points": _points,
    "utility": _one_of(Utility),
    "step": _fraction,
    "stop": _one_of(Stop),
    "completion": _one_of(Completion),
    "comparison": _one_of(Comparison),
    "missing": _whole,
    "lowest": _whole,
}
