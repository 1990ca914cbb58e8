"""What is written after a meeting, and what institutions tell residents: plain words, no names."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.db import session
from app.dialogue.models import AbsenceCount, InfoItem, Meeting
from tests import make
from tests.dialogue.team import act, enter, read

pytestmark = pytest.mark.usefixtures("app")

MINUTES = {"minutes": "Fatou Traoré demande un banc.", "minutes_plain": "Un banc est demandé."}
NOTE = {"theme": "works", "title": "Ascenseurs", "plain_text": "Les travaux durent un mois.", "source": "Le bailleur"}


def current(meeting: Meeting) -> Meeting:
    return session().get_one(Meeting, meeting.id, populate_existing=True)


def test_minutes_that_name_a_known_person_are_not_published_until_somebody_has_checked(client: FlaskClient) -> None:
    meeting = make.meeting()
    make.person("Fatou Traoré")
    enter(client, "facilitator", meeting.neighbourhood)

    client.post(f"/meetings/{meeting.id}/minutes", data=MINUTES)
    refused = act(client, meeting, "publish_minutes")
    warned = read(client, f"/meetings/{meeting.id}/minutes")
    client.post(f"/meetings/{meeting.id}/minutes", data=MINUTES | {"names_checked": "y"})
    published = act(client, current(meeting), "publish_minutes")

    assert (refused, published) == (422, 303)
    assert "Fatou Traoré" in warned[warned.index("Ce texte semble nommer quelqu'un") :]


@pytest.mark.parametrize(("told", "is_named"), [("traore FATOU parle", True), ("Fatou parle", False),
                                                ("appelez le 06 11 22 33 44", True), ("rue du 8 mai 1945", False),
                                                ("écrire à fatou@exemple.fr", True)])  # fmt: skip
def test_full_names_numbers_and_addresses_are_seen(client: FlaskClient, told: str, is_named: bool) -> None:
    meeting = make.meeting()
    make.person("Fatou Traoré")
    enter(client, "facilitator", meeting.neighbourhood)

    client.post(f"/meetings/{meeting.id}/minutes", data={"minutes": told, "minutes_plain": "Oui."})

    assert (act(client, meeting, "publish_minutes") == 422) is is_named


def test_minutes_without_plain_words_are_not_published(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "facilitator", meeting.neighbourhood)
    client.post(f"/meetings/{meeting.id}/minutes", data={"minutes": "Un banc est demandé.", "minutes_plain": ""})

    assert act(client, meeting, "publish_minutes") == 422
    assert client.get(f"/meetings/{meeting.id}/minutes.pdf").status_code == 404


def test_published_minutes_are_read_by_all_and_changed_only_once_taken_back(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "facilitator", meeting.neighbourhood)
    plain = {"minutes": "Un banc.", "minutes_plain": "Un banc."}
    client.post(f"/meetings/{meeting.id}/minutes", data=plain)
    act(client, meeting, "publish_minutes")

    late = client.post(f"/meetings/{meeting.id}/minutes", data=plain | {"minutes": "Deux bancs."})
    act(client, current(meeting), "take_minutes_back", "Il y en avait deux.")
    again = client.post(f"/meetings/{meeting.id}/minutes", data=plain | {"minutes": "Deux bancs."})

    assert (late.status_code, again.status_code) == (422, 303)
    assert "Deux bancs." in late.text
    assert current(meeting).minutes_published_at is None


def test_a_long_sentence_is_pointed_at_and_twenty_thousand_signs_are_given_back(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "facilitator", meeting.neighbourhood)
    long = "Nous avons parlé " + "de tout et de rien " * 5 + "."

    client.post(f"/meetings/{meeting.id}/minutes", data={"minutes": "Oui.", "minutes_plain": long})
    huge = client.post(f"/meetings/{meeting.id}/minutes", data={"minutes": "é" * 20_000, "minutes_plain": "Oui."})

    assert "Ces phrases ont plus de 15 mots." in read(client, f"/meetings/{meeting.id}/minutes")
    assert huge.status_code == 422
    assert "é" * 20_000 in huge.text


def test_reasons_for_not_coming_are_counted_without_names_and_corrected(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "facilitator", meeting.neighbourhood)

    client.post(f"/meetings/{meeting.id}/absences", data={"no_time": "4", "childcare": "2"})
    client.post(f"/meetings/{meeting.id}/absences", data={"no_time": "3", "childcare": "0"})

    rows = session().execute(sa.select(AbsenceCount.reason, AbsenceCount.count)).all()
    assert [tuple(row) for row in rows] == [("no_time", 3)]


def test_a_note_is_read_again_then_published_and_enters_the_next_meeting(client: FlaskClient) -> None:
    meeting = make.coming_meeting(state="announced")
    place = meeting.neighbourhood
    enter(client, "answerer", place)

    client.post(f"/neighbourhoods/{place.slug}/notes/new", data=NOTE)
    note = session().scalars(sa.select(InfoItem)).one()
    before = client.application.test_client().get(f"/notes/{note.id}").status_code
    client.post(f"/notes/{note.id}/publish")

    visitor = client.application.test_client()
    assert before == 404
    assert "Les travaux durent un mois." in visitor.get(f"/notes/{note.id}").text
    assert "Ascenseurs" in visitor.get(f"/meetings/{meeting.id}").text
    assert "Ascenseurs" in visitor.get(f"/neighbourhoods/{place.slug}").text


def test_a_note_needs_its_plain_words(client: FlaskClient) -> None:
    place = make.neighbourhood()
    enter(client, "referent", place)

    answer = client.post(f"/neighbourhoods/{place.slug}/notes/new", data=NOTE | {"plain_text": " ", "text": "Long."})

    assert answer.status_code == 422
    assert "Long." in answer.text
    assert session().scalars(sa.select(InfoItem)).all() == []


@pytest.mark.parametrize(("content", "status"), [(b"ID3\x04" + b"\0" * 40, 303), (b"<svg onload=1>", 422)])
def test_a_note_may_be_heard_and_only_a_recording_is_taken(client: FlaskClient, content: bytes, status: int) -> None:
    place = make.neighbourhood()
    enter(client, "referent", place)
    sent = NOTE | {"audio": (io.BytesIO(content), "note.mp3")}

    answer = client.post(f"/neighbourhoods/{place.slug}/notes/new", data=sent, content_type="multipart/form-data")

    assert answer.status_code == status
    if status == 303:
        heard = client.get(f"{answer.location}/audio")
        assert (heard.mimetype, heard.data) == ("audio/mpeg", content)
        assert "public" not in heard.headers["Cache-Control"]


def test_nobody_of_elsewhere_writes_or_publishes_a_note(client: FlaskClient) -> None:
    place, waiting = make.neighbourhood(), make.note(published=False)
    enter(client, "referent", make.neighbourhood("Europe"))

    answers = [client.post(f"/neighbourhoods/{place.slug}/notes/new", data=NOTE), client.get(f"/notes/{waiting.id}"),
               client.post(f"/notes/{waiting.id}/publish")]  # fmt: skip

    assert [answer.status_code for answer in answers] == [403, 404, 404]
