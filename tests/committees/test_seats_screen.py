"""Composing a committee on screen: found it, give seats to people known or new, end them, each refusal explained."""

from datetime import date, timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, PreferredChannel, Scope
from app.committees.models import College, Committee, Seat
from app.db import session
from app.funds.models import Fund
from tests import make
from tests.committees.room import room
from tests.queries import counted
from tests.sessions import sign_in


def text_of(response) -> str:
    return " ".join(unescape(response.get_data(as_text=True)).replace("\u00a0", " ").replace("\u202f", " ").split())


def typed(**fields: str) -> dict[str, str]:
    return {
        "recipient": "",
        "name": "Nour Benali",
        "college": "resident",
        "rights": "votes",
        "from_on": clock.today().isoformat(),
        "to_on": "",
    } | fields


def give(client: FlaskClient, where: Committee, **fields: str):
    return client.post(f"/committee/seats/{where.fund.code}/members", data=typed(**fields))


def end(client: FlaskClient, seat: Seat, last_day: date):
    day = {f"end-{seat.id}-last_day": last_day.isoformat()}
    return client.post(f"/committee/seats/{seat.committee.fund.code}/members/{seat.id}/end", data=day)


def seats_of(where: Committee) -> list[Seat]:
    return list(session().scalars(sa.select(Seat).filter_by(committee_id=where.id).order_by(Seat.id)))


@pytest.fixture
def secretary(client: FlaskClient) -> FlaskClient:
    who = make.person("Sofia Secrétaire")
    make.role(who, "committee_secretary", Scope.COMMUNE, make.commune().id)
    sign_in(client, who)
    return client


@pytest.fixture
def where(app: Flask) -> Committee:
    return make.committee()


def test_the_committee_of_a_fund_is_founded_from_the_screen(secretary: FlaskClient) -> None:
    money = make.fund()
    shown = text_of(secretary.get("/committee/seats"))

    answer = secretary.post(f"/committee/seats/{money.code}/committee", data={"name": "Comité des voisins"})

    assert "n'a pas encore de comité" in shown
    assert answer.status_code == 303
    assert session().scalars(sa.select(Committee.name)).all() == ["Comité des voisins"]
    assert "Commencez par des habitants" in text_of(secretary.get("/committee/seats"))


def test_a_committee_needs_a_name(secretary: FlaskClient) -> None:
    money = make.fund()

    answer = secretary.post(f"/committee/seats/{money.code}/committee", data={"name": "  "})

    assert answer.status_code == 422
    assert "Écrivez le nom du comité" in text_of(answer)
    assert session().scalars(sa.select(Committee)).all() == []


def test_where_no_fund_is_open_the_screen_says_so(secretary: FlaskClient) -> None:
    assert "Aucun fonds n'est ouvert" in text_of(secretary.get("/committee/seats"))


def test_a_name_is_enough_to_give_a_seat_to_someone_new(secretary: FlaskClient, where: Committee) -> None:
    answer = give(secretary, where, name="Nour Benali", rights="chairs")

    assert answer.status_code == 303
    [seat] = seats_of(where)
    assert (seat.person.name, seat.is_chair, seat.is_voting) == ("Nour Benali", True, True)
    assert seat.person.preferred_channel is PreferredChannel.LETTER


def test_someone_known_is_found_by_their_telephone(secretary: FlaskClient, where: Committee) -> None:
    known = make.person("Amina Diallo", phone="+33612345678")

    give(secretary, where, recipient="06 12 34 56 78", name="")

    assert [seat.person_id for seat in seats_of(where)] == [known.id]


def test_someone_new_with_an_address_may_sign_in_with_it(secretary: FlaskClient, where: Committee) -> None:
    give(secretary, where, recipient="Nour@Example.org", name="Nour Benali")

    assert session().scalar(sa.select(Person.name).filter_by(email="nour@example.org")) == "Nour Benali"


def test_an_unknown_number_without_a_name_is_refused_and_kept(secretary: FlaskClient, where: Committee) -> None:
    answer = give(secretary, where, recipient="06 99 99 99 99", name="")

    assert answer.status_code == 422
    assert "Nous ne connaissons pas cette personne" in text_of(answer)
    assert 'value="06 99 99 99 99"' in answer.text
    assert seats_of(where) == []


def test_neither_name_nor_number_is_refused(secretary: FlaskClient, where: Committee) -> None:
    assert "Écrivez son nom" in text_of(give(secretary, where, name=""))


def test_the_same_name_sent_twice_gives_one_seat_and_one_person(secretary: FlaskClient, where: Committee) -> None:
    give(secretary, where)

    again = give(secretary, where, name="nour  benali")

    assert "Une personne de ce nom siège déjà" in text_of(again)
    assert len(seats_of(where)) == 1
    assert session().scalar(sa.select(sa.func.count()).where(Person.name.ilike("nour%"))) == 1


def test_a_funder_sits_without_a_vote(secretary: FlaskClient, where: Committee) -> None:
    give(secretary, where, college="state", rights="funds")

    [seat] = seats_of(where)
    assert (seat.is_funder, seat.is_voting) == (True, False)


def test_a_refused_majority_is_explained_beside_the_answer_and_leaves_nobody(
    secretary: FlaskClient, where: Committee
) -> None:
    answer = give(secretary, where, name="Asso Nova", college="association")

    assert answer.status_code == 422
    assert "plus de la moitié des voix" in text_of(answer)
    assert 'value="Asso Nova"' in answer.text
    assert session().scalar(sa.select(Person).filter_by(name="Asso Nova")) is None


