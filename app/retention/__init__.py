"""How long each kind of record is kept: rules that slices register, applied once a night and shown to everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import clock
from app.i18n import LazyString, ngettext

Expired = Callable[[datetime], Sequence[int]]
Forget = Callable[[Sequence[int]], int]

_rules: dict[str, Rule] = {}


@dataclass(frozen=True)
class Rule:
    """One kind of record: what it is, how many days it is kept after what, and how it is forgotten.

    `expired` returns the ids of the rows older than an instant. `forget` makes them nameless or deletes them inside the
    transaction it is called in, and returns how many it did: a row may have a good reason to stay.
    """

    code: str
    label: LazyString
    since: LazyString
    days: int
    expired: Expired
    forget: Forget

    @property
    def told(self) -> str:
        """How long it is kept, as people say it: "3 ans", "90 jours"."""
        years, rest = divmod(self.days, 365)
        if years and not rest:
            return ngettext("%(num)d an", "%(num)d ans", years)
        return ngettext("%(num)d jour", "%(num)d jours", self.days)

    def limit(self) -> datetime:
        """Return the instant before which rows are too old."""
        return clock.now() - timedelta(days=self.days)


def keep(rule: Rule) -> None:
    """Register a rule; the same code registers it again."""
    _rules[rule.code] = rule


def rules() -> list[Rule]:
    """Return every rule, the shortest period first."""
    return sorted(_rules.values(), key=lambda rule: (rule.days, rule.code))
