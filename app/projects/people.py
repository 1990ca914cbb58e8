"""What projects hold of people: why somebody's account must stay, what goes when it is erased, and for how long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from app import retention
from app.accounts.erasing import eraser, obstacle
from app.accounts.services.erasure import NAMELESS
from app.db import session
from app.i18n import gettext
from app.i18n import lazy_gettext as _
from app.projects.models import AFTER_GRANT, Follower, OutcomeReply, Project, TeamMember


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
    _silence(sa.or_(OutcomeReply.by_id == person_id, OutcomeReply.on_behalf_id == person_id))
    nameless = sa.update(TeamMember).where(TeamMember.person_id == person_id).values(name=NAMELESS, phone="")
    session().execute(nameless.execution_options(synchronize_session=False))


def register() -> None:
    """Say how long the numbers of a team, and the words of who contests, are kept."""
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
    retention.keep(
        retention.Rule(
            code="outcome_replies",
            label=_("Les mots de qui conteste ce qu'un projet fait de sa parole"),
            since=_("après sa réponse"),
            days=2 * 365,
            expired=_old_replies,
            forget=_forget_replies,
        )
    )


def _silence(these: sa.ColumnElement[bool]) -> int:
    """Keep that somebody confirmed or contested, without their words."""
    emptied = sa.update(OutcomeReply).where(these, OutcomeReply.words != "").values(words="")
    done = session().execute(emptied.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _old_replies(limit: datetime) -> Sequence[int]:
    return (
        session()
        .scalars(sa.select(OutcomeReply.outcome_id).where(OutcomeReply.words != "", OutcomeReply.answered_at < limit))
        .all()
    )


def _forget_replies(ids: Sequence[int]) -> int:
    return _silence(OutcomeReply.outcome_id.in_(ids))


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
