"""News of a project while it lives: how it goes in one sentence and, when it is blocked, who can unblock it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from app import clock, mail
from app.accounts.models import Person, Role
from app.addresses import full_address
from app.db import lock, session, transaction
from app.files import StoredFile
from app.i18n import day, force_locale
from app.i18n import gettext as _
from app.jobs import attempt, every_minute
from app.projects import pace, policy
from app.projects.models import Pace, Project
from app.projects.notices import team_of
from app.projects.policy import NotAllowed
from app.projects.services.attachments import Shown, keep
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.wording import role_label
from app.voices.people import holders_around, referents_of

SENT_TWICE = timedelta(minutes=10)
"""The same news within this time is a double click, not news."""


FROM_HOUR = 9


class NobodyUnblocks(ValueError):
    """A project that is blocked says who can unblock it, and by when."""


@dataclass(frozen=True)
class News:
    """How the project goes; `unblocker` is the role that can unblock it, `unblock_by` the day it is asked for."""

    pace: Pace
    note: str
    unblocker: str = ""
    photo: StoredFile | None = None
    caption: str = ""
    unblock_by: date | None = None


@transaction()
def give_news(project_id: int, news: News, actor: Actor) -> None:
    """Tell everybody how the project goes, with a photo if there is one. Raises NotAllowed, or NobodyUnblocks."""
    project = lock(Project, project_id)
    if project is None or not policy.can_follow_up(project, actor):
        raise NotAllowed
    if news.pace is Pace.BLOCKED and not (news.unblocker and news.unblock_by):
        raise NobodyUnblocks
    if _sent_twice(project, news):
        return
    details: dict[str, object] = {"pace": news.pace.value, "was": project.pace.value if project.pace else ""}
    project.pace, project.pace_note, project.pace_at = news.pace, news.note.strip(), clock.now()
    pace.forget_unblocking(project)
    if news.pace is Pace.BLOCKED and news.unblock_by:
        project.unblocker, project.unblock_by_on = news.unblocker, news.unblock_by
        details |= {"unblocker": news.unblocker, "unblock_by": news.unblock_by.isoformat()}
    session().flush()
    if news.photo is not None:
        attachment = keep(project, news.photo, "photo", actor, Shown(is_public=True, caption=news.caption))
        details["photo"] = attachment.id
    steps.record(project, "news", actor, news.note, details=details)


def _sent_twice(project: Project, news: News) -> bool:
    if project.pace_at is None or clock.now() - project.pace_at > SENT_TWICE or news.photo is not None:
        return False
    return (project.pace, project.pace_note) == (news.pace, news.note.strip())


@every_minute
def remind_blocked() -> int:
    """On the day by which a project was to be unblocked, ask whoever can; return how many projects were concerned."""
    if clock.now().astimezone(clock.PARIS).hour < FROM_HOUR:
        return 0
    waiting = sa.select(Project.id).where(
        pace.blocked(), Project.unblock_by_on <= clock.today(), Project.unblock_reminded_at.is_(None)
    )
    found = list(session().scalars(waiting.order_by(Project.id)))
    session().rollback()
    return sum(bool(attempt(_remind, project_id)) for project_id in found)


@transaction()
def _remind(project_id: int) -> bool:
    project = lock(Project, project_id)
    if project is None or not pace.is_blocked(project) or project.unblock_reminded_at or not project.unblock_by_on:
        return False
    project.unblock_reminded_at = clock.now()
    session().flush()
    for person in _people_who_unblock(project):
        with force_locale(person.locale):
            subject = _("Un projet bloqué attend : %(title)s", title=project.title)
            mail.write(person, subject, _letter(project, person), about=project)
    return True


def _people_who_unblock(project: Project) -> list[Person]:
    """Return the referents of the place, and whoever holds the role that can unblock there, or the team."""
    place = project.neighbourhood
    people = {person.id: person for person in referents_of(place)} if place else {}
    if project.unblocker == "carrier":
        people |= {person.id: person for person in team_of(project)}
    elif place and project.unblocker in set(Role):
        people |= {person.id: person for person in holders_around(place, Role(project.unblocker))}
    return list(people.values())


def _letter(project: Project, person: Person) -> str:
    assert project.unblock_by_on is not None
    parts = [
        _("Bonjour %(name)s,", name=person.name),
        _("Le projet « %(title)s » est bloqué : « %(note)s »", title=project.title, note=project.pace_note),
        _(
            "Qui peut débloquer : %(who)s. C'était attendu pour le %(day)s.",
            who=role_label(project.unblocker), day=day(project.unblock_by_on),
        ),
        _("Le projet : %(address)s", address=full_address(f"/projects/{project.ref}")),
    ]  # fmt: skip
    return "\n\n".join(parts)
