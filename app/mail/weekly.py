"""The note of the week: what happened, grouped by project, in one message a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

import sqlalchemy as sa

from app import clock
from app.db import session
from app.i18n import force_locale
from app.i18n import gettext as _
from app.mail.models import News
from app.mail.outbox import Topic

LONGEST = 40
"""Lines in one note; the rest is said to be on the site."""


def note(person_id: int, heading: str, sentence: str, about: Topic) -> None:
    """Keep one line for a person's next note; call it inside the transaction of the act.

    `heading` is the title under which the lines of one project, question or meeting stand together.
    """
    session().add(
        News(
            person_id=person_id,
            subject_kind=about.kind,
            subject_id=about.id,
            heading=heading[:200],
            sentence=sentence[:500],
            at=clock.now(),
        )
    )


def last_monday(instant: datetime) -> datetime:
    """Return the Monday, nine o'clock in Tours, that comes last before an instant."""
    local = instant.astimezone(clock.PARIS)
    monday = clock.at_nine(local.date() - timedelta(days=local.weekday()))
    return monday if monday <= instant else clock.at_nine(local.date() - timedelta(days=local.weekday() + 7))


def people_waiting(until: datetime) -> list[int]:
    """Return the ids of the people with lines older than an instant and not yet sent."""
    return list(session().scalars(sa.select(News.person_id).where(*_unsent(until)).distinct()))


def lines_for(person_id: int, until: datetime) -> list[News]:
    """Return a person's unsent lines older than an instant, by subject, oldest first."""
    query = sa.select(News).where(*_unsent(until), News.person_id == person_id)
    return list(session().scalars(query.order_by(News.subject_kind, News.subject_id, News.id)))


def text_of(name: str, locale: str, lines: Sequence[News], site: str) -> tuple[str, str]:
    """Return the subject and the body of a note, in the language of its person."""
    with force_locale(locale):
        parts = [_("Bonjour %(name)s,", name=name), _("Voici les nouvelles de la semaine.")]
        shown = lines[:LONGEST]
        for _subject, group in groupby(shown, key=lambda line: (line.subject_kind, line.subject_id)):
            told = list(group)
            parts.append("\n".join([told[-1].heading, *(f"- {line.sentence}" for line in _distinct(told))]))
        if len(lines) > len(shown):
            parts.append(_("Il y a d'autres nouvelles sur le site."))
        parts.append(_("Tout est ici : %(address)s", address=site))
        parts.append(_("Vous ne voulez plus cette note ? Dites-le dans « Mon compte » ou à la personne qui vous aide."))
        return _("Les nouvelles de la semaine"), "\n\n".join(parts)


def _distinct(lines: Iterable[News]) -> Iterable[News]:
    seen = set[str]()
    for line in lines:
        if line.sentence not in seen:
            seen.add(line.sentence)
            yield line


def _unsent(until: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return News.message_id.is_(None), News.at < until
