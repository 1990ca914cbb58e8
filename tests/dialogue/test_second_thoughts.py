"""What is sent again, changed, or done too late: nothing new is lost, and nothing wrong is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.db import session
from app.dialogue import naming, queries
from app.dialogue.hooks import Said
from app.dialogue.models import InfoItem, LeftContact, Meeting, SpaceStatus
from app.dialogue.rhythm import is_silent, rhythm_of
from app.dialogue.services.tally import capture
from app.voices.question_models import Question
from tests import make
from tests.dialogue.team import act, enter, read
from tests.dialogue.test_taps import at_once

pytestmark = pytest.mark.usefixtures("app")

CONTACT = {"name": "Nora", "preferred_channel": "call", "reach": "06 39 98 11 22", "agrees": "y"}
NOTE = {"theme": "works", "title": "Ascenseurs", "plain_text": "Les travaux durent un mois.", "source": "Le bailleur"}


def current(meeting: Meeting) -> Meeting:
    return session().get_one(Meeting, meeting.id, populate_existing=True)


def invitation(meeting: Meeting, **fields: str) -> dict[str, str]:
    return {"title": meeting.title, "held_on": meeting.held_on.isoformat(), "place": meeting.place} | fields


def count_of(model: type) -> int:
    return session().scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_minutes_taken_back_then_changed_do_not_come_back_without_their_checks(client: FlaskClient) -> None:
    meeting = make.meeting()
    make.person("Fatou Traoré")
    enter(client, "referent", meeting.neighbourhood)
    client.post(f"/meetings/{meeting.id}/minutes", data={"minutes": "Un banc.", "minutes_plain": "Un banc."})
    act(client, current(meeting), "publish_minutes")
    act(client, current(meeting), "take_minutes_back", "À revoir.")
    client.post(f"/meetings/{meeting.id}/minutes", data={"minutes": "Fatou Traoré dit oui.", "minutes_plain": "Oui."})

    client.post(f"/meetings/{meeting.id}/correct", data={
        "seen": str(current(meeting).step_count), "undone": "take_minutes_back", "note": "Erreur"})  # fmt: skip

    after = current(meeting)
    assert (after.state, after.minutes_published_at) == ("closed", None)
    assert "Fatou Traoré" in read(client, f"/meetings/{meeting.id}")


def test_a_note_with_other_words_under_the_same_title_is_not_lost(client: FlaskClient) -> None:
    place = make.neighbourhood()
    enter(client, "referent", place)

    for text in ("Un mois.", "Un mois.", "Deux mois."):
        client.post(f"/neighbourhoods/{place.slug}/notes/new", data=NOTE | {"plain_text": text})

    assert count_of(InfoItem) == 2


def test_a_meeting_held_is_told_on_the_page_where_it_was_prepared(client: FlaskClient) -> None:
    meeting = make.coming_meeting(days=0, state="announced")
    enter(client, "facilitator", meeting.neighbourhood)

    told = client.post(f"/spaces/{meeting.space_id}/meetings/new", data=invitation(meeting, residents_count="9"))

    assert told.status_code == 422
    assert "Cette rencontre est déjà préparée." in told.text
    assert count_of(Meeting) == 1


def test_a_cancelled_meeting_may_be_thought_of_again(client: FlaskClient) -> None:
    meeting = make.coming_meeting(state="cancelled")
    enter(client, "facilitator", meeting.neighbourhood)

    for _ in "12":
        client.post(f"/spaces/{meeting.space_id}/meetings/plan", data=invitation(meeting))

    assert count_of(Meeting) == 2


def test_a_contact_left_again_agrees_again_for_the_last_meeting(client: FlaskClient) -> None:
    first = make.meeting()
    second = make.coming_meeting(first.neighbourhood, days=0, state="open")
    enter(client, "helper", first.neighbourhood)
    client.post(f"/meetings/{first.id}/contacts", data=CONTACT)

    with clock.told(clock.now() + timedelta(days=200)):
        enter(client, "helper", first.neighbourhood)
        client.post(f"/meetings/{second.id}/contacts", data=CONTACT | {"preferred_channel": "sms", "is_newcomer": "y"})
        today = clock.today()

    kept = session().scalars(sa.select(LeftContact)).one()
    assert (kept.meeting_id, kept.preferred_channel) == (second.id, "sms")
    assert kept.erase_on == today + timedelta(days=365)


def test_whoever_comes_for_the_first_time_is_told_apart(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "helper", meeting.neighbourhood)
    client.post(f"/meetings/{meeting.id}/contacts", data=CONTACT | {"is_newcomer": "y"})

    assert (
        read(client, f"/meetings/{meeting.id}/contacts").count("C'est la première fois que cette personne vient") == 2
    )


def test_the_day_of_an_announced_meeting_changes_only_once_postponed(client: FlaskClient) -> None:
    meeting = make.coming_meeting(state="announced")
    enter(client, "facilitator", meeting.neighbourhood)
    day, address = meeting.held_on, f"/meetings/{meeting.id}/edit"

    moved = client.post(address, data=invitation(meeting, held_on=(day + timedelta(days=7)).isoformat()))
    renamed = client.post(address, data=invitation(meeting, place="Au gymnase"))

    assert (moved.status_code, renamed.status_code) == (422, 303)
    assert "reportez-la d" in moved.text
    assert (current(meeting).held_on, current(meeting).place) == (day, "Au gymnase")


def test_an_announced_meeting_whose_day_has_passed_is_shown_to_its_team_alone(client: FlaskClient) -> None:
    meeting = make.coming_meeting(days=-3, state="announced", title="La passée")
    addresses = (f"/spaces/{meeting.space_id}", f"/neighbourhoods/{meeting.neighbourhood.slug}")

    public = [read(client, address) for address in addresses]
    enter(client, "facilitator", meeting.neighbourhood)
    team = [read(client, address) for address in addresses]

    assert ["La passée" in page for page in public + team] == [False, False, True, True]


def test_a_closed_space_is_not_silent_and_a_new_one_waits_for_its_first_meeting() -> None:
    today, now = clock.today(), clock.now()
    space = make.space()
    glance = next(one for one in queries.at_a_glance() if one.spaces)
    space.status = SpaceStatus.ENDED

    assert (rhythm_of(space, []).sentence, rhythm_of(space, []).is_silent) == ("Ce lieu est fermé.", False)
    assert glance.is_silent is is_silent(None, space.opened_at, space.target_gap_days, is_coming=False)
    assert is_silent(None, now - timedelta(days=61), 60, is_coming=False)
    assert not is_silent(None, now - timedelta(days=61), 60, is_coming=True)
    assert not is_silent(None, now - timedelta(days=59), 60, is_coming=False)
    assert is_silent(today - timedelta(days=61), now, 60, is_coming=True)


def test_two_phones_that_note_questions_at_once_keep_both(app: Flask) -> None:
    meeting, who = make.open_meeting().id, make.actor("facilitator")
    said = [Said(make.arrival().id, "question", f"Quand vient le banc numéro {number} ?", True) for number in range(4)]

    at_once(app, *(lambda one=one: capture(meeting, one, who) for one in said))

    assert count_of(Question) == 4


def test_residents_are_not_counted_in_a_meeting_that_cannot_be_closed(client: FlaskClient) -> None:
    meeting = make.coming_meeting(days=0)
    enter(client, "facilitator", meeting.neighbourhood)

    answer = client.post(f"/meetings/{meeting.id}/count", data={"residents_count": "14"})

    assert answer.status_code == 422
    assert (current(meeting).residents_count, current(meeting).counted_at) == (0, None)


def test_the_screen_of_a_cancelled_meeting_does_not_speak_of_minutes(client: FlaskClient) -> None:
    meeting = make.coming_meeting(days=0, state="cancelled")
    enter(client, "facilitator", meeting.neighbourhood)
    said = {"kept_id": make.arrival().id, "kind": "idea", "text": "Un banc.", "was_read_back": "y"}

    client.post(f"/meetings/{meeting.id}/live/said", data=said)
    page = read(client, f"/meetings/{meeting.id}")

    assert "Cette rencontre est annulée\N{NO-BREAK SPACE}: rien n'y est compté." in page
    assert "Le compte rendu est publié" not in page


def test_a_number_written_with_0033_is_found_in_minutes() -> None:
    assert naming.found_in("Appelez le 0033 6 12 34 56 78.") == ["0033 6 12 34 56 78"]
