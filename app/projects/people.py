"""What projects hold of people: why somebody's account must stay, what goes when it is erased, and for how long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from app import clock, retention
from app.accounts.erasing import eraser, obstacle
from app.accounts.services.erasure import NAMELESS
from app.db import session
from app.i18n import gettext
from app.i18n import lazy_gettext as _
from app.projects.models import (
    AFTER_GRANT,
    Comment,
    CommentReport,
    DeliveryVoice,
    Follower,
    Opinion,
    Project,
    TeamMember,
    ThreadMessage,
    ThreadReader,
)


@obstacle
def carries_public_money(person_id: int) -> Iterator[str]:
    """Keep the account of whoever carries a project that received a grant and is not over."""
    held = (
        sa.select(Project.title)
        .join(TeamMember, TeamMember.project_id == Project.id)
        .where(TeamMember.person_id == person_id, Project.is_open, Project.state.in_(AFTER_GRANT))
    )
    for title in session().scalars(held):
        yield gettext("Votre projet « %(title)s » a reçu une aide et n'est pas terminé.", title=title)


@eraser
def leave_projects(person_id: int) -> None:
    """Take a person's name and number off the teams, and their name off what they follow."""
    session().execute(sa.delete(Follower).where(Follower.person_id == person_id))
    _forget_talk(person_id)
    nameless = sa.update(TeamMember).where(TeamMember.person_id == person_id).values(name=NAMELESS, phone="")
    session().execute(nameless.execution_options(synchronize_session=False))


def _forget_talk(person_id: int) -> None:
    """Erase what somebody wrote in comments and threads, and take their name off what they said of works."""
    emptied = {"body": "", "author_id": None, "withdrawn_at": sa.func.coalesce(Comment.withdrawn_at, clock.now())}
    _change(sa.update(Comment).where(Comment.author_id == person_id).values(emptied))
    _change(sa.update(ThreadMessage).where(ThreadMessage.author_id == person_id).values(body="", author_id=None))
    _change(sa.update(DeliveryVoice).where(DeliveryVoice.person_id == person_id).values(text=""))
    _change(sa.update(Opinion).where(Opinion.answerer_id == person_id).values(answerer_id=None))
    _change(sa.update(CommentReport).where(CommentReport.person_id == person_id).values(person_id=None, text=""))
    session().execute(sa.delete(ThreadReader).where(ThreadReader.person_id == person_id))


def _change(statement: sa.Update) -> None:
    session().execute(statement.execution_options(synchronize_session=False))


def register() -> None:
    """Say how long the numbers of a team, its private messages and the contacts of its partners are kept."""
    retention.keep(
        retention.Rule(
            code="threads",
            label=_("Les messages privés d'une équipe"),
            since=_("après la fin du projet"),
            days=2 * 365,
            expired=_old_messages,
            forget=_drop_messages,
        )
    )
    retention.keep(
        retention.Rule(
            code="opinion_contacts",
            label=_("Le contact d'un partenaire qui a donné son avis"),
            since=_("après la demande"),
            days=2 * 365,
            expired=_old_contacts,
            forget=_forget_contacts,
        )
    )
    retention.keep(
        retention.Rule(
            code="comment_reports",
            label=_("Ce qui signale un commentaire"),
            since=_("après le signalement"),
            days=365,
            expired=_old_reports,
            forget=_drop_reports,
        )
    )
    retention.keep(
        retention.Rule(
            code="team_phones",
            label=_("Les numéros de téléphone d'une équipe"),
            since=_("après la fin du projet"),
            days=2 * 365,
            expired=_old_numbers,
            forget=_forget_numbers,
        )
    )


def _old_numbers(limit: datetime) -> Sequence[int]:
    old = (
        sa.select(TeamMember.id)
        .join(Project, Project.id == TeamMember.project_id)
        .where(TeamMember.phone != "", ~Project.is_open, Project.last_activity_at < limit)
    )
    return session().scalars(old).all()


def _forget_numbers(ids: Sequence[int]) -> int:
    emptied = sa.update(TeamMember).where(TeamMember.id.in_(ids)).values(phone="")
    session().execute(emptied.execution_options(synchronize_session=False))
    return len(ids)


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
