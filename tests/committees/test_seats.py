"""Seats: residents keep the majority, funders never vote, one chair."""

import pytest

from app.committees import services
from app.committees.deliberation import CommitteeRefused
from app.committees.models import College
from app.committees.services import SeatTerms
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
