"""Keeping each version of a project file, what changed in it, and the words of residents that caused it."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.i18n import force_locale
from app.i18n import gettext as _
from app.projects import codesign_policy as policy
from app.projects.comparing import said_of
from app.projects.models import (
    ChangeCause,
    ChangeField,
    ContributionLink,
    HiddenRevision,
    Project,
    ProjectChange,
    ProjectRevision,
)
from app.projects.policy import NotAllowed
from app.projects.services import outcomes
from app.projects.versions import changed_names, content_of, weighed
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from app.steps.models import Step, StepKind

STOPPING = frozenset({"withdraw", "cancel", "call_off"})
"""Actions by which a project is given up."""
WRITTEN_IN = "fr"
"""A change is written once, in the language of the product."""


class ReasonMissing(ValueError):
    """Words that were told they changed the project are no longer named: say why."""


class UnknownWords(ValueError):
    """Only words linked to the project can be named as the cause of its change."""


@transaction()
def keep_revision(project: Project, actor: Actor) -> ProjectRevision | None:
    """Keep the file as it is now, with what changed since its last version; None when nothing did.

    The first version is the file as it was first sent: a draft is nobody's business.
    """
    last, content = last_revision(project.id), content_of(project)
    changed = changed_names(last.content, content) if last else []
    if last is not None and not changed:
        return None
    kept = ProjectRevision(
        project_id=project.id, number=last.number + 1 if last else 1, content=content, changed=changed, **_by(actor)
    )
    session().add(kept)
    session().flush()
    if last is not None:
        session().add_all(_changes(last, kept))
        session().flush()
    return kept


def keep_what_was(project: Project) -> None:
    """Keep the file as it stands before its first recorded change, when it was sent before versions were kept."""
    if last_revision(project.id) is None:
        keep_revision(project, SYSTEM)


def last_revision(project_id: int) -> ProjectRevision | None:
    """Return the last version of a project, or None."""
    return session().scalar(
        sa.select(ProjectRevision).filter_by(project_id=project_id).order_by(ProjectRevision.number.desc()).limit(1)
    )


@transaction()
def name_causes(
    project_id: int, change_id: int, said_ids: Collection[int], actor: Actor, reason: str = ""
) -> list[int]:
    """Say which linked words caused a change, and no others; the history keeps what was named and what no longer is.

    Words to which a strong trace was promised, and that no change names any more, get a reason, and their outcome
    waits again: their ids are returned. Raises NotAllowed, UnknownWords, ReasonMissing.
    """
    project, change = _shared(project_id, change_id, actor)
    wanted = set(said_ids)
    linked = set(session().scalars(sa.select(ContributionLink.contribution_id).filter_by(project_id=project.id)))
    known = set(session().scalars(sa.select(ChangeCause.contribution_id).filter_by(change_id=change.id)))
    if not wanted - known <= linked:
        raise UnknownWords
    if wanted == known:
        return []
    promised = [said_id for said_id in sorted(known - wanted) if outcomes.rests_on(project, change, said_id)]
    if promised and not reason.strip():
        raise ReasonMissing
    session().execute(
        sa.delete(ChangeCause).where(
            ChangeCause.change_id == change.id, ChangeCause.contribution_id.in_(known - wanted)
        )
    )
    for said_id in sorted(wanted - known):
        session().add(
            ChangeCause(change_id=change.id, contribution_id=said_id, named_by_id=actor.person_id, named_at=clock.now())
        )
    session().flush()
    details = {"change": change.id, "said": sorted(wanted), "removed": sorted(known - wanted)}
    steps.record(project, _entry(wanted, promised), actor, reason if promised else "", details=details)
    for said_id in promised:
        outcomes.wait_again(project, said_id, reason, actor)
    return promised


@transaction()
def hide_revision(project_id: int, number: int, reason: str, actor: Actor) -> None:
    """Show a version to those who work on the file only, with a reason everybody reads. Raises NotAllowed."""
    project = lock(Project, project_id)
    revision = session().scalar(sa.select(ProjectRevision).filter_by(project_id=project_id, number=number))
    if project is None or revision is None or not reason.strip() or not policy.can_hide_revision(project, actor):
        raise NotAllowed
    if session().get(HiddenRevision, revision.id) is None:
        session().add(
            HiddenRevision(revision_id=revision.id, reason=reason.strip()[:300], by_id=actor.person_id, at=clock.now())
        )
        session().flush()
        steps.record(project, "revision_hidden", actor, reason, details={"number": number})


def note_stopping(project: Project, step: Step, actor: Actor) -> None:
    """Keep among the changes that a project everybody could read is given up, or goes on after all."""
    if step.kind is StepKind.ENTRY or step.action not in STOPPING or project.published_at is None:
        return
    with force_locale(WRITTEN_IN):
        words = [_("Le projet continue."), _("Le projet s'arrête.")]
    before, after = words if step.kind is StepKind.ACTION else reversed(words)
    after = f"{after} {step.note}".strip() if step.kind is StepKind.ACTION else after
    session().add(
        ProjectChange(
            project_id=project.id, field=ChangeField.ABANDONED, before=before, after=after, magnitude=3, **_by(actor)
        )
    )
    session().flush()


def _changes(before: ProjectRevision, after: ProjectRevision) -> list[ProjectChange]:
    with force_locale(WRITTEN_IN):
        return [
            ProjectChange(
                project_id=after.project_id, revision_id=after.id, field=one.field,
                before=said_of(one.names, before.content), after=said_of(one.names, after.content),
                magnitude=one.magnitude, amount_delta_cents=one.amount_delta_cents,
                actor_id=after.actor_id, on_behalf_id=after.on_behalf_id, at=after.at,
            )
            for one in weighed(before.content, after.content)
        ]  # fmt: skip


def _entry(wanted: Collection[int], promised: Collection[int]) -> str:
    if promised:
        return "causes_corrected"
    return "causes_named" if wanted else "causes_removed"


def _shared(project_id: int, change_id: int, actor: Actor) -> tuple[Project, ProjectChange]:
    project, change = lock(Project, project_id), session().get(ProjectChange, change_id)
    if project is None or change is None or change.project_id != project.id:
        raise NotAllowed
    if not policy.can_name_causes(project, actor):
        raise NotAllowed
    return project, change


def _by(actor: Actor) -> dict[str, object]:
    return {"actor_id": actor.person_id, "on_behalf_id": actor.on_behalf_id, "at": clock.now()}
