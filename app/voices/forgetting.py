"""How long the very words of residents are kept, and what is made nameless when somebody asks to be erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app import retention
from app.accounts.erasing import eraser
from app.db import session
from app.i18n import lazy_gettext as _
from app.mail import Delivery, Message
from app.voices.models import Contribution, ContributionOriginal, Moderation, ReplyWay
from app.voices.question_models import ReportBack


def register() -> None:
    """Say how long original words, and what visitors left of themselves, are kept."""
    for rule in (
        retention.Rule(
            "originals", _("Les mots d'origine d'une parole publiée"), _("après l'arrivée"), 365, _old, _drop_originals
        ),
        retention.Rule(
            "set_aside", _("Un message mis de côté, jamais publié"), _("après l'arrivée"), 90, _aside, _empty_aside
        ),
    ):
        retention.keep(rule)


@eraser
def forget_author(person_id: int) -> None:
    """Leave what a person said, in words that name nobody, without its author."""
    mine = Contribution.author_id == person_id
    ids = sa.select(Contribution.id).where(mine)
    session().execute(sa.delete(ContributionOriginal).where(ContributionOriginal.contribution_id.in_(ids)))
    waiting = sa.select(Message.id).where(Message.person_id == person_id, Message.delivery == Delivery.WAITING)
    session().execute(sa.delete(ReportBack).where(ReportBack.message_id.in_(waiting), ReportBack.told_on.is_(None)))
    session().execute(
        sa.update(Contribution)
        .where(mine, Contribution.reply_way == ReplyWay.MESSAGE)
        .values(reply_way=ReplyWay.MEETING)
    )
    session().execute(sa.update(Contribution).where(mine).values(author_id=None))


def _old(limit: datetime) -> Sequence[int]:
    return session().scalars(
        sa.select(ContributionOriginal.contribution_id)
        .join(Contribution, Contribution.id == ContributionOriginal.contribution_id)
        .where(Contribution.recorded_at < limit)
    ).all()  # fmt: skip


def _drop_originals(ids: Sequence[int]) -> int:
    session().execute(sa.delete(ContributionOriginal).where(ContributionOriginal.contribution_id.in_(ids)))
    return len(ids)


def _aside(limit: datetime) -> Sequence[int]:
    return session().scalars(
        sa.select(Contribution.id).where(
            Contribution.moderation == Moderation.SET_ASIDE, Contribution.recorded_at < limit, Contribution.text != ""
        )
    ).all()  # fmt: skip


def _empty_aside(ids: Sequence[int]) -> int:
    _drop_originals(ids)
    session().execute(
        sa.update(Contribution).where(Contribution.id.in_(ids)).values(text="", search_text="", author_id=None)
    )
    return len(ids)
