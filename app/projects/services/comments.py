"""Public comments: saying, withdrawing, reporting, hiding with a reason."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app import clock, mail
from app.accounts.models import Person
from app.addresses import full_address
from app.db import lock, session, transaction
from app.i18n import force_locale
from app.i18n import gettext as _
from app.projects import follow_policy, policy
from app.projects.models import Comment, CommentReport, Project, ReportReason, TeamMember, Voice
from app.projects.policy import NotAllowed
from app.steps.actor import Actor

MOST, WITHIN = 5, timedelta(minutes=10)
"""Comments that one person may write on all projects within this time."""


class TooMany(RuntimeError):
    """Somebody comments faster than a conversation goes."""


@transaction()
def comment(project_id: int, body: str, actor: Actor, answers_id: int | None = None) -> Comment:
    """Comment on a project, or answer a comment of it; the same words sent twice are said once.

    Raises NotAllowed, or TooMany.
    """
    project = lock(Project, project_id)
    if project is None or not follow_policy.can_comment(project, actor):
        raise NotAllowed
    lately = _lately(actor)
    known = next((one for one in lately if (one.project_id, one.body) == (project.id, body.strip())), None)
    if known is not None:
        return known
    voice = follow_policy.voice_of(project, actor)
    if len(lately) >= MOST and voice is Voice.RESIDENT:
        raise TooMany
    made = Comment(
        project_id=project.id, answers_id=_answered(project, answers_id), author_id=actor.acting_id,
        helper_id=actor.person_id if actor.on_behalf_id else None, voice=voice, body=body.strip(), at=clock.now(),
    )  # fmt: skip
    session().add(made)
    session().flush()
    _tell_team(project, made)
    return made


@transaction()
def withdraw(comment_id: int, actor: Actor) -> None:
    """Take back one's own comment; its words are erased. Raises NotAllowed."""
    comment = lock(Comment, comment_id)
    if comment is None or not follow_policy.can_withdraw(comment, actor):
        raise NotAllowed
    comment.body, comment.withdrawn_at = "", comment.withdrawn_at or clock.now()
    _settle(comment)


@transaction()
def report(comment_id: int, reason: ReportReason, text: str, actor: Actor | None) -> None:
    """Report a comment to the referents of the place; one person reports a comment once. Raises NotAllowed."""
    comment = lock(Comment, comment_id)
    if comment is None or not policy.can_view(comment.project, actor):
        raise NotAllowed
    if comment.hidden_at or comment.withdrawn_at or (actor is not None and _reported(comment, actor)):
        return
    session().add(
        CommentReport(
            comment_id=comment.id, person_id=actor.acting_id if actor else None, reason=reason,
            text=text.strip()[:300], at=clock.now(),
        )
    )  # fmt: skip


@transaction()
def hide(comment_id: int, reason: str, actor: Actor) -> None:
    """Hide a comment behind a reason that everybody reads, and tell its author. Raises NotAllowed, ValueError."""
    comment = lock(Comment, comment_id)
    if comment is None or not follow_policy.can_moderate(comment.project, actor):
        raise NotAllowed
    if not reason.strip():
        raise ValueError("a comment is hidden with a reason")
    if comment.hidden_at is not None:
        return
    comment.hidden_at, comment.hidden_by_id = clock.now(), actor.person_id
    comment.hidden_reason = reason.strip()[:300]
    _settle(comment)
    _tell_author(comment)


@transaction()
def keep_shown(comment_id: int, actor: Actor) -> None:
    """Show a comment again, or settle that what was reported may stay. Raises NotAllowed."""
    comment = lock(Comment, comment_id)
    if comment is None or not follow_policy.can_moderate(comment.project, actor):
        raise NotAllowed
    comment.hidden_at, comment.hidden_by_id, comment.hidden_reason = None, None, ""
    _settle(comment)


def _answered(project: Project, answers_id: int | None) -> int | None:
    """Return the comment answered: of this project, and the first of its exchange."""
    found = session().get(Comment, answers_id) if answers_id else None
    if found is None or found.project_id != project.id:
        return None
    return found.answers_id or found.id


def _lately(actor: Actor) -> list[Comment]:
    since = clock.now() - WITHIN
    return list(session().scalars(sa.select(Comment).where(Comment.author_id == actor.acting_id, Comment.at > since)))


def _reported(comment: Comment, actor: Actor) -> bool:
    mine = sa.select(CommentReport.id).filter_by(comment_id=comment.id, person_id=actor.acting_id)
    return session().scalar(mine) is not None


def _settle(comment: Comment) -> None:
    session().flush()
    waiting = sa.update(CommentReport).where(CommentReport.comment_id == comment.id, CommentReport.settled_at.is_(None))
    session().execute(waiting.values(settled_at=clock.now()).execution_options(synchronize_session=False))


def _tell_team(project: Project, made: Comment) -> None:
    """Put one line in the note of the week of the team; who follows a project is not told of every comment."""
    if made.voice is Voice.TEAM:
        return
    team = sa.select(TeamMember.person_id).where(TeamMember.project_id == project.id, TeamMember.person_id.is_not(None))
    people = session().execute(
        sa.select(Person.id, Person.locale)
        .where(sa.or_(Person.id.in_(team), Person.id == project.created_by_id), Person.wants_weekly_note)
        .order_by(Person.id)
    )
    for person_id, locale in people:
        with force_locale(locale):
            mail.note(
                person_id, project.title, _("Un nouveau commentaire attend peut-être votre réponse."), about=project
            )


def _tell_author(comment: Comment) -> None:
    author = session().get(Person, comment.author_id) if comment.author_id else None
    if author is None:
        return
    with force_locale(author.locale):
        parts = [
            _("Bonjour %(name)s,", name=author.name),
            _("Votre commentaire sur le projet « %(title)s » a été masqué.", title=comment.project.title),
            _("La raison : %(reason)s", reason=comment.hidden_reason),
            _("Votre commentaire : « %(body)s »", body=comment.body),
            _("Vous n'êtes pas d'accord ? Parlez-en à la personne référente de votre quartier."),
            _("Les règles : %(address)s", address=full_address(f"/projects/{comment.project.ref}/comments")),
        ]
        mail.write(author, _("Votre commentaire a été masqué"), "\n\n".join(parts), about=comment.project)
