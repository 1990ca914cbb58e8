"""Building a project together: the sessions held with residents, and the checklist before the committee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.projects import policy
from app.projects.checklist import ANSWERS, codes_of
from app.projects.models import Attachment, ChecklistLine, Involvement, InvolvementKind, Project
from app.projects.policy import NotAllowed
from app.steps import services as steps
from app.steps.actor import Actor


@dataclass(frozen=True)
class Session:
    """A working session: when, how, where, how many came, what it gave and decided, in which meeting if in one."""

    happened_on: date
    kind: InvolvementKind
    place: str
    residents_count: int
    what: str
    others_count: int = 0
    decided: str = ""
    meeting_id: int | None = None


@dataclass(frozen=True)
class Arranged:
    """Who does a line of the checklist, by when, a note, and the document that proves it."""

    who: str = ""
    due_on: date | None = None
    note: str = ""
    attachment_id: int | None = None


class NotYetHeld(ValueError):
    """A session to come cannot be logged as held."""


@transaction()
def log_session(project_id: int, held: Session, actor: Actor) -> Involvement:
    """Write that residents worked on the project, at the stage it is in; the same session sent twice counts once.

    Raises NotAllowed, or NotYetHeld for a date in the future.
    """
    project = workable(project_id, actor)
    if held.happened_on > clock.today():
        raise NotYetHeld
    fields = {**vars(held), "stage": project.stage}
    same = sa.select(Involvement).filter_by(project_id=project.id, **fields)
    known = session().scalar(same.order_by(Involvement.id).limit(1))
    if known is not None:
        return known
    made = Involvement(project_id=project.id, **fields)
    session().add(made)
    session().flush()
    steps.record(project, "session_held", actor, held.what, details=_details(held))
    return made


@transaction()
def answer_checklist(project_id: int, answers: Mapping[str, str], actor: Actor) -> None:
    """Keep the answers to the checklist; unknown lines and answers are left out. Raises NotAllowed."""
    project = workable(project_id, actor)
    asked = codes_of(project)
    kept = {code: answer for code, answer in answers.items() if code in asked and answer in ANSWERS}
    if kept == project.checklist:
        return
    project.checklist = kept
    session().flush()
    steps.record(project, "checklist", actor, details={"answered": len(kept), "lines": len(asked)})


@transaction()
def arrange_line(project_id: int, code: str, arranged: Arranged, actor: Actor) -> None:
    """Keep who does a line of the checklist, by when and with which document of the project. Raises NotAllowed."""
    project = workable(project_id, actor)
    proof = session().get(Attachment, arranged.attachment_id) if arranged.attachment_id else None
    if code not in codes_of(project) or (proof is not None and proof.project_id != project.id):
        raise NotAllowed
    line = session().get(ChecklistLine, (project.id, code))
    if line is None:
        line = ChecklistLine(project_id=project.id, code=code)
        session().add(line)
    line.who, line.due_on = arranged.who.strip(), arranged.due_on
    line.note, line.attachment_id = arranged.note.strip(), proof.id if proof else None


@transaction()
def check_exclusions(project_id: int, actor: Actor, *, respected: bool) -> None:
    """Keep that a referent checked the expenses against what the fund excludes, or takes it back. Raises NotAllowed."""
    project = lock(Project, project_id)
    if project is None or not policy.can_check(project, actor):
        raise NotAllowed
    if respected is (project.exclusions_checked_by_id is not None):
        return
    project.exclusions_checked_by_id = actor.person_id if respected else None
    session().flush()
    if respected:
        steps.record(project, "exclusions_checked", actor)


def workable(project_id: int, actor: Actor) -> Project:
    """Lock a project that a person may work on, until the transaction ends. Raises NotAllowed."""
    project = lock(Project, project_id)
    if project is None or not policy.can_work(project, actor):
        raise NotAllowed
    return project


def _details(held: Session) -> dict[str, object]:
    return {
        "happened_on": held.happened_on.isoformat(),
        "kind": held.kind.value,
        "residents": held.residents_count,
        "decided": held.decided,
    }
