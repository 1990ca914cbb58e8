"""Where the contract is steered, noted by the staff of the city; the cards of the floor, without a number kept."""

from __future__ import annotations

import sqlalchemy as sa

from app import clock
from app.accounts.models import Scope
from app.db import session
from app.dialogue.models import CardPresence, Referral
from app.insight import figures
from app.insight import scopes as insight
from tests import make
from tests.dialogue.team import enter, read, today
from tests.sessions import sign_in

STEERING = {
    "kind": "steering",
    "people": "20",
    "residents": "6",
    "subjects": "Les ascenseurs\r\n\r\nLe parc\r\nLe parc",
}


def _referent(client, commune_id: int) -> None:
    person = make.person("Rémi Référent")
    make.role(person, "referent", Scope.COMMUNE, commune_id)
    sign_in(client, person)


def test_a_meeting_of_a_body_is_noted_and_its_subjects_get_an_outcome_that_figures_count(client) -> None:
    city = make.neighbourhood().commune
    _referent(client, city.id)
    sent = STEERING | {"commune": str(city.id), "held_on": today()}

    noted, again = (client.post("/governance/new", data=sent).status_code for _time in range(2))
    first = session().scalar(sa.select(Referral).order_by(Referral.id).limit(1))
    client.post(f"/governance/subjects/{first.id}", data={"outcome": "adopted"})
    page = read(client, "/governance")
    found = figures.of(insight.Scope.commune(city.id), insight.Period.year(clock.today().year))

    assert (noted, again) == (303, 422)
    assert page.count("Le parc") == 2
    assert "6 places sur 20" in page
    assert [(found[code].numerator, found[code].denominator) for code in ("A3", "A3r")] == [(6, 20), (1, 2)]


def test_staff_of_another_city_notes_nothing_here(client) -> None:
    city = make.neighbourhood().commune
    subject = make.referral(city.id)
    _referent(client, make.commune("Joué-lès-Tours", "37122").id)

    elsewhere = client.post("/governance/new", data=STEERING | {"commune": str(city.id), "held_on": today()})
    everywhere = client.post("/governance/new", data=STEERING | {"commune": "0", "held_on": today()})
    settled = client.post(f"/governance/subjects/{subject}", data={"outcome": "refused"})

    assert [one.status_code for one in (elsewhere, everywhere, settled)] == [422, 422, 404]


def test_cards_are_kept_by_what_cannot_be_turned_back_into_their_number(client) -> None:
    place = make.neighbourhood()
    first, second = make.meeting(place), make.meeting(place)
    enter(client, "facilitator", place)

    unread = client.post(f"/meetings/{first.id}/cards", data={"cards": "27 3 n\r\nAmina"})
    for meeting, cards in ((first, "27 3 n\r\n4"), (first, "27 3 n\r\n5"), (second, "27")):
        client.post(f"/meetings/{meeting.id}/cards", data={"cards": cards})
    kept = session().scalars(sa.select(CardPresence)).all()

    assert unread.status_code == 422
    assert sorted((one.meeting_id, one.turns, one.is_newcomer) for one in kept) == [
        (first.id, 0, False), (first.id, 3, True), (second.id, 0, False)
    ]  # fmt: skip
    assert len({one.card for one in kept}) == 2
    assert all(len(one.card) == 64 for one in kept)
