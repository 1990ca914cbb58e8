"""The level of participation that facts show, rung by rung (PRACTICE §2.1): pure functions, never an opinion.

Each rung has its own condition; the level observed is the highest rung whose condition holds. A rung does not need the
ones below: a committee of residents may decide on a project about which nobody was informed, and the facts say both.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from app.evaluation.models import ParticipationLevel

FEWEST_EXCHANGES = 2
FEWEST_JOINT_SESSIONS = 2


@dataclass(frozen=True)
class Facts:
    """What was done with residents at one stage, or over the whole project; every count is of rows that exist.

    `notes` published before the decision; `voices` collected before it, `answered` those with an outcome,
    `unreasoned` those whose outcome gives no reason; `exchanges` sessions on the project, with an answer given from
    the first to the last (`feedback_between`); `joint_sessions` where residents drafted with the team; changes caused
    by what residents said; whether residents decided (half of the votes or a binding vote) and hold the budget.
    """

    notes: int = 0
    voices: int = 0
    answered: int = 0
    unreasoned: int = 0
    exchanges: int = 0
    feedback_between: bool = False
    joint_sessions: int = 0
    caused_changes: int = 0
    residents_decide: bool = False
    residents_hold_budget: bool = False

    def __add__(self, other: Facts) -> Facts:
        """Put the facts of two stages together: counts add up, what was true once is true."""
        names = [one.name for one in fields(self)]
        both: dict[str, Any] = {name: _sum(getattr(self, name), getattr(other, name)) for name in names}
        return Facts(**both)


class Reason(StrEnum):
    """A rung whose condition holds, or what is missing for the first one that does not."""

    INFORMED = "informed"
    CONSULTED = "consulted"
    DISCUSSED = "discussed"
    BUILT_TOGETHER = "built_together"
    RESIDENTS_DECIDED = "residents_decided"
    RESIDENTS_RUN_IT = "residents_run_it"
    NOT_INFORMED = "not_informed"
    NOBODY_ASKED = "nobody_asked"
    NOT_ALL_ANSWERED = "not_all_answered"
    FEW_EXCHANGES = "few_exchanges"
    NO_FEEDBACK_BETWEEN = "no_feedback_between"
    WITHOUT_REASONS = "without_reasons"
    FEW_JOINT_SESSIONS = "few_joint_sessions"
    NOTHING_CHANGED = "nothing_changed"
    OTHERS_DECIDED = "others_decided"
    OTHERS_HOLD_BUDGET = "others_hold_budget"


@dataclass(frozen=True)
class Observed:
    """The level, the rungs that hold, and what is missing for the next rung."""

    level: ParticipationLevel
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...] = ()


HOLDS = {
    ParticipationLevel.INFORMATION: Reason.INFORMED,
    ParticipationLevel.CONSULTATION: Reason.CONSULTED,
    ParticipationLevel.CONCERTATION: Reason.DISCUSSED,
    ParticipationLevel.CO_CONSTRUCTION: Reason.BUILT_TOGETHER,
    ParticipationLevel.CO_DECISION: Reason.RESIDENTS_DECIDED,
    ParticipationLevel.RESIDENT_MANAGEMENT: Reason.RESIDENTS_RUN_IT,
}


def observed_level(facts: Facts) -> Observed:
    """Return the highest rung that the facts hold up, every rung held, and what the next one lacks."""
    lacking = {rung: tuple(lacks(facts, rung)) for rung in HOLDS}
    held = [rung for rung, missing in lacking.items() if not missing]
    level = max(held, default=ParticipationLevel.NONE)
    following = ParticipationLevel(level + 1) if level < ParticipationLevel.RESIDENT_MANAGEMENT else None
    return Observed(level, tuple(HOLDS[rung] for rung in held), lacking[following] if following else ())


def lacks(facts: Facts, rung: ParticipationLevel) -> list[Reason]:
    """Return what the facts lack for one rung; empty when its condition holds."""
    conditions = {
        ParticipationLevel.INFORMATION: {Reason.NOT_INFORMED: facts.notes >= 1},
        ParticipationLevel.CONSULTATION: {
            Reason.NOBODY_ASKED: facts.voices >= 1,
            Reason.NOT_ALL_ANSWERED: facts.answered >= facts.voices,
        },
        ParticipationLevel.CONCERTATION: {
            Reason.FEW_EXCHANGES: facts.exchanges >= FEWEST_EXCHANGES,
            Reason.NO_FEEDBACK_BETWEEN: facts.feedback_between,
            Reason.WITHOUT_REASONS: facts.answered >= 1 and facts.unreasoned == 0,
        },
        ParticipationLevel.CO_CONSTRUCTION: {
            Reason.FEW_JOINT_SESSIONS: facts.joint_sessions >= FEWEST_JOINT_SESSIONS,
            Reason.NOTHING_CHANGED: facts.caused_changes >= 1,
        },
        ParticipationLevel.CO_DECISION: {Reason.OTHERS_DECIDED: facts.residents_decide},
        ParticipationLevel.RESIDENT_MANAGEMENT: {
            Reason.OTHERS_DECIDED: facts.residents_decide,
            Reason.OTHERS_HOLD_BUDGET: facts.residents_hold_budget,
        },
    }
    return [reason for reason, holds in conditions[rung].items() if not holds]


def gap(declared: int, observed: int) -> int:
    """Return observed − declared: under zero, a promise was not kept (PRACTICE §2.1)."""
    return observed - declared


def _sum(one: int, other: int) -> int | bool:
    return one or other if isinstance(one, bool) else one + other
