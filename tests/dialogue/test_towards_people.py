"""Going towards people: noting it in seconds, keeping a contact for one thing only, erasing it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock
from app.db import session
from app.dialogue.models import ContactNotice, LeftContact, OutreachAction, OutreachMode
from app.mail import Message
from app.retention import services as retention
from tests import make
from tests.dialogue.team import enter, read, today

pytestmark = pytest.mark.usefixtures("app")

CONTACT = {"name": "Nora", "preferred_channel": "call", "reach": "06 39 98 11 22", "agrees": "y"}


def done(**fields: str) -> dict[str, str]:
    return {"mode": "market", "reached": "40", "contacts_left": "3", "minutes_spent": "60", "meeting": "0",
            "done_on": today()} | fields  # fmt: skip


def rows() -> list[OutreachAction]:
    done = sa.select(OutreachAction).order_by(OutreachAction.id)
    return list(session().scalars(done.execution_options(populate_existing=True)))


def test_what_was_done_fills_what_was_planned_once_whatever_the_clicks(client: FlaskClient) -> None:
    meeting = make.coming_meeting(state="announced")
    place = meeting.neighbourhood
    enter(client, "helper", place)
    client.post(f"/meetings/{meeting.id}/outreach", data={"modes": ["market", "sms"]})

    for _ in "12":
        client.post(f"/neighbourhoods/{place.slug}/outreach", data=done(meeting=str(meeting.id), cost="12,50"))

    market = next(row for row in rows() if row.mode is OutreachMode.MARKET)
    assert len(rows()) == 2
    assert (market.reached, market.contacts_left, market.minutes_spent, market.cost_cents) == (40, 3, 60, 1250)


def test_a_plan_changed_keeps_what_is_done(client: FlaskClient) -> None:
    meeting = make.coming_meeting(state="announced")
    enter(client, "helper", meeting.neighbourhood)
    client.post(f"/neighbourhoods/{meeting.neighbourhood.slug}/outreach", data=done(meeting=str(meeting.id)))

    client.post(f"/meetings/{meeting.id}/outreach", data={"modes": ["sms"]})

    assert {row.mode for row in rows()} == {OutreachMode.MARKET, OutreachMode.SMS}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"contacts_left": "41"}, "plus que le nombre de personnes touchées"),
        ({"reached": "-1"}, "Écrivez un nombre entre 0 et 20 000."),
        ({"done_on": "2999-01-01"}, "pas encore arrivé"),
        ({"mode": "other"}, "Dites en deux mots comment."),
        ({"cost": "douze"}, "Écrivez un montant en euros"),
    ],
)
def test_figures_that_do_not_add_up_get_a_sentence(client: FlaskClient, wrong: dict[str, str], sentence: str) -> None:
    place = make.neighbourhood()
    enter(client, "helper", place)

    answer = client.post(f"/neighbourhoods/{place.slug}/outreach", data=done(**wrong))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows() == []


def test_a_contact_is_kept_only_with_its_person_s_agreement(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "helper", meeting.neighbourhood)

    refused = client.post(f"/meetings/{meeting.id}/contacts", data=CONTACT | {"agrees": ""})
    for _ in "12":
        client.post(f"/meetings/{meeting.id}/contacts", data=CONTACT)

    kept = session().scalars(sa.select(LeftContact)).one()
    assert refused.status_code == 422
    assert "Sans son accord, on ne garde rien." in refused.text
    assert (kept.phone, kept.erase_on) == ("+33639981122", clock.today() + timedelta(days=365))


def test_thanks_leave_once_by_the_way_each_chose(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "facilitator", meeting.neighbourhood)
    client.post(f"/meetings/{meeting.id}/contacts", data=CONTACT)

    for _ in "12":
        client.post(f"/meetings/{meeting.id}/thanks", data={"noted": "Un banc est demandé."})

    message = session().scalars(sa.select(Message)).one()
    assert (message.channel, message.addressee) == ("call", "Nora")
    assert "Un banc est demandé." in message.body
    assert "Remercié ou remerciée" in read(client, f"/meetings/{meeting.id}/contacts")


def test_whoever_answers_for_the_place_reads_the_call_to_make(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "referent", meeting.neighbourhood)
    client.post(f"/meetings/{meeting.id}/contacts", data=CONTACT)
    client.post(f"/meetings/{meeting.id}/thanks", data={"noted": ""})

    page = read(client, "/desk/letters")

    assert "Nora" in page
    assert "06 39 98 11 22" in page


def test_a_contact_is_erased_with_what_was_written_to_it(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "facilitator", meeting.neighbourhood)
    client.post(f"/meetings/{meeting.id}/contacts", data=CONTACT)
    client.post(f"/meetings/{meeting.id}/thanks", data={"noted": ""})
    kept = session().scalars(sa.select(LeftContact)).one()

    client.post(f"/contacts/{kept.id}/erase")

    row = session().get_one(LeftContact, kept.id, populate_existing=True)
    assert (row.name, row.phone, row.erased_at is not None) == ("", None, True)
    assert session().scalars(sa.select(Message)).all() == []
    assert session().scalars(sa.select(ContactNotice.message_id)).all() == [None]
    assert "Nora" not in read(client, f"/neighbourhoods/{meeting.neighbourhood.slug}/contacts")


def test_contacts_whose_time_is_over_are_erased_by_the_clock(client: FlaskClient) -> None:
    place = make.neighbourhood()
    enter(client, "helper", place)
    client.post(f"/neighbourhoods/{place.slug}/contacts", data=CONTACT)

    early = forgotten()
    with clock.told(clock.now() + timedelta(days=366)):
        late = [forgotten(), forgotten()]

    assert (early, late) == (0, [1, 0])


def forgotten() -> int:
    return next(count for rule, count in retention.apply_all() if rule.code == "contacts")


def test_helpers_of_elsewhere_read_no_contact(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "helper", make.neighbourhood("Europe"))
    pages = (f"/meetings/{meeting.id}/contacts", f"/neighbourhoods/{meeting.neighbourhood.slug}/contacts",
             f"/meetings/{meeting.id}/sign-in.pdf")  # fmt: skip

    assert [client.get(page).status_code for page in pages] == [403, 403, 403]
