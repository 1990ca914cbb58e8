"""The levels of a project in plain sentences: what was promised, what the facts show, and the gap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.evaluation.level_facts import STAGES
from app.evaluation.level_queries import Standing
from app.evaluation.levels import Reason
from app.evaluation.models import DeclaredLevel, LevelStage, ParticipationLevel
from app.evaluation.wording import LEVEL_STAGES, LEVELS, REASONS
from app.i18n import day
from app.i18n import gettext as _
from app.projects.models import Project

HELD = frozenset({
    Reason.INFORMED, Reason.CONSULTED, Reason.DISCUSSED, Reason.BUILT_TOGETHER, Reason.RESIDENTS_DECIDED,
    Reason.RESIDENTS_RUN_IT,
})  # fmt: skip
"""Reasons that hold a level up; the others say what the next one lacks."""


@dataclass(frozen=True)
class ToldStage:
    """One stage: the sentence of the gap, its tone, the facts, what was missing, and the trace of the promises."""

    label: str
    sentence: str
    tone: str
    facts: list[str]
    missing: list[str]
    trace: list[str]
    contested: str


def told_levels(found: Mapping[LevelStage, Standing], project: Project) -> list[ToldStage]:
    """Tell each stage of which something is known, then the whole project.

    A stage that is not over has not broken its promise: what the facts show of it is told as it is for now.
    """
    now = {STAGES.get(project.stage), LevelStage.OVERALL} if project.is_open else set()
    return [_told(stands, stands.stage in now) for stands in found.values() if stands.promises or stands.observed]


def _told(stands: Standing, is_under_way: bool) -> ToldStage:  # noqa: FBT001 - a fact of the stage
    codes = [Reason(code) for code in stands.observed.reasons] if stands.observed else []
    return ToldStage(
        label=str(LEVEL_STAGES[stands.stage]),
        sentence=gap_sentence(stands, is_under_way=is_under_way),
        tone="late" if (stands.gap or 0) < 0 and not is_under_way else "calm",
        facts=[str(REASONS[code]) for code in codes if code in HELD],
        missing=[str(REASONS[code]) for code in codes if code not in HELD and _concerns(code, stands.stage)],
        trace=list(_trace(stands.promises)),
        contested=_contested(stands),
    )


def _concerns(code: Reason, stage: LevelStage) -> bool:
    """Say whether what is missing means something at this stage: a budget is held during the works."""
    return code is not Reason.OTHERS_HOLD_BUDGET or stage in {LevelStage.IMPLEMENTATION, LevelStage.OVERALL}


def gap_sentence(stands: Standing, *, is_under_way: bool = False) -> str:
    """Say what was promised and what the facts show, in one or two sentences."""
    promised = str(LEVELS[stands.declared]) if stands.declared is not None else ""
    if stands.observed is None:
        return _("On a promis : %(promised)s.", promised=promised)
    seen = str(LEVELS[ParticipationLevel(stands.observed.level)])
    if stands.declared is None or stands.gap is None:
        return _("Rien n'avait été promis. Les faits montrent : %(seen)s.", seen=seen)
    if stands.gap < 0 and is_under_way:
        return _("On a promis : %(promised)s. Pour l'instant, les faits montrent : %(seen)s.",
                 promised=promised, seen=seen)  # fmt: skip
    if stands.gap == 0:
        return _("On avait promis : %(promised)s. Les faits le montrent.", promised=promised)
    if stands.gap > 0:
        return _("On avait promis : %(promised)s. On a fait plus : %(seen)s.", promised=promised, seen=seen)
    return _("On avait promis : %(promised)s. Les faits montrent moins : %(seen)s.", promised=promised, seen=seen)


def _trace(promises: list[DeclaredLevel]) -> Iterable[str]:
    """Tell each promise made or changed after its stage had begun."""
    for rank, promise in enumerate(promises):
        if not promise.stage_begun:
            continue
        told = {"day": day(promise.declared_at), "to": LEVELS[ParticipationLevel(promise.level)], "why": promise.reason}
        if rank == 0:
            yield _("Promesse écrite le %(day)s, l'étape déjà commencée : %(to)s. Raison : %(why)s", **told)
        else:
            former = LEVELS[ParticipationLevel(promises[rank - 1].level)]
            yield _(
                "Promesse changée le %(day)s, l'étape déjà commencée : de « %(former)s » à « %(to)s »."
                " Raison : %(why)s",
                former=former,
                **told,
            )


def _contested(stands: Standing) -> str:
    if stands.override is None:
        return ""
    return _(
        "La personne référente n'est pas d'accord, le %(day)s. Pour elle : %(level)s. Raison : %(why)s",
        day=day(stands.override.at),
        level=LEVELS[ParticipationLevel(stands.override.level)],
        why=stands.override.reason,
    )
