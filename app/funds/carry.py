"""The rule of the year's end, without a database: what unused money goes on, what returns to its source."""

from __future__ import annotations

from dataclasses import dataclass

from app.funds.ledger_models import CarryRule, Earmark

WHOLE = 100
"""Per cent."""


@dataclass(frozen=True)
class Terms:
    """The rule that applies to a source; `pct` is a whole per cent, for "share" and "up to"."""

    rule: CarryRule = CarryRule.ALL
    pct: int = 100


def of_rules(pct: int) -> Terms:
    """Return the terms of a fund whose rules carry this per cent of what is left."""
    return Terms(CarryRule.SHARE, pct) if 0 < pct < WHOLE else Terms(CarryRule.ALL if pct else CarryRule.NONE)


@dataclass(frozen=True)
class Unused:
    """What a source brought in a year (received and carried in), what it has left, what went on already, in cents."""

    left: int
    brought: int
    gone_on: int = 0
    earmark: Earmark = Earmark.GENERAL


def carried(unused: Unused, terms: Terms) -> int:
    """Return how much of what is left goes to the next year, in cents; the rest returns to the source.

    "Up to" counts on what the source brought, over everything that goes on, whether at the closing or later.
    """
    match terms.rule:
        case CarryRule.ALL:
            return unused.left
        case CarryRule.NONE:
            return 0
        case CarryRule.EARMARKED:
            return 0 if unused.earmark is Earmark.GENERAL else unused.left
        case CarryRule.SHARE:
            return unused.left * terms.pct // 100
        case CarryRule.UP_TO:
            allowed = unused.brought * terms.pct // 100 - unused.gone_on
            return min(unused.left, max(allowed, 0))
