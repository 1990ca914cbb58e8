"""The private thread of a project: writing, reading, and how each wants to hear of it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.files import StoredFile
from app.projects import follow_policy, thread_notices
from app.projects.models import Attachment, Project, ThreadMessage, ThreadNotice, ThreadReader
from app.projects.policy import NotAllowed
from app.projects.services.attachments import Shown, keep
from app.steps.actor import Actor


@dataclass(frozen=True)
class Written:
    """A message and, perhaps, a file stored beforehand."""

    body: str
    file: StoredFile | None = None


@transaction()
def write(project_id: int, written: Written, actor: Actor) -> ThreadMessage:
    """Write in the private thread and tell the others as they chose. Raises NotAllowed."""
    project = lock(Project, project_id)
    if project is None or not follow_policy.can_write_thread(project, actor):
        raise NotAllowed
    message = ThreadMessage(
        project_id=project.id, author_id=actor.acting_id, at=clock.now(), body=written.body.strip(),
        helper_id=actor.person_id if actor.on_behalf_id else None,
        from_team=follow_policy.is_of_team(project, actor.acting_id),
        attachment_id=_attached(project, written, actor),
    )  # fmt: skip
    session().add(message)
    session().flush()
    _reader(project, actor).read_until = message.id
    session().flush()
    thread_notices.tell(project, message)
    return message


@transaction()
def mark_read(project_id: int, until: int, actor: Actor) -> None:
    """Keep that somebody has seen the thread up to a message; nothing changes when they had. Raises NotAllowed."""
    project = lock(Project, project_id)
    if project is None or not follow_policy.can_read_thread(project, actor):
        raise NotAllowed
    reader = _reader(project, actor)
    reader.read_until = max(reader.read_until, until)


@transaction()
def choose_notice(project_id: int, notice: ThreadNotice, actor: Actor) -> None:
    """Choose how to hear of new messages. Raises NotAllowed."""
    project = lock(Project, project_id)
    if project is None or not follow_policy.can_read_thread(project, actor):
        raise NotAllowed
    _reader(project, actor).notice = notice


def _attached(project: Project, written: Written, actor: Actor) -> int | None:
    if written.file is None:
        return None
    kind = "photo" if written.file.is_photo else "other"
    attachment: Attachment = keep(project, written.file, kind, actor, Shown())
    return attachment.id


def _reader(project: Project, actor: Actor) -> ThreadReader:
    known = session().get(ThreadReader, (project.id, actor.acting_id))
    if known is None:
        known = ThreadReader(project_id=project.id, person_id=actor.acting_id, read_until=0)
        session().add(known)
        session().flush()
    return known


def last_message(project_id: int) -> int:
    """Return the number of the last message of a thread, or zero."""
    asked = sa.select(sa.func.max(ThreadMessage.id)).where(ThreadMessage.project_id == project_id)
    return session().scalar(asked) or 0
