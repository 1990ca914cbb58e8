"""What exists is looked at before anything is created; a silent space turns amber; calendars and papers say it right."""

from __future__ import annotations

from datetime import date, time, timedelta

import icalendar
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock
from app.db import session
from app.dialogue import papers
from app.dialogue.models import DialogueSpace, ModeInventory, SpaceOrigin
from app.territory import services as territory
from tests import make
from tests.dialogue.team import act, enter, read
from tests.pdf import is_tagged, text_of
from tests.queries import counted

pytestmark = pytest.mark.usefixtures("app")

SPACE = {"kind": "social_centre", "name": "Café", "host": "Centre", "city_posture": "leads", "target_gap_days": "60",
         "status": "active"}  # fmt: skip


def test_no_space_is_opened_before_the_inventory_decides_it(client: FlaskClient) -> None:
    place = make.neighbourhood()
    enter(client, "referent", place)
    here = f"/neighbourhoods/{place.slug}"

    first = client.post(f"{here}/spaces/new", data=SPACE)
    client.post(
        f"{here}/inventory/new", data={"existing_space": "Ancien conseil", "decision": "leave", "reason": "Fini"}
    )
    second = client.post(f"{here}/spaces/new", data=SPACE)
    client.post(f"{here}/inventory/new", data={"decision": "create", "reason": "Rien n'existe"})
    third = client.post(f"{here}/spaces/new", data=SPACE)

    space = session().scalars(sa.select(DialogueSpace)).one()
    assert [answer.status_code for answer in (first, second, third)] == [422, 422, 303]
    assert "Faites d" in first.text
    assert space.origin is SpaceOrigin.NEW
    assert "Ancien conseil" in client.application.test_client().get(f"{here}/inventory").text


def test_a_decision_has_its_reason_and_a_facilitator_does_not_take_it(client: FlaskClient) -> None:
    place = make.neighbourhood()
    line = {"existing_space": "Café", "decision": "strengthen", "reason": " "}
    enter(client, "referent", place)
    without = client.post(f"/neighbourhoods/{place.slug}/inventory/new", data=line)
    nothing = client.post(
        f"/neighbourhoods/{place.slug}/inventory/new", data=line | {"existing_space": "", "reason": "Oui"}
    )
    enter(client, "facilitator", place)
    refused = client.post(f"/neighbourhoods/{place.slug}/inventory/new", data=line | {"reason": "Oui"})

    assert (without.status_code, nothing.status_code, refused.status_code) == (422, 422, 403)
    assert session().scalar(sa.select(sa.func.count()).select_from(ModeInventory)) == 0


def test_another_sort_of_place_says_which(client: FlaskClient) -> None:
    place = make.inventory().neighbourhood
    enter(client, "facilitator", place)

    mute = client.post(f"/neighbourhoods/{place.slug}/spaces/new", data=SPACE | {"kind": "other"})
    told = client.post(f"/neighbourhoods/{place.slug}/spaces/new",
                       data=SPACE | {"kind": "other", "kind_words": "Jardin"})  # fmt: skip

    assert mute.status_code == 422
    assert "Jardin" in read(client, told.location)


def test_the_thirteen_are_seen_at_once_and_what_is_missing_shows(client: FlaskClient) -> None:
    territory.load_territory()
    make.meeting(make.neighbourhood("Sanitas"))

    page = read(client, "/spaces")
    with counted() as sent:
        client.get("/spaces")

    assert page.count("Aucun lieu") == 12
    assert page.count("Silencieux") == 1
    assert len([one for one in sent if one != "BEGIN"]) <= 3


def test_a_space_silent_for_longer_than_it_aims_at_turns_amber_in_public(client: FlaskClient) -> None:
    meeting = make.meeting()
    address = f"/spaces/{meeting.space_id}"

    with clock.told(clock.at_nine(meeting.held_on + timedelta(days=60))):
        kept = read(client, address)
    with clock.told(clock.at_nine(meeting.held_on + timedelta(days=61))):
        exceeded = read(client, address)

    assert "Ce lieu est resté silencieux" not in kept
    assert "Ce lieu est resté silencieux" in exceeded
    assert "Dernière rencontre il y a 61 jours." in exceeded


def test_a_calendar_feed_keeps_its_identifiers_and_tells_what_is_cancelled(client: FlaskClient) -> None:
    place = make.neighbourhood()
    meeting = make.coming_meeting(place, state="announced", start_time=time(18), end_time=time(20))
    make.coming_meeting(place, title="Encore secrète")
    address = f"/neighbourhoods/{place.slug}/calendar.ics"

    first = client.get(address)
    same = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    enter(client, "facilitator", place)
    act(client, meeting, "cancel", "Salle fermée")
    second = client.get(address)

    before, after = (next(iter(icalendar.Calendar.from_ical(answer.data).walk("VEVENT"))) for answer in (first, second))
    assert (first.mimetype, same.status_code) == ("text/calendar", 304)
    assert before["UID"] == after["UID"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert before.start.hour == 18
    assert str(before.start.tzinfo) == "Europe/Paris"
    assert b"secr" not in first.data


def test_the_poster_says_when_where_and_what_helps_and_typed_words_stay_words() -> None:
    meeting = make.coming_meeting(
        state="announced", title="#emph[gras] <b>", held_on=date(2026, 12, 10), start_time=time(18), has_childcare=True
    )

    poster = papers.poster(meeting)
    sheet = papers.sign_in_sheet(meeting)

    text = text_of(poster)
    assert is_tagged(poster)
    assert is_tagged(sheet)
    assert "#emph[gras] <b>" in text
    assert "Jeudi 10 décembre 2026" in text
    assert "Vous pouvez venir avec vos enfants" in text
    assert f"/meetings/{meeting.id}" in text
    assert "365 jours" in text_of(sheet)


def test_the_minutes_are_printed_in_plain_words_first(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "facilitator", meeting.neighbourhood)
    client.post(f"/meetings/{meeting.id}/minutes", data={"minutes": "Tout entier.", "minutes_plain": "Simple."})
    act(client, meeting, "publish_minutes")

    printed = client.get(f"/meetings/{meeting.id}/minutes.pdf")

    text = text_of(printed.data)
    assert text.index("Simple.") < text.index("Tout entier.")


@pytest.mark.parametrize("role", ["", "referent"])
def test_the_screens_cost_few_queries_whatever_the_data(client: FlaskClient, role: str) -> None:
    meeting, coming = make.meeting(), make.coming_meeting(state="announced")
    place = meeting.neighbourhood
    for _ in range(3):
        make.note(place)
        make.meeting(place)
    if role:
        enter(client, role, place)
    pages = ["/meetings", "/meetings.ics", "/spaces", f"/spaces/{meeting.space_id}", f"/meetings/{meeting.id}",
             f"/meetings/{coming.id}", f"/meetings/{coming.id}/history", f"/neighbourhoods/{place.slug}",
             f"/neighbourhoods/{place.slug}/notes", f"/neighbourhoods/{place.slug}/inventory"]  # fmt: skip
    if role:
        pages += [f"/meetings/{coming.id}/{page}" for page in ("edit", "agenda", "outreach", "contacts")]
        pages += [f"/meetings/{meeting.id}/{page}" for page in ("minutes", "absences", "experience", "count")]
        pages += [f"/neighbourhoods/{place.slug}/outreach", f"/neighbourhoods/{place.slug}/contacts"]

    costs = {}
    for page in pages:
        with counted() as sent:
            assert client.get(page).status_code == 200
        costs[page] = len([one for one in sent if one != "BEGIN"])

    assert {page: cost for page, cost in costs.items() if cost > 8} == {}
