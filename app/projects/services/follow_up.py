"""News of a project while it lives: how it goes in one sentence and, when it is blocked, who can unblock it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app import clock
from app.db import lock, session, transaction
from app.files import StoredFile
from app.projects import policy
from app.projects.models import Pace, Project
from app.projects.policy import NotAllowed
from app.projects.services.attachments import Shown, keep
from app.steps import services as steps
from app.steps.actor import Actor

SENT_TWICE = timedelta(minutes=10)
"""The same news within this time is a double click, not news."""


@dataclass(frozen=True)
class News:
    """How the project goes; `unblocker` is the role that can unblock it."""

    pace: Pace
    note: str
    unblocker: str = ""
    photo: StoredFile | None = None
    caption: str = ""


@transaction()
def give_news(project_id: int, news: News, actor: Actor) -> None:
    """Tell everybody how the project goes, with a photo if there is one. Raises NotAllowed."""
    project = lock(Project, project_id)
    if project is None or not policy.can_follow_up(project, actor):
        raise NotAllowed
    if _sent_twice(project, news):
        return
    project.pace, project.pace_note, project.pace_at = news.pace, news.note.strip(), clock.now()
    session().flush()
    details: dict[str, object] = {"pace": news.pace.value}
    if news.pace is Pace.BLOCKED:
        details["unblocker"] = news.unblocker
    if news.photo is not None:
        attachment = keep(project, news.photo, "photo", actor, Shown(is_public=True, caption=news.caption))
        details["photo"] = attachment.id
    steps.record(project, "news", actor, news.note, details=details)


def _sent_twice(project: Project, news: News) -> bool:
    if project.pace_at is None or clock.now() - project.pace_at > SENT_TWICE or news.photo is not None:
        return False
    return (project.pace, project.pace_note) == (news.pace, news.note.strip())
