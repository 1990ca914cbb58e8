"""The documents of a project: added with their kind, taken away only while nothing rests on them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from app import clock, files
from app.db import after_commit, lock, session, transaction
from app.files import StoredFile
from app.projects import policy
from app.projects.models import Attachment, Project
from app.projects.policy import NotAllowed
from app.steps import services as steps
from app.steps.actor import Actor
from workflows.vocabulary import DOCUMENTS


@dataclass(frozen=True)
class Shown:
    """Who may see a document, and the words beside it."""

    is_public: bool = False
    caption: str = ""


def add_document(  # noqa: PLR0913 - two of them are words for the reader, with a default
    project: Project,
    upload: FileStorage | StoredFile,
    kind: str,
    actor: Actor,
    *,
    is_public: bool = False,
    caption: str = "",
) -> Attachment:
    """Add a document to a project and write it in the history; the same file sent twice is kept once.

    Reading a photo is slow: inside a transaction, pass what `files.receive` gave before it.
    Raises FileRefused for a file that cannot be kept, NotAllowed for a person or a kind that is not.
    """
    stored = upload if isinstance(upload, StoredFile) else files.receive(upload)
    return _add(project.id, stored, kind, actor, Shown(is_public, caption))


@transaction()
def remove_document(project_id: int, attachment_id: int, actor: Actor) -> None:
    """Take a document away, and its file if nothing else uses it. Raises NotAllowed."""
    project, attachment = lock(Project, project_id), lock(Attachment, attachment_id)
    if project is None or attachment is None or not policy.can_remove(attachment, project, actor):
        raise NotAllowed
    sha256, kind = attachment.sha256, attachment.kind
    session().delete(attachment)
    session().flush()
    session().expire(project, ["attachments"])
    steps.record(project, "document_removed", actor, details={"kind": kind})
    after_commit(files.forget_unused, sha256)


def keep(project: Project, stored: StoredFile, kind: str, actor: Actor, shown: Shown) -> Attachment:
    """Attach a stored file inside a running transaction, without a line of its own in the history."""
    same = sa.select(Attachment).filter_by(project_id=project.id, sha256=stored.sha256, kind=kind)
    known = session().scalar(same.order_by(Attachment.id).limit(1))
    if known is not None:
        return known
    made = Attachment(
        kind=kind, sha256=stored.sha256, name=stored.name, media_type=stored.media_type, size=stored.size,
        caption=shown.caption.strip()[:200], is_public=shown.is_public,
        added_by_id=actor.acting_id, added_at=clock.now(),
    )  # fmt: skip
    project.attachments.append(made)
    session().flush()
    return made


def discard(project: Project, attachment: Attachment) -> None:
    """Take away, inside a running transaction, a document on which nothing rests, and its file if nothing uses it."""
    session().delete(attachment)
    session().flush()
    session().expire(project, ["attachments"])
    after_commit(files.forget_unused, attachment.sha256)


@transaction()
def _add(project_id: int, stored: StoredFile, kind: str, actor: Actor, shown: Shown) -> Attachment:
    project = lock(Project, project_id)
    if project is None or kind not in DOCUMENTS or not policy.can_attach_kind(project, kind, actor):
        raise NotAllowed
    before = len(project.attachments)
    attachment = keep(project, stored, kind, actor, shown)
    if len(project.attachments) > before:
        entry = "photo" if stored.is_photo and kind == "photo" else "document"
        details = {"kind": kind, "file": attachment.id}
        steps.record(project, entry, actor, shown.caption, details=details, is_public=shown.is_public)
    return attachment
