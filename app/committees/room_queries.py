"""Reading the room: who is there, what was heard and voted on a file, what members would give, what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app import clock
from app.committees.amounts import Proposals
from app.committees.models import AHEAD, Decision, Presence, Result, Seat, Sitting
from app.committees.queries import LEFT_TO_PROJECTS, Envelope
from app.committees.roll import There
from app.committees.room_models import (
    AmountProposal,
    Choice,
    CommitteeVote,
    CommitteeVoter,
    Hearing,
    Movement,
    Presidency,
)
from app.db import session
from app.funds.models import FundYear
from app.projects.models import Project

_UNDER_WAY = (CommitteeVote.closed_at.is_(None), CommitteeVote.annulled_at.is_(None))


@dataclass(frozen=True)
class Standing:
    """Where a file stands in the room: what is left in the envelope, how it was heard, its latest vote."""

    envelope: Envelope
    hearing: Hearing | None = None
    vote: CommitteeVote | None = None
    adjourned_before: bool = False

    @property
    def open_vote(self) -> CommitteeVote | None:
        """Return the vote under way on the file, or None."""
        return self.vote if self.vote is not None and self.vote.is_open else None

    @property
    def closed_vote(self) -> CommitteeVote | None:
        """Return the vote whose figures the decision takes, or None."""
        return self.vote if self.vote is not None and not self.vote.is_open else None


@dataclass(frozen=True)
class Mark:
    """What a seat has done on one file: on the roll of its latest vote or not, voted or not, the amount it proposes."""

    on_roll: bool = False
    has_voted: bool = False
    choice: Choice | None = None
    amount_cents: int | None = None


@dataclass(frozen=True)
class InHand:
    """The file the committee votes on, and what one member has done about it."""

    vote: CommitteeVote
    project: Project
    mine: Mark


@dataclass(frozen=True)
class Beat:
    """What everybody in the room keeps in sight."""

    envelope: Envelope
    present: int
    on_roll: int | None = None
    voted: int = 0
    voting_ref: str = ""


def beat(sitting: Sitting) -> Beat:
    """Return what the bar of the room shows; one query, asked every few seconds by each screen."""
    year = clock.today().year
    here = sa.select(sa.func.count()).where(Presence.sitting_id == sitting.id).scalar_subquery()
    roll = sa.select(sa.func.count()).where(CommitteeVoter.vote_id == CommitteeVote.id)
    row = session().execute(
        sa.select(
            FundYear.id, LEFT_TO_PROJECTS, here, Project.ref,
            roll.correlate(CommitteeVote).scalar_subquery(),
            roll.where(CommitteeVoter.has_voted).correlate(CommitteeVote).scalar_subquery(),
        )
        .select_from(Sitting)
        .outerjoin(FundYear, sa.and_(FundYear.fund_id == sitting.committee.fund_id, FundYear.year == year))
        .outerjoin(CommitteeVote, sa.and_(CommitteeVote.sitting_id == Sitting.id, *_UNDER_WAY))
        .outerjoin(Project, Project.id == CommitteeVote.project_id)
        .where(Sitting.id == sitting.id)
    ).one()  # fmt: skip
    year_id, left, present, ref, on_roll, voted = row
    envelope = Envelope(year, None if year_id is None else int(left or 0))
    return Beat(envelope, int(present), int(on_roll) if ref else None, int(voted or 0), ref or "")


def who_is_there(sitting: Sitting) -> There:
    """Return the seats held the day of a sitting, chair first, who is there, and who was named to preside."""
    return _there(session().execute(_seats(sitting, sa.null())).all())


def seats_on_file(sitting: Sitting, project_id: int) -> tuple[There, Mapping[int, Mark]]:
    """Return as `who_is_there`, and what each seat has done on one file; one query."""
    voter = sa.and_(CommitteeVoter.seat_id == Seat.id, CommitteeVoter.vote_id == _latest_vote(sitting.id, project_id))
    said = sa.and_(
        AmountProposal.seat_id == Seat.id,
        AmountProposal.sitting_id == sitting.id,
        AmountProposal.project_id == project_id,
    )
    asked = _seats(sitting, CommitteeVoter.has_voted, CommitteeVoter.choice, AmountProposal.amount_cents)
    rows = session().execute(asked.outerjoin(CommitteeVoter, voter).outerjoin(AmountProposal, said)).all()
    marks = {row[0].id: Mark(row[3] is not None, bool(row[3]), row[4], row[5]) for row in rows}
    return _there(rows), marks


def standing(sitting: Sitting, fund_id: int, project_id: int) -> Standing:
    """Return where a file stands in the room; one query."""
    year = clock.today().year
    adjourned = sa.exists().where(
        Decision.project_id == project_id, Decision.result == Result.ADJOURN, Decision.annulled_at.is_(None)
    )
    row = session().execute(
        sa.select(FundYear.id, LEFT_TO_PROJECTS, Hearing, CommitteeVote, adjourned)
        .select_from(Sitting)
        .outerjoin(FundYear, sa.and_(FundYear.fund_id == fund_id, FundYear.year == year))
        .outerjoin(Hearing, sa.and_(Hearing.sitting_id == Sitting.id, Hearing.project_id == project_id))
        .outerjoin(CommitteeVote, CommitteeVote.id == _latest_vote(sitting.id, project_id))
        .where(Sitting.id == sitting.id)
    ).first()  # fmt: skip
    assert row is not None
    year_id, left, hearing, vote, before = row
    return Standing(Envelope(year, None if year_id is None else int(left or 0)), hearing, vote, bool(before))


def vote_on(sitting_id: int, project_id: int) -> CommitteeVote | None:
    """Return the latest vote on a file at a sitting that was not annulled, or None."""
    return session().scalar(
        sa.select(CommitteeVote)
        .where(CommitteeVote.sitting_id == sitting_id, CommitteeVote.project_id == project_id)
        .where(CommitteeVote.annulled_at.is_(None))
        .order_by(CommitteeVote.id.desc())
        .limit(1)
    )


def open_vote(sitting_id: int) -> CommitteeVote | None:
    """Return the vote under way at a sitting, or None."""
    return session().scalar(sa.select(CommitteeVote).where(CommitteeVote.sitting_id == sitting_id, *_UNDER_WAY))


def roll_of(vote: CommitteeVote) -> Mapping[int, CommitteeVoter]:
    """Return the members on the roll of a vote, by seat."""
    rows = session().scalars(sa.select(CommitteeVoter).where(CommitteeVoter.vote_id == vote.id))
    return {row.seat_id: row for row in rows}


def amounts_said(sitting_id: int, project_id: int | None = None) -> Mapping[int, Mapping[int, int]]:
    """Return what members would give, in cents, by project then by seat."""
    asked = sa.select(AmountProposal.project_id, AmountProposal.seat_id, AmountProposal.amount_cents)
    asked = asked.where(AmountProposal.sitting_id == sitting_id)
    if project_id is not None:
        asked = asked.where(AmountProposal.project_id == project_id)
    found: dict[int, dict[int, int]] = {}
    rows = session().execute(asked.order_by(AmountProposal.project_id, AmountProposal.seat_id))
    for of_project, seat_id, cents in rows:
        found.setdefault(of_project, {})[seat_id] = cents
    return found


def proposals(said: Mapping[int, int], voters: Sequence[int], most: int) -> Proposals:
    """Return the amounts said by those who vote on a file."""
    return Proposals(tuple(cents for seat_id, cents in said.items() if seat_id in voters), len(voters), most)


def in_hand(sitting: Sitting, seat_id: int) -> InHand | None:
    """Return the file on which the committee votes or has just voted, as a member's telephone shows it; one query."""
    voter = sa.and_(CommitteeVoter.vote_id == CommitteeVote.id, CommitteeVoter.seat_id == seat_id)
    said = sa.and_(
        AmountProposal.sitting_id == sitting.id,
        AmountProposal.project_id == Project.id,
        AmountProposal.seat_id == seat_id,
    )
    row = session().execute(
        sa.select(CommitteeVote, Project, CommitteeVoter.has_voted, CommitteeVoter.choice, AmountProposal.amount_cents)
        .join(Project, Project.id == CommitteeVote.project_id)
        .outerjoin(CommitteeVoter, voter)
        .outerjoin(AmountProposal, said)
        .where(CommitteeVote.sitting_id == sitting.id, CommitteeVote.annulled_at.is_(None))
        .where(Project.state == "scheduled")
        .order_by(CommitteeVote.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    if row is None:
        return None
    return InHand(row[0], row[1], Mark(row[2] is not None, bool(row[2]), row[3], row[4]))


def movements_of(sitting_id: int) -> Sequence[Movement]:
    """Return who came and went during a sitting, in order: for the minutes."""
    return session().scalars(sa.select(Movement).where(Movement.sitting_id == sitting_id).order_by(Movement.id)).all()


def sittings_after(sitting: Sitting) -> Sequence[Sitting]:
    """Return the sittings of the same committee that are planned after one, by day."""
    return session().scalars(
        sa.select(Sitting)
        .where(Sitting.committee_id == sitting.committee_id, Sitting.id != sitting.id, Sitting.state.in_(AHEAD))
        .where(Sitting.held_on > sitting.held_on)
        .order_by(Sitting.held_on, Sitting.id)
    ).all()  # fmt: skip


def _seats(sitting: Sitting, *more: Any) -> sa.Select[Any]:
    named = (
        sa.select(sa.func.max(Presidency.id))
        .where(Presidency.sitting_id == sitting.id, Presidency.seat_id == Seat.id)
        .correlate(Seat)
        .scalar_subquery()
    )
    return (
        sa.select(Seat, Presence.seat_id, named, *more)
        .select_from(Seat)
        .outerjoin(Presence, sa.and_(Presence.seat_id == Seat.id, Presence.sitting_id == sitting.id))
        .where(Seat.committee_id == sitting.committee_id, Seat.from_on <= sitting.held_on)
        .where(sa.or_(Seat.to_on.is_(None), Seat.to_on >= sitting.held_on))
        .order_by(Seat.is_chair.desc(), Seat.is_voting.desc(), Seat.id)
    )


def _there(rows: Sequence[Any]) -> There:
    latest_first = sorted(((row[2], row[0].id) for row in rows if row[2] is not None), reverse=True)
    return There(
        [row[0] for row in rows],
        frozenset(row[1] for row in rows if row[1] is not None),
        tuple(seat_id for _, seat_id in latest_first),
    )


def _latest_vote(sitting_id: int, project_id: int) -> sa.ScalarSelect[int]:
    latest = aliased(CommitteeVote)
    return (
        sa.select(sa.func.max(latest.id))
        .where(latest.sitting_id == sitting_id, latest.project_id == project_id, latest.annulled_at.is_(None))
        .scalar_subquery()
    )
