"""Promising a level of participation, observing it by rule, and holding another one against the rule in the open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.evaluation import policy
from app.evaluation.level_digest import digests_of
from app.evaluation.level_facts import facts_by_stage
from app.evaluation.level_queries import digests_to_check, has_begun, levels_of, projects_to_observe
from app.evaluation.levels import observed_level
from app.evaluation.models import DeclaredLevel, LevelOverride, LevelStage, ObservedLevel, ParticipationLevel
from app.evaluation.refusals import EvaluationRefused
from app.i18n import gettext as _
from app.jobs import attempt, every_minute
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor

AT_ONCE = 50
"""Projects observed anew each minute."""

FROM_HOUR = 4
"""From this hour on, in Tours, the night's comparison may begin."""
A_PACKET = 300
"""Projects compared in a minute: 20,000 of them take a little more than an hour."""


@transaction()
def declare_levels(
    project: Project, promised: Mapping[LevelStage, ParticipationLevel], reason: str, actor: Actor
) -> int:
    """Promise a level for some stages; return how many promises are new or changed.

    A promise for a stage that has begun keeps its trace and needs a reason. Raises EvaluationRefused without one, and
    for whoever neither carries the project nor follows it as a referent.
    """
    project = lock(Project, project.id) or project
    if not policy.can_declare(project, actor):
        raise EvaluationRefused(_("Seule l'équipe du projet ou la personne référente dit la place promise."))
    known = levels_of(project)
    changed = {stage: level for stage, level in promised.items() if known[stage].declared != level}
    late = {stage for stage in changed if has_begun(project, stage)}
    if late and not reason.strip():
        raise EvaluationRefused(_("Une étape a déjà commencé. Dites pourquoi sa promesse change."))
    for stage, level in changed.items():
        why = reason.strip() if stage in late else ""
        promise = DeclaredLevel(project_id=project.id, stage=stage, level=int(level), stage_begun=stage in late)
        promise.reason, promise.declared_by_id, promise.declared_at = why, actor.acting_id, clock.now()
        session().add(promise)
    if changed:
        session().flush()
        steps.record(project, "levels_declared", actor, details={it.value: int(on) for it, on in changed.items()})
    return len(changed)


@transaction()
def override_level(
    project: Project, stage: LevelStage, level: ParticipationLevel, reason: str, actor: Actor
) -> LevelOverride:
    """Hold a level for truer than the observed one; both are shown, with who said so and why (invariant 20).

    Raises EvaluationRefused without a reason, before anything was observed, and for whoever is not a referent here.
    """
    project = lock(Project, project.id) or project
    if not policy.can_override(project, actor):
        raise EvaluationRefused(_("Seule la personne référente peut contester ce que les faits montrent."))
    if not reason.strip():
        raise EvaluationRefused(_("Dites pourquoi, en quelques mots."))
    if levels_of(project)[stage].observed is None:
        raise EvaluationRefused(_("Les faits ne montrent encore rien pour cette étape."))
    override = LevelOverride(
        project_id=project.id, stage=stage, level=int(level), reason=reason.strip(), by_id=actor.person_id,
        at=clock.now(),
    )  # fmt: skip
    session().add(override)
    session().flush()
    steps.record(project, "level_contested", actor, details={"stage": stage.value, "level": int(level)})
    return override


@transaction()
def observe(project_id: int) -> Mapping[LevelStage, ParticipationLevel]:
    """Observe the levels of a project by rule, from the rows that exist now, and keep them with their reasons."""
    project = lock(Project, project_id)
    if project is None:
        return {}
    digest = digests_of([project_id])[project_id]
    found = {stage: observed_level(facts) for stage, facts in facts_by_stage(project).items()}
    session().execute(sa.delete(ObservedLevel).where(ObservedLevel.project_id == project_id))
    session().add_all(
        ObservedLevel(
            project_id=project_id, stage=stage, level=int(seen.level),
            reasons=[*(reason.value for reason in seen.reasons), *(reason.value for reason in seen.missing)],
            computed_at=clock.now(), facts_digest=digest if stage is LevelStage.OVERALL else "",
            checked_on=clock.today() if stage is LevelStage.OVERALL else None,
        )
        for stage, seen in found.items()
    )  # fmt: skip
    session().flush()
    return {stage: seen.level for stage, seen in found.items()}


@every_minute
def observe_what_moved() -> int:
    """Observe anew the projects that lived since the last time; return how many."""
    stale = list(projects_to_observe(AT_ONCE))
    session().rollback()
    for project_id in stale:
        attempt(observe, project_id)
    return len(stale)


@every_minute
def observe_late_facts() -> int:
    """Observe anew, at night, the projects whose facts moved without the project living; return how many.

    A count keyed weeks later, a word merged with another, a note of information. A packet a minute until each project
    was compared today: what has not moved costs its share of eight short questions.
    """
    if clock.now().astimezone(clock.PARIS).hour < FROM_HOUR:
        return 0
    known = digests_to_check(A_PACKET)
    moved = (
        [project_id for project_id, now in digests_of(list(known)).items() if now != known[project_id]] if known else []
    )
    session().rollback()
    if known:
        _mark_checked(known)
    for project_id in moved:
        attempt(observe, project_id)
    return len(moved)


@transaction()
def _mark_checked(project_ids: Iterable[int]) -> None:
    """Remember that these were compared today, before observing: one that fails must not keep the others waiting."""
    done = sa.update(ObservedLevel).where(
        ObservedLevel.project_id.in_(list(project_ids)), ObservedLevel.stage == LevelStage.OVERALL
    )
    session().execute(done.values(checked_on=clock.today()).execution_options(synchronize_session=False))
