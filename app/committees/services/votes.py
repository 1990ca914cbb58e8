"""Voting on a file: by show of hands, each on their phone, or in secret when a third of those present ask for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.committees import files, room_queries
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.models import College, Seat, Sitting
from app.committees.policy import is_the_member, may_run
from app.committees.room_models import Choice, CommitteeVote, CommitteeVoter, Motion, SecretCount
from app.committees.services.room import check_awaits, check_secretary, locked_in_session
from app.db import lock, session, transaction
from app.funds.models import FundRules
from app.funds.rulebook import VoteMode
from app.i18n import gettext as _
from app.i18n import ngettext
from app.projects.models import Project
from app.steps.actor import Actor


@dataclass(frozen=True)
class Hands:
    """Votes counted by the secretary: raised hands, or slips of paper."""

    votes_for: int = 0
    votes_against: int = 0
    abstentions: int = 0

    @property
    def total(self) -> int:
        """Return how many votes were counted."""
        return self.votes_for + self.votes_against + self.abstentions


@dataclass(frozen=True)
class Ballot:
    """What is put to the vote, how, and how many members asked for a secret vote."""

    motion: Motion = Motion.FUND
    mode: VoteMode = VoteMode.SHOW_OF_HANDS
    secret_requests: int = 0


@transaction()
def record_hands(sitting: Sitting, project: Project, motion: Motion, hands: Hands, actor: Actor) -> CommitteeVote:
    """Record a show of hands; an earlier vote on the file at this sitting is annulled.

    Raises CommitteeRefused when the votes are not those of the members who vote, and as `open_vote`.
    """
    vote = _begun(sitting, project, Ballot(motion), actor)
    _check_count(hands, vote.voters_at_opening, "votes_for")
    _close(vote, hands, _residents_on(vote))
    session().flush()
    return vote


@transaction()
def open_vote(sitting: Sitting, project: Project, ballot: Ballot, actor: Actor) -> CommitteeVote:
    """Open a vote on phones, secret or not; an earlier vote on the file at this sitting is annulled.

    Raises CommitteeRefused when the sitting is not open, on no right, without quorum, while another vote is open, in a
    way that the rules do not allow, and in secret unless a third of those who vote ask for it.
    """
    return _begun(sitting, project, ballot, actor)


@transaction()
def cast(vote: CommitteeVote, seat: Seat, choice: Choice, actor: Actor) -> None:
    """Record the vote of a member: by themselves, or by the secretary for somebody without a phone.

    A public vote changes until the vote is closed; a secret one is mixed with the others at once and cannot. Raises
    CommitteeRefused otherwise, and for somebody who is not on the roll.
    """
    sitting, vote = _locked(vote)
    _check_may_cast(sitting, vote, seat, actor)
    voter = session().get(CommitteeVoter, (vote.id, seat.id), populate_existing=True)
    if voter is None:
        raise CommitteeRefused(Problem("", _("Cette personne ne vote pas sur ce projet.")))
    if vote.is_secret and voter.has_voted:
        raise CommitteeRefused(Problem("", _("Vous avez déjà voté. Un vote secret ne peut plus être changé.")))
    voter.has_voted = True
    if vote.is_secret:
        _mix_in(vote, choice)
    else:
        voter.choice = choice
    session().flush()


@transaction()
def close_vote(vote: CommitteeVote, paper: Hands, actor: Actor) -> CommitteeVote:
    """Close a vote and count it: what was cast, the slips of paper of a secret vote; who did not vote abstains.

    Raises CommitteeRefused on no right, when it is closed already, and when there are more slips than members left.
    """
    sitting, vote = _locked(vote)
    check_secretary(sitting.committee, actor)
    roll = list(room_queries.roll_of(vote).values())
    silent = sum(not voter.has_voted for voter in roll)
    if paper.total and (not vote.is_secret or min(paper.votes_for, paper.votes_against, paper.abstentions) < 0):
        raise CommitteeRefused(Problem("paper", _("Seul un vote secret a des bulletins en papier.")))
    if paper.total > silent:
        raise CommitteeRefused(Problem("paper", _too_many_slips(silent)))
    if not any(voter.has_voted for voter in roll) and not paper.total:
        raise CommitteeRefused(Problem("", _("Personne n'a encore voté.")))
    _close(vote, _counted(vote, roll, paper, silent), _residents_on(vote))
    session().flush()
    return vote


@transaction()
def annul_vote(vote: CommitteeVote, actor: Actor) -> None:
    """Annul a vote, to vote again; it stays in the history. Raises CommitteeRefused on no right or once decided."""
    sitting = locked_in_session(session().get_one(Sitting, vote.sitting_id))
    check_secretary(sitting.committee, actor)
    check_awaits(sitting, session().get_one(Project, vote.project_id), actor)
    fresh = lock(CommitteeVote, vote.id)
    if fresh is not None and fresh.annulled_at is None:
        _annul(fresh)
    session().flush()


def follow_the_room(sitting: Sitting) -> None:
    """Keep the roll of the vote under way equal to who may vote: who comes may vote, who leaves without voting may not.

    A secret vote that was cast cannot be taken back, so its member stays on the roll, and keeps the place of whoever
    shares the same vote (holder or substitute).
    """
    vote = room_queries.open_vote(sitting.id)
    if vote is None:
        return
    project = session().get_one(Project, vote.project_id)
    eligible, roll = set(files.file_of(project, sitting).room.voters), dict(room_queries.roll_of(vote))
    for seat_id in set(roll) - eligible:
        if not (vote.is_secret and roll[seat_id].has_voted):
            session().delete(roll.pop(seat_id))
    taken = _mandates_of(set(roll) - eligible)
    for seat_id in eligible - set(roll):
        if not _mandates_of({seat_id}) & taken:
            session().add(CommitteeVoter(vote_id=vote.id, seat_id=seat_id, is_secret=vote.is_secret))
    session().flush()


def _begun(sitting: Sitting, project: Project, ballot: Ballot, actor: Actor) -> CommitteeVote:
    check_secretary(sitting.committee, actor)
    sitting = locked_in_session(sitting)
    project = check_awaits(sitting, project, actor)
    file = files.file_of(project, sitting)
    _check_can_vote(file, ballot)
    _make_way(sitting, project)
    vote = CommitteeVote(
        sitting_id=sitting.id,
        project_id=project.id,
        motion=ballot.motion,
        mode=ballot.mode,
        secret_requests=ballot.secret_requests if ballot.mode is VoteMode.SECRET else 0,
        voters_at_opening=file.room.voting_present,
        opened_at=clock.now(),
        opened_by_id=actor.person_id,
    )
    session().add(vote)
    session().flush()
    session().add_all(
        CommitteeVoter(vote_id=vote.id, seat_id=seat_id, is_secret=vote.is_secret) for seat_id in file.room.voters
    )
    session().flush()
    return vote


def _check_can_vote(file: files.File, ballot: Ballot) -> None:
    obstacles = file.room.obstacles()
    if obstacles:
        raise CommitteeRefused(*(Problem("", sentence) for sentence in obstacles))
    _check_mode(file.rules, ballot, file.room.voting_present)


def _check_mode(rules: FundRules, ballot: Ballot, voters: int) -> None:
    if not rules.votes_by(ballot.mode):
        raise CommitteeRefused(Problem("mode", _("Les règles du fonds ne prévoient pas cette façon de voter.")))
    if ballot.mode is not VoteMode.SECRET:
        return
    needed = third_of(voters)
    if not needed <= ballot.secret_requests <= voters:
        sentence = ngettext(
            "Un vote secret doit être demandé par %(num)d membre au moins, sur %(voters)d.",
            "Un vote secret doit être demandé par %(num)d membres au moins, sur %(voters)d.",
            needed,
            voters=voters,
        )
        raise CommitteeRefused(Problem("secret_requests", sentence))


def third_of(voters: int) -> int:
    """Return the smallest number that is at least a third of those who vote (CGCT L2121-21)."""
    return max(-(-voters // 3), 1)


def _make_way(sitting: Sitting, project: Project) -> None:
    under_way = room_queries.open_vote(sitting.id)
    if under_way is not None and under_way.project_id != project.id:
        raise CommitteeRefused(Problem("", _("Un vote est ouvert sur un autre projet. Fermez-le d'abord.")))
    former = room_queries.vote_on(sitting.id, project.id)
    if former is not None:
        _annul(former)
        session().flush()


def _annul(vote: CommitteeVote) -> None:
    vote.annulled_at = clock.now()
    session().execute(sa.delete(SecretCount).where(SecretCount.vote_id == vote.id))


def _locked(vote: CommitteeVote) -> tuple[Sitting, CommitteeVote]:
    sitting = locked_in_session(session().get_one(Sitting, vote.sitting_id))
    fresh = lock(CommitteeVote, vote.id)
    if fresh is None or not fresh.is_open:
        raise CommitteeRefused(Problem("", _("Ce vote est fermé.")))
    return sitting, fresh


def _check_may_cast(sitting: Sitting, vote: CommitteeVote, seat: Seat, actor: Actor) -> None:
    if not is_the_member(seat, actor) and (vote.is_secret or not may_run(sitting.committee, actor)):
        raise CommitteeRefused(Problem("", _("Chaque membre vote pour soi.")))


def _mix_in(vote: CommitteeVote, choice: Choice) -> None:
    """Count a secret vote, then rewrite the whole roll and the counts as they are.

    PostgreSQL keeps with each row the transaction that wrote it (xmin): all alike, they do not tell the last vote.
    """
    count = session().get(SecretCount, (vote.id, choice), populate_existing=True)
    if count is None:
        session().add(SecretCount(vote_id=vote.id, choice=choice, votes=1))
    else:
        count.votes += 1
    session().flush()
    for kind, column in ((CommitteeVoter, CommitteeVoter.has_voted), (SecretCount, SecretCount.votes)):
        same = sa.update(kind).where(kind.vote_id == vote.id).values({column: column})
        session().execute(same.execution_options(synchronize_session=False))


def _counted(vote: CommitteeVote, roll: list[CommitteeVoter], paper: Hands, silent: int) -> Hands:
    cast_votes = Counter(voter.choice for voter in roll if voter.choice is not None)
    if vote.is_secret:
        counts = session().scalars(sa.select(SecretCount).filter_by(vote_id=vote.id)).all()
        cast_votes = Counter({count.choice: count.votes for count in counts})
    return Hands(
        cast_votes[Choice.FOR] + paper.votes_for,
        cast_votes[Choice.AGAINST] + paper.votes_against,
        cast_votes[Choice.ABSTAIN] + paper.abstentions + silent - paper.total,
    )


def _close(vote: CommitteeVote, hands: Hands, residents: int) -> None:
    vote.votes_for, vote.votes_against, vote.abstentions = hands.votes_for, hands.votes_against, hands.abstentions
    vote.voting_present, vote.residents_present = hands.total, residents
    vote.closed_at = clock.now()
    session().execute(sa.delete(SecretCount).where(SecretCount.vote_id == vote.id))


def _residents_on(vote: CommitteeVote) -> int:
    counted = (
        sa.select(sa.func.count())
        .select_from(CommitteeVoter)
        .join(Seat, Seat.id == CommitteeVoter.seat_id)
        .where(CommitteeVoter.vote_id == vote.id, Seat.college == College.RESIDENT)
    )
    return int(session().scalar(counted) or 0)


def _mandates_of(seat_ids: set[int]) -> set[int]:
    if not seat_ids:
        return set()
    rows = session().execute(sa.select(Seat.id, Seat.substitute_for_id).where(Seat.id.in_(seat_ids)))
    return {holder or seat_id for seat_id, holder in rows}


def _check_count(hands: Hands, voters: int, field: str) -> None:
    if min(hands.votes_for, hands.votes_against, hands.abstentions) < 0:
        raise CommitteeRefused(Problem(field, _("Un nombre de voix ne peut pas être négatif.")))
    if hands.total != voters:
        sentence = _(
            "Vous avez compté %(counted)d voix. Il y a %(there)d membres qui votent.",
            counted=hands.total,
            there=voters,
        )
        raise CommitteeRefused(Problem(field, sentence))


def _too_many_slips(silent: int) -> str:
    return ngettext(
        "Il y a trop de bulletins : %(num)d membre n'a pas voté sur son téléphone.",
        "Il y a trop de bulletins : %(num)d membres n'ont pas voté sur leur téléphone.",
        silent,
    )
