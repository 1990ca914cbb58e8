"""Voting in the room: raised hands, telephones, in secret; who counts, what is refused, what the database keeps."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.committees import room_queries, services
from app.committees.deliberation import CommitteeRefused, Proposal
from app.committees.models import Decision, Result
from app.committees.room_models import Choice, CommitteeVote, CommitteeVoter, Motion, SecretCount
from app.committees.services import Ballot, Hands
from app.db import is_sqlite, session
from app.funds.rulebook import VoteMode
from app.steps.actor import Actor
from tests import make
from tests.committees.room import Room, adjourn, grant, room, waiting

pytestmark = pytest.mark.usefixtures("app")
PHONES, SECRET = Ballot(mode=VoteMode.PHONES), Ballot(mode=VoteMode.SECRET, secret_requests=3)
YES, NO, NEITHER = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


def refused(sentence: str):
    return pytest.raises(CommitteeRefused, match=sentence)


def vote(vote: CommitteeVote, where: Room, *choices: Choice) -> None:
    """Let the first members vote, each for themselves."""
    for seat, choice in zip(where.seats, choices, strict=False):
        services.cast(vote, seat, choice, Actor(seat.person_id))


def figures(of: CommitteeVote | Decision) -> tuple[int | None, ...]:
    return of.votes_for, of.votes_against, of.abstentions


def test_hands_are_counted_once_and_the_decision_takes_their_figures() -> None:
    where = room()
    project = waiting(where.money)

    with refused("Vous avez compté 6 voix"):
        services.record_hands(where.sitting, project, Motion.FUND, Hands(5, 1, 0), where.secretary)
    services.record_hands(where.sitting, project, Motion.FUND, Hands(5, 1, 1), where.secretary)
    services.set_presence(where.sitting, where.seats[6].id, False, where.secretary)
    decision = services.decide(where.sitting, project, grant(votes=(0, 0, 0)), where.secretary)

    assert (figures(decision), decision.voting_present) == ((5, 1, 1), 7)


def test_each_member_votes_on_a_telephone_changes_their_mind_and_the_silent_abstain() -> None:
    where = room()
    project = waiting(where.money)
    opened = services.open_vote(where.sitting, project, PHONES, where.secretary)

    vote(opened, where, NO, YES, YES, YES, NO)
    vote(opened, where, YES)
    services.cast(opened, where.seats[5], NO, where.secretary)
    with refused("Chaque membre vote pour soi"):
        services.cast(opened, where.seats[6], NO, Actor(where.seats[0].person_id))
    with refused("encore ouvert"):
        services.decide(where.sitting, project, grant(), where.secretary)
    closed = services.close_vote(opened, Hands(), where.secretary)

    assert figures(closed) == (4, 2, 1)
    with refused("Ce vote est fermé"):
        vote(opened, where, NO)


def test_the_roll_of_an_open_vote_follows_who_comes_leaves_and_steps_aside() -> None:
    where = room(residents=6, absent=1)
    project = waiting(where.money)
    opened = services.open_vote(where.sitting, project, PHONES, where.secretary)
    vote(opened, where, YES, YES)

    services.set_presence(where.sitting, where.seats[7].id, True, where.secretary)
    services.set_presence(where.sitting, where.seats[2].id, False, where.secretary)
    services.declare_recusal(where.seats[0], project, "Ma sœur y travaille", where.secretary)

    assert set(room_queries.roll_of(opened)) == {where.seats[n].id for n in (1, 3, 4, 5, 6, 7)}


def test_a_secret_vote_is_asked_by_a_third_of_those_who_vote() -> None:
    where = room()
    project = waiting(where.money)

    with refused("demandé par 3 membres au moins, sur 7"):
        services.open_vote(where.sitting, project, Ballot(mode=VoteMode.SECRET, secret_requests=2), where.secretary)
    services.open_vote(where.sitting, project, SECRET, where.secretary)

    with pytest.raises(IntegrityError):
        session().execute(sa.update(CommitteeVote).values(secret_requests=2))


def test_a_secret_vote_tells_who_has_voted_and_never_what() -> None:
    where = room()
    project = waiting(where.money)
    opened = services.open_vote(where.sitting, project, SECRET, where.secretary)

    vote(opened, where, YES, NO, NEITHER)
    with refused("ne peut plus être changé"):
        vote(opened, where, NO)
    with refused("Chaque membre vote pour soi"):
        services.cast(opened, where.seats[5], NO, where.secretary)

    rows = session().execute(sa.select(CommitteeVoter.has_voted, CommitteeVoter.choice)).all()
    assert sorted(rows, key=repr) == [(False, None)] * 4 + [(True, None)] * 3
    assert {column.name for column in sa.inspect(SecretCount).columns} == {"vote_id", "choice", "votes"}
    with pytest.raises(IntegrityError):
        session().execute(sa.update(CommitteeVoter).values(has_voted=True, choice=YES))


def test_nobody_votes_says_an_amount_or_steps_aside_by_a_helper_s_hand() -> None:
    where = room()
    project = waiting(where.money)
    opened = services.open_vote(where.sitting, project, PHONES, where.secretary)
    seat = where.seats[0]
    helped = Actor(make.person("Léa Morin").id, seat.person_id)

    with refused("Chaque membre vote pour soi"):
        services.cast(opened, seat, NO, helped)
    with refused("Chaque membre propose sa propre somme"):
        services.propose_amounts(where.sitting, project, {seat.id: 0}, helped)
    with pytest.raises(CommitteeRefused):
        services.declare_recusal(seat, project, "Ma sœur y travaille", helped)

    assert not session().get_one(CommitteeVoter, (opened.id, seat.id)).has_voted


def test_rows_of_a_secret_vote_are_all_written_by_the_last_transaction() -> None:
    where = room()
    opened = services.open_vote(where.sitting, waiting(where.money), SECRET, where.secretary)

    vote(opened, where, NO, YES, YES)

    session().expire_all()
    assert sorted(session().scalars(sa.select(SecretCount.votes))) == [1, 2]
    if not is_sqlite():
        written = session().scalars(
            sa.text("SELECT xmin::text FROM committee_secret_count UNION SELECT xmin::text FROM committee_voter")
        )
        assert len(written.all()) == 1


def test_slips_of_paper_complete_a_secret_vote_and_are_no_more_than_the_members_left() -> None:
    where = room()
    project = waiting(where.money)
    opened = services.open_vote(where.sitting, project, SECRET, where.secretary)
    vote(opened, where, YES, NO, YES)

    with refused("trop de bulletins"):
        services.close_vote(opened, Hands(5, 0, 0), where.secretary)
    closed = services.close_vote(opened, Hands(2, 1, 0), where.secretary)

    assert figures(closed) == (4, 2, 1)
    assert session().scalar(sa.select(sa.func.count()).select_from(SecretCount)) == 0


def test_nobody_breaks_the_tie_of_a_secret_vote() -> None:
    where = room(residents=4, others=1)
    chair = make.seat(where.committee, name="Présidente", is_chair=True)
    services.set_presence(where.sitting, chair.id, True, where.secretary)
    project = waiting(where.money)
    opened = services.open_vote(
        where.sitting, project, Ballot(mode=VoteMode.SECRET, secret_requests=2), where.secretary
    )
    vote(opened, where, YES, YES, NO, NO)
    services.close_vote(opened, Hands(1, 1, 0), where.secretary)

    with refused("Égalité au vote secret"):
        services.decide(where.sitting, project, grant(casting_vote=True), where.secretary)
    services.record_hands(where.sitting, project, Motion.ADJOURN, Hands(5, 1, 0), where.secretary)
    decision = services.decide(where.sitting, project, adjourn(), where.secretary)

    assert decision.result is Result.ADJOURN
    with pytest.raises(IntegrityError):
        session().execute(
            sa.update(Decision).values(vote_mode="secret", casting_vote=True, votes_for=3, votes_against=3)
        )


def test_a_member_who_voted_in_secret_keeps_their_place_and_does_not_step_aside_any_more() -> None:
    where = room()
    project = waiting(where.money)
    opened = services.open_vote(where.sitting, project, SECRET, where.secretary)
    vote(opened, where, YES)

    services.set_presence(where.sitting, where.seats[0].id, False, where.secretary)
    with refused("déjà voté, en secret"):
        services.declare_recusal(where.seats[0], project, "Ma sœur", where.secretary)

    assert where.seats[0].id in room_queries.roll_of(opened)


def test_a_vote_on_adjourning_leads_to_no_other_decision_and_the_reverse() -> None:
    where = room()
    project = waiting(where.money)
    services.record_hands(where.sitting, project, Motion.ADJOURN, Hands(7, 0, 0), where.secretary)

    with refused("voté sur le report"):
        services.decide(where.sitting, project, grant(), where.secretary)
    services.record_hands(where.sitting, project, Motion.FUND, Hands(7, 0, 0), where.secretary)
    with refused("voté sur le projet lui-même"):
        services.decide(where.sitting, project, adjourn(), where.secretary)


def test_one_vote_is_open_at_a_time_in_the_room() -> None:
    where = room()
    first, second = waiting(where.money), waiting(where.money)
    services.open_vote(where.sitting, first, PHONES, where.secretary)

    with refused("Un vote est ouvert sur un autre projet"):
        services.open_vote(where.sitting, second, PHONES, where.secretary)
    services.annul_vote(room_queries.open_vote(where.sitting.id), where.secretary)
    services.open_vote(where.sitting, second, PHONES, where.secretary)

    assert room_queries.vote_on(where.sitting.id, first.id) is None


def test_the_rules_of_the_fund_say_how_the_committee_votes() -> None:
    where = room(vote_modes=["show_of_hands"])
    project = waiting(where.money)

    with refused("ne prévoient pas cette façon"):
        services.open_vote(where.sitting, project, PHONES, where.secretary)


@pytest.mark.parametrize("role", ["", "referent", "committee_secretary"])
def test_only_the_secretariat_of_this_committee_opens_and_closes_a_vote(role: str) -> None:
    where = room()
    project = waiting(where.money)
    elsewhere = make.fund(make.commune("Joué-lès-Tours", "37122"))
    stranger = make.actor() if not role else make.actor(role) if role == "referent" else _of(elsewhere)

    for act in (
        lambda: services.open_vote(where.sitting, project, PHONES, stranger),
        lambda: services.record_hands(where.sitting, project, Motion.FUND, Hands(7, 0, 0), stranger),
    ):
        with refused("Seul le secrétariat"):
            act()


def _of(fund) -> Actor:
    someone = make.person("Secrétaire d'ailleurs")
    make.role(someone, "committee_secretary", "fund", fund.id)
    return Actor(someone.id)


def test_without_quorum_nothing_is_put_to_the_vote() -> None:
    where = room(residents=6, others=2, absent=5)
    project = waiting(where.money)

    with refused("quorum n'est pas atteint"):
        services.open_vote(where.sitting, project, PHONES, where.secretary)


def test_a_decision_is_recorded_as_it_was_voted() -> None:
    where = room()
    project = waiting(where.money)
    opened = services.open_vote(where.sitting, project, SECRET, where.secretary)
    vote(opened, where, *[YES] * 7)
    services.close_vote(opened, Hands(), where.secretary)

    decision = services.decide(where.sitting, project, Proposal(Result.GRANT, 0, 0, 0, 600_00), where.secretary)

    assert (decision.vote_mode, decision.vote_id) == (VoteMode.SECRET, opened.id)
    assert decision.voting_present == len(where.seats)
