"""Seats: residents keep the majority, funders never vote, one chair."""

import pytest
import sqlalchemy as sa

from app import clock
from app.committees import queries, services
from app.committees.deliberation import CommitteeRefused
from app.committees.models import College, Seat, SeatEvent
from app.committees.roll import mandates
from app.committees.services import SeatTerms
from app.db import session, transaction
from app.funds.models import FundRules
from tests import make

pytestmark = pytest.mark.usefixtures("app")


def seat(where, terms, actor=None, person=None):
    return services.seat_member(where, person or make.person(), terms, actor or make.actor("referent"))


def test_a_referent_gives_a_seat_to_a_resident() -> None:
    where = make.committee()

    made = seat(where, SeatTerms(College.RESIDENT))

    assert (made.college, made.is_voting) == (College.RESIDENT, True)


@pytest.mark.parametrize("role", ["", "helper", "gestionnaire"])
def test_nobody_else_gives_seats(role) -> None:
    with pytest.raises(CommitteeRefused, match="compose le comité"):
        seat(make.committee(), SeatTerms(College.RESIDENT), make.actor(role) if role else make.actor())


def test_residents_stay_strictly_more_than_half_of_the_votes() -> None:
    where = make.committee()
    make.seat(where)
    make.seat(where)
    seat(where, SeatTerms(College.ASSOCIATION))

    with pytest.raises(CommitteeRefused, match="plus de la moitié des voix"):
        seat(where, SeatTerms(College.ASSOCIATION))


def test_others_may_always_sit_without_a_vote() -> None:
    where = make.committee()

    made = seat(where, SeatTerms(College.ELECTED, is_voting=False))

    assert not made.is_voting


def test_a_funder_never_votes() -> None:
    where = make.committee()
    make.seat(where)
    make.seat(where)

    with pytest.raises(CommitteeRefused, match="financeur ne vote pas"):
        seat(where, SeatTerms(College.STATE, is_funder=True))


def test_a_funder_votes_where_the_rules_say_so() -> None:
    where = make.committee(make.fund(funders_vote=True))
    make.seat(where)
    make.seat(where)

    made = seat(where, SeatTerms(College.STATE, is_funder=True))

    assert (made.is_voting, made.funder_rules_id) == (True, where.fund.rules[0].id)


def test_the_rules_may_ask_for_more_than_half_of_residents() -> None:
    where = make.committee(make.fund(residents_majority_pct=75))
    for _ in range(3):
        make.seat(where)

    with pytest.raises(CommitteeRefused, match="plus de la moitié des voix"):
        seat(where, SeatTerms(College.ASSOCIATION))


def test_a_substitute_has_no_vote_of_their_own_and_replaces_one_member() -> None:
    where = make.committee()
    holder = make.seat(where)
    terms = SeatTerms(College.RESIDENT, is_voting=False, substitute_for_id=holder.id)

    made = seat(where, terms)

    assert (made.is_voting, made.substitute_for_id) == (False, holder.id)
    with pytest.raises(CommitteeRefused, match="a déjà un suppléant"):
        seat(where, terms)
    with pytest.raises(CommitteeRefused, match="mêmes personnes"):
        seat(where, SeatTerms(College.ELECTED, is_voting=False, substitute_for_id=holder.id))
    with pytest.raises(CommitteeRefused, match="membre qui vote"):
        seat(where, SeatTerms(College.RESIDENT, is_voting=False, substitute_for_id=made.id))


def test_a_substitute_votes_only_while_the_member_is_away() -> None:
    seats = [Seat(id=1, is_voting=True), Seat(id=2, is_voting=True)]
    seats += [Seat(id=3, is_voting=False, substitute_for_id=1), Seat(id=4, is_voting=False)]

    def voting(*present: int) -> list[int]:
        votes = mandates(seats, present, (), FundRules(funders_vote=False))
        return sorted(vote.voter.id for vote in votes if vote.voter)

    assert voting(1, 2, 3, 4) == [1, 2]
    assert voting(2, 3, 4) == [2, 3]
    assert voting(2, 4) == [2]


def test_giving_and_ending_a_seat_stay_in_its_history() -> None:
    referent = make.actor("referent")
    made = seat(make.committee(), SeatTerms(College.RESIDENT), referent)

    services.end_seat(made, clock.today(), referent)

    told = [(event.change, event.actor_id) for event in queries.seat_history(made.committee_id)]
    assert told == [("ended", referent.person_id), ("given", referent.person_id)]
    with pytest.raises(sa.exc.IntegrityError, match="never rewritten"):
        forget_history()


@transaction()
def forget_history() -> None:
    session().execute(sa.delete(SeatEvent))


def test_nobody_sits_twice() -> None:
    where = make.committee()
    person = make.person()
    seat(where, SeatTerms(College.RESIDENT), person=person)

    with pytest.raises(CommitteeRefused, match="siège déjà"):
        seat(where, SeatTerms(College.RESIDENT), person=person)


def test_there_is_one_chair_who_votes() -> None:
    where = make.committee()
    seat(where, SeatTerms(College.RESIDENT, is_chair=True))

    with pytest.raises(CommitteeRefused, match="déjà une présidente"):
        seat(where, SeatTerms(College.RESIDENT, is_chair=True))
    with pytest.raises(CommitteeRefused, match="membre qui vote"):
        seat(where, SeatTerms(College.RESIDENT, is_voting=False, is_chair=True))


def test_a_fund_has_one_committee() -> None:
    money = make.fund()
    services.found_committee(money, "Comité du Sanitas", make.actor("referent"))

    with pytest.raises(CommitteeRefused, match="déjà son comité"):
        services.found_committee(money, "Un autre", make.actor("referent"))
