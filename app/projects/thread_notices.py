"""Telling people of a new message in a private thread: at once by their channel, or in the note of the week."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app import mail
from app.accounts.models import Person
from app.addresses import full_address
from app.db import session
from app.i18n import force_locale
from app.i18n import gettext as _
from app.mail import Channel
from app.mail.outbox import channel_for
from app.projects import follow_policy
from app.projects.models import Project, ThreadMessage, ThreadNotice, ThreadReader
from app.projects.notices import team_of
from app.steps.actor import Actor
from app.voices.people import referents_of

READ_BY_ONE = frozenset({Channel.EMAIL, Channel.SMS})
"""Channels that nobody else reads: a letter is printed, and a call made, by people who are not of the thread."""


def tell(project: Project, message: ThreadMessage) -> None:
    """Tell everyone of the thread, save the author and the helper who wrote it down."""
    author = session().get(Person, message.author_id) if message.author_id else None
    shown = author.public_label if author else _("Quelqu'un")
    for person, notice in _readers(project):
        if person.id in (message.author_id, message.helper_id):
            continue
        with force_locale(person.locale):
            sentence = _("%(name)s a écrit dans le fil de l'équipe.", name=shown)
            if notice is ThreadNotice.WEEKLY:
                mail.note(person.id, project.title, sentence, about=project)
            else:
                body = _letter(project, message, person, sentence)
                mail.write(person, f"{project.title[:120]} - {sentence}", body, about=project)


def _letter(project: Project, message: ThreadMessage, person: Person, sentence: str) -> str:
    secret = channel_for(person) in READ_BY_ONE
    parts = [
        _("Bonjour %(name)s,", name=person.name),
        sentence,
        f"« {message.body} »" if secret else "",
        _("Pour lire et répondre : %(address)s", address=full_address(f"/projects/{project.ref}/thread")),
        "" if secret else _("Sans internet, demandez à la personne qui vous aide de l'ouvrir avec vous."),
    ]
    return "\n\n".join(part for part in parts if part)


def _readers(project: Project) -> Iterator[tuple[Person, ThreadNotice]]:
    """Yield the team, the referents of the place and whoever opened the thread, each with their choice."""
    chosen = _chosen(project)
    team = {person.id: person for person in team_of(project)}
    staff = {
        person.id: person
        for person, _notice in chosen.values()
        if person.id not in team and follow_policy.can_read_thread(project, Actor(person.id))
    }
    if project.neighbourhood is not None:
        staff = {person.id: person for person in referents_of(project.neighbourhood) if person.id not in team} | staff
    for person in team.values():
        yield person, _choice(chosen, person, ThreadNotice.INSTANT)
    for person in staff.values():
        yield person, _choice(chosen, person, ThreadNotice.WEEKLY)


def _choice(chosen: dict[int, tuple[Person, ThreadNotice | None]], person: Person, usual: ThreadNotice) -> ThreadNotice:
    known = chosen.get(person.id)
    return known[1] or usual if known else usual


def _chosen(project: Project) -> dict[int, tuple[Person, ThreadNotice | None]]:
    rows = session().execute(
        sa.select(Person, ThreadReader.notice)
        .join(ThreadReader, ThreadReader.person_id == Person.id)
        .where(ThreadReader.project_id == project.id, Person.erased_at.is_(None))
        .order_by(Person.id)
    )
    return {person.id: (person, notice) for person, notice in rows}