def test_a_second_chair_is_refused(secretary: FlaskClient, where: Committee) -> None:
    make.seat(where, is_chair=True)

    assert "déjà une présidente" in text_of(give(secretary, where, rights="chairs"))


def test_a_resident_seat_is_welcome_even_while_the_majority_is_lost(secretary: FlaskClient, where: Committee) -> None:
    for _n in range(3):
        make.seat(where, College.ASSOCIATION)

    assert give(secretary, where).status_code == 303


def test_nobody_gives_a_seat_to_themselves(client: FlaskClient, where: Committee) -> None:
    me = make.person("Moi Même", email="moi@example.org", preferred_channel=PreferredChannel.EMAIL)
    make.role(me, "metro_admin")
    sign_in(client, me)

    answer = give(client, where, recipient="moi@example.org", name="")

    assert "à soi-même" in text_of(answer)


def test_no_seat_begins_while_a_sitting_is_open(secretary: FlaskClient, app: Flask) -> None:
    where = room().committee

    today, tomorrow = (
        give(secretary, where),
        give(secretary, where, from_on=(clock.today() + timedelta(days=1)).isoformat()),
    )

    assert "Une séance est ouverte" in text_of(today)
    assert tomorrow.status_code == 303


def test_a_seat_ends_after_its_last_day_and_may_be_given_again(secretary: FlaskClient, where: Committee) -> None:
    known = make.person("Amina Diallo", phone="+33612345678")
    seat = make.seat(where)
    seat_again = typed(recipient="0612345678", name="", from_on="2024-01-01", to_on="2024-12-31")
    secretary.post(f"/committee/seats/{where.fund.code}/members", data=seat_again)

    ended = end(secretary, seat, clock.today())
    given = give(secretary, where, recipient="0612345678", name="")

    assert (ended.status_code, given.status_code) == (303, 303)
    assert session().get(Seat, seat.id).to_on == clock.today()
    assert [one.from_on for one in seats_of(where) if one.person_id == known.id] == [date(2024, 1, 1), clock.today()]


def test_losing_the_majority_is_said_with_its_day_when_a_seat_ends(secretary: FlaskClient, where: Committee) -> None:
    resident = make.seat(where)
    make.seat(where)
    make.seat(where, College.ASSOCIATION)
    before = text_of(secretary.get("/committee/seats"))

    end(secretary, resident, clock.today())
    after = text_of(secretary.get("/committee/seats"))

    assert "Il faut plus d'habitants" not in before
    assert "n'auront plus la majorité" in after


@pytest.mark.parametrize(
    ("fields", "last_day", "sentence"),
    [
        ({"from_on": date(2026, 1, 5)}, date(2026, 1, 4), "commence le"),
        ({"to_on": date(2090, 1, 5)}, date(2090, 1, 6), "se termine déjà le"),
    ],
)
def test_an_end_outside_the_seat_is_explained(secretary, where, fields, last_day, sentence) -> None:
    seat = make.seat(where, **fields)

    answer = end(secretary, seat, last_day)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert f'value="{last_day.isoformat()}"' in answer.text


def test_a_member_who_was_there_keeps_their_seat_until_that_day(secretary: FlaskClient, app: Flask) -> None:
    seat = room().seats[0]

    assert "Cette personne était à la séance" in text_of(end(secretary, seat, clock.today() - timedelta(days=1)))


def test_the_quorum_does_not_change_in_the_room(secretary: FlaskClient, app: Flask) -> None:
    absent = room(absent=1).seats[-1]

    assert "Une séance est ouverte" in text_of(end(secretary, absent, clock.today() - timedelta(days=1)))


def test_the_secretary_of_another_city_reaches_nothing(client: FlaskClient, where: Committee) -> None:
    elsewhere = make.commune("Joué-lès-Tours", "37122")
    who = make.person()
    make.role(who, "committee_secretary", Scope.COMMUNE, elsewhere.id)
    sign_in(client, who)
    seat = make.seat(where)

    answers = [
        give(client, where),
        end(client, seat, clock.today()),
        client.get(f"/committee/seats?fund={where.fund.code}"),
    ]

    assert "Aucun fonds" in text_of(answers[2])
    assert [answer.status_code for answer in answers[:2]] == [404, 404]
    assert len(seats_of(where)) == 1


@pytest.mark.parametrize("role", ["", "helper", "gestionnaire", "finance"])
def test_the_screen_is_closed_to_others(client: FlaskClient, where: Committee, role: str) -> None:
    who = make.person()
    if role:
        make.role(who, role)
    sign_in(client, who)

    assert client.get("/committee/seats").status_code == 403
    assert give(client, where).status_code == 403


def test_the_committee_home_leads_to_its_seats_and_to_its_fund(secretary: FlaskClient, where: Committee) -> None:
    code = session().get(Fund, where.fund_id).code

    page = secretary.get("/committee").text

    assert f'href="/committee/seats?fund={code}"' in page
    assert f'href="/funds/{code}"' in page


def test_an_administrator_without_a_committee_finds_where_to_found_one(client: FlaskClient, app: Flask) -> None:
    make.fund()
    admin = make.person()
    make.role(admin, "metro_admin")
    sign_in(client, admin)

    assert 'href="/committee/seats"' in client.get("/committee").text


def test_the_screen_costs_the_same_few_queries_whatever_the_committee(secretary: FlaskClient, where: Committee) -> None:
    costs = []
    for size in (2, 12):
        for number in range(size):
            make.seat(where, name=f"Membre {size} {number}")
        with counted() as sent:
            assert secretary.get("/committee/seats").status_code == 200
        costs.append(len([one for one in sent if one.lstrip().startswith("SELECT")]))

    assert costs[0] == costs[1] <= 4
