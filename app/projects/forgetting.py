"""What is said around a project: how long it is kept, and what goes when somebody is erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app import clock, retention
from app.accounts.erasing import eraser
from app.db import session
from app.i18n import lazy_gettext as _
from app.projects.models import (
    Comment,
    CommentReport,
    DeliveryVoice,
    Opinion,
    Project,
    ThreadMessage,
    ThreadReader,
)

TWO_YEARS, A_YEAR = 2 * 365, 365


@eraser
def forget_talk(person_id: int) -> None:
    """Erase what somebody wrote in comments and threads, and what they said in words of works."""
    theirs = sa.select(Comment.id).where(Comment.author_id == person_id).scalar_subquery()
    waiting = sa.update(CommentReport).where(CommentReport.comment_id.in_(theirs), CommentReport.settled_at.is_(None))
    _change(waiting.values(settled_at=clock.now()))
    emptied = {"body": "", "author_id": None, "withdrawn_at": sa.func.coalesce(Comment.withdrawn_at, clock.now())}
    _change(sa.update(Comment).where(Comment.author_id == person_id).values(emptied))
    _change(sa.update(ThreadMessage).where(ThreadMessage.author_id == person_id).values(body="", author_id=None))
    _change(sa.update(DeliveryVoice).where(DeliveryVoice.person_id == person_id).values(text=""))
    _change(sa.update(Opinion).where(Opinion.answerer_id == person_id).values(answerer_id=None))
    _change(sa.update(CommentReport).where(CommentReport.person_id == person_id).values(person_id=None, text=""))
    session().execute(sa.delete(ThreadReader).where(ThreadReader.person_id == person_id))


def register() -> None:
    """Say how long private messages, the contacts of partners and reports of comments are kept."""
    messages, contacts, reports = (
        _("Les messages privés d'une équipe"),
        _("Le contact d'un partenaire qui a donné son avis"),
        _("Ce qui signale un commentaire"),
    )
    ended, asked, reported = _("après la fin du projet"), _("après la demande"), _("après le signalement")
    for rule in (
        retention.Rule("threads", messages, ended, TWO_YEARS, _old_messages, _drop_messages),
        retention.Rule("opinion_contacts", contacts, asked, TWO_YEARS, _old_contacts, _forget_contacts),
        retention.Rule("comment_reports", reports, reported, A_YEAR, _old_reports, _drop_reports),
    ):
        retention.keep(rule)


def _change(statement: sa.Update) -> None:
    session().execute(statement.execution_options(synchronize_session=False))


def _old_messages(limit: datetime) -> Sequence[int]:
    old = (
        sa.select(ThreadMessage.id)
        .join(Project, Project.id == ThreadMessage.project_id)
        .where(~Project.is_open, Project.last_activity_at < limit)
    )
    return session().scalars(old).all()


def _drop_messages(ids: Sequence[int]) -> int:
    session().execute(sa.delete(ThreadMessage).where(ThreadMessage.id.in_(ids)))
    return len(ids)


def _old_contacts(limit: datetime) -> Sequence[int]:
    left = sa.or_(Opinion.contact_name != "", Opinion.contact_email != "", Opinion.contact_phone != "")
    return session().scalars(sa.select(Opinion.id).where(left, Opinion.asked_at < limit)).all()


def _forget_contacts(ids: Sequence[int]) -> int:
    nobody = {"contact_name": "", "contact_email": "", "contact_phone": "", "given_by": ""}
    _change(sa.update(Opinion).where(Opinion.id.in_(ids)).values(nobody))
    return len(ids)


def _old_reports(limit: datetime) -> Sequence[int]:
    return session().scalars(sa.select(CommentReport.id).where(CommentReport.at < limit)).all()


def _drop_reports(ids: Sequence[int]) -> int:
    session().execute(sa.delete(CommentReport).where(CommentReport.id.in_(ids)))
    return len(ids)
