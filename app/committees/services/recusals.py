"""Stepping aside: a member who has an interest in a project neither hears it nor votes."""

from __future__ import annotations

from app import clock
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import Recusal, Seat
from app.committees.policy import may_step_aside_for
from app.committees.queries import open_sitting_of
from app.committees.room_models import CommitteeVoter, Ground
from app.committees.room_queries import open_vote
from app.committees.services.room import check_secretary
from app.committees.services.votes import follow_the_room
from app.committees.wording import GROUNDS
from app.db import lock, session, transaction
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps.actor import Actor

LONGEST_REASON = 200


@transaction()
def declare_recusal(seat: Seat, project: Project, reason: str, actor: Actor, ground: Ground = Ground.INTEREST) -> None:
    """Record that a member steps aside for a project, and why; twice is harmless.

    A member of the same household or somebody close needs no other words. Raises CommitteeRefused without a reason,
    without the right, once the committee has decided, or once the member has voted in a secret vote under way.
    """
    if not may_step_aside_for(seat.committee, seat, actor) or seat.committee.fund_id != project.fund_id:
        raise CommitteeRefused(Problem("", _("Seul le membre ou le secrétariat peut déclarer ce déport.")))
    words = reason.strip() or ("" if ground is Ground.INTEREST else str(GROUNDS[ground]))
    if not words:
        raise CommitteeRefused(Problem("reason", _("Dites en quelques mots pourquoi cette personne se retire.")))
    _change(seat, project, actor, ground, words)


@transaction()
def lift_recusal(seat: Seat, project: Project, actor: Actor) -> None:
    """Take back a recusal declared by mistake; a member of the project's team stays out whatever happens."""
    check_secretary(seat.committee, actor)
    row = session().get(Recusal, (seat.id, project.id))
    if row is not None and row.lifted_at is None:
        _change(seat, project, actor, row.ground, row.reason, lifted=True)


@transaction()
def clear_sign(seat: Seat, project: Project, actor: Actor) -> None:
    """Record that a member and the team have nothing in common, although a telephone or an address is the same.

    Raises CommitteeRefused on no right: only the secretariat says so, and never of a recusal that was declared.
    """
    check_secretary(seat.committee, actor)
    if session().get(Recusal, (seat.id, project.id)) is None:
        _change(seat, project, actor, Ground.HOUSEHOLD, str(GROUNDS[Ground.HOUSEHOLD]), lifted=True)


def _change(  # noqa: PLR0913 - one row, all its columns
    seat: Seat, project: Project, actor: Actor, ground: Ground, reason: str, *, lifted: bool = False
) -> None:
    sitting = open_sitting_of(seat.committee_id)
    if sitting is not None:
        sitting = lock(type(sitting), sitting.id)
    fresh = lock(Project, project.id)
    if fresh is None or fresh.state != "scheduled":
        raise CommitteeRefused(Problem("", _("Ce projet n'attend pas de décision du comité.")))
    row = session().get(Recusal, (seat.id, fresh.id), populate_existing=True)
    if row is not None and row.lifted_at is None and not lifted:
        return
    if sitting is not None and not lifted:
        _check_has_not_voted_in_secret(sitting.id, seat, fresh)
    if row is None:
        row = Recusal(seat_id=seat.id, project_id=fresh.id)
        session().add(row)
    if not lifted or row.declared_at is None:
        row.declared_at, row.declared_by_id = clock.now(), actor.person_id
    row.ground, row.reason = ground, reason[:LONGEST_REASON]
    row.lifted_at = clock.now() if lifted else None
    session().flush()
    if sitting is not None:
        follow_the_room(sitting)


def _check_has_not_voted_in_secret(sitting_id: int, seat: Seat, project: Project) -> None:
    vote = open_vote(sitting_id)
    if vote is None or not vote.is_secret or vote.project_id != project.id:
        return
    voter = session().get(CommitteeVoter, (vote.id, seat.id))
    if voter is not None and voter.has_voted:
        sentence = _("Cette personne a déjà voté, en secret. Annulez ce vote, notez le retrait, puis votez de nouveau.")
        raise CommitteeRefused(Problem("seat_id", sentence))
