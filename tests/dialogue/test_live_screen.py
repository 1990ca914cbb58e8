"""The screens of counting: what a phone sends, a page without scripts, sheets to key, what everybody may read."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Scope
from app.db import session
from app.dialogue.models import Meeting
from app.dialogue.models.tally import CapturedRemark, Measure
from app.dialogue.services.tally import SentTap, correct, record_taps
from app.dialogue.tally_queries import tallies_of
from app.voices.models import Contribution
from tests import make
from tests.pdf import is_tagged, text_of
from tests.queries import counted
from tests.sessions import sign_in

KEPT = {"X-Kept": "batch"}


def facilitator(client: FlaskClient) -> None:
    person = make.person("Léa Martin")
    make.role(person, "facilitator")
    sign_in(client, person)


def item(tap: SentTap) -> dict[str, Any]:
    return {"id": tap.id, "body": dict(tap.fields)}


def send(client: FlaskClient, meeting: Meeting, *items: dict[str, Any]) -> TestResponse:
    return client.post(f"/meetings/{meeting.id}/live/taps", json={"items": list(items)}, headers=KEPT)


def test_a_phone_is_answered_the_sums_of_all_phones_in_few_queries(client: FlaskClient) -> None:
    meeting, first = make.open_meeting(), make.arrival()
    facilitator(client)
    record_taps(meeting.id, [make.arrival("returning")], make.actor("facilitator"))

    with counted() as queries:
        answer = send(client, meeting, item(first), item(make.turn("elected", new=True)), item(first))
    again = send(client, meeting, item(first))

    assert answer.json == again.json
    assert answer.json is not None
    assert answer.json["cells"]["present:resident"] == 2
    assert answer.json["cells"]["voices:elected"] == 1
    assert len([each for each in queries if not each.startswith("BEGIN")]) <= 7


def test_a_malformed_send_is_refused_in_plain_words_and_stores_nothing(client: FlaskClient) -> None:
    meeting, good = make.open_meeting(), item(make.arrival())
    facilitator(client)
    wrong: list[dict[str, Any]] = [
        {"id": "1", "body": good["body"]},
        {"id": str(uuid4()), "body": {"kind": "arrival", "category": "resident"}},
        {"id": str(uuid4()), "body": {"kind": "turn", "category": "mayor", "is_new_voice": True}},
        {"id": str(uuid4()), "body": {"undoes": 7}},
        {"id": str(uuid4()), "body": []},
    ]

    answers = [send(client, meeting, good, bad) for bad in wrong]
    answers += [send(client, meeting), send(client, meeting, *([good] * 101))]

    assert {answer.status_code for answer in answers} == {422}
    assert all("Rechargez" in (answer.json or {})["sentence"] for answer in answers)
    assert tallies_of(meeting.id).is_empty


def test_a_session_that_ended_is_told_from_a_refusal(client: FlaskClient) -> None:
    meeting = make.open_meeting()

    assert send(client, meeting, item(make.arrival())).status_code == 401
    assert client.get("/kept/token").json["who"] == ""  # type: ignore[index]


def test_what_one_person_kept_is_refused_once_somebody_else_is_signed_in(client: FlaskClient) -> None:
    meeting = make.open_meeting()
    facilitator(client)
    mine = str(client.get("/kept/token").json["who"])  # type: ignore[index]
    sent = {"items": [item(make.arrival())]}
    address = f"/meetings/{meeting.id}/live/taps"

    others = client.post(address, json=sent, headers=KEPT | {"X-Kept-Who": f"{mine}.7"})
    counted = tallies_of(meeting.id)
    own = client.post(address, json=sent, headers=KEPT | {"X-Kept-Who": mine})

    assert (others.status_code, own.status_code) == (401, 200)
    assert counted.is_empty


def test_a_facilitator_of_another_neighbourhood_sees_and_sends_nothing(client: FlaskClient) -> None:
    meeting, person = make.open_meeting(), make.person()
    make.role(person, "facilitator", Scope.NEIGHBOURHOOD, make.neighbourhood("Europe").id)
    sheet = make.tally_sheet(meeting)
    sign_in(client, person)

    assert client.get(f"/meetings/{meeting.id}/live").status_code == 403
    assert client.get(f"/meetings/{meeting.id}/live/totals").status_code == 403
    assert send(client, meeting, item(make.arrival())).status_code == 403
    assert client.get(f"/tally-sheets/{sheet.serial}").status_code == 404
    assert client.get(f"/tally-sheets/{sheet.serial}.pdf").status_code == 404


def test_the_same_buttons_count_and_undo_without_scripts(client: FlaskClient) -> None:
    meeting = make.open_meeting()
    facilitator(client)
    press = {"tap": "arrival:resident:first_ever", "tap_id": str(uuid4()), "age": "25_39"}

    for _double in range(2):
        pressed = client.post(f"/meetings/{meeting.id}/live/taps", data=press)
    assert tallies_of(meeting.id).of(Measure.AGE)["25_39"] == 1
    page = client.get(pressed.location)
    client.post(f"/meetings/{meeting.id}/live/taps", data={"tap": f"undo:{press['tap_id']}"})

    assert f"undo:{press['tap_id']}" in page.text
    assert tallies_of(meeting.id).is_empty


def test_a_remark_sent_twice_is_kept_once_and_remembers_that_it_was_read_back(client: FlaskClient) -> None:
    meeting = make.open_meeting()
    facilitator(client)
    said = {
        "kept_id": str(uuid4()),
        "kind": "idea",
        "text": "Un banc, je suis Nora, 06 11 22 33 44.",
        "was_read_back": "y",
    }
    address = f"/meetings/{meeting.id}/live/said"

    answers = [client.post(address, data=said, headers={"X-Kept": said["kept_id"]}) for _ in range(2)]
    drawn = client.post(address, data=said | {"text": "🙂🙂", "kept_id": str(uuid4())}, headers=KEPT)
    longer = client.post(address, data=said | {"text": "a" * 20_000, "kept_id": str(uuid4())})

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [each.text for each in session().query(Contribution)] == ["Un banc, je suis [une personne], [téléphone]."]
    assert drawn.json == {"sentence": "Écrivez quelques mots."}
    assert session().query(CapturedRemark).one().was_read_back
    assert longer.status_code == 422
    assert "a" * 20_000 in longer.text


def test_a_sheet_that_does_not_add_up_is_said_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    meeting = make.open_meeting()
    facilitator(client)
    printed = client.post(f"/meetings/{meeting.id}/tally-sheets")
    address = printed.location.removesuffix(".pdf")
    paper = client.get(printed.location).data
    figures = {"present-resident": "9", "novelty-returning": "8", "turns-elected": "huit"}

    wrong = client.post(address, data=figures | {"turns-elected": "2"})
    unread = client.post(address, data=figures)
    right = client.post(address, data=figures | {"novelty-unsaid": "1", "turns-elected": ""})
    twice = client.post(address, data=figures | {"novelty-unsaid": "2", "present-resident": "10", "turns-elected": ""})

    assert "font 8, pour 9" in wrong.text
    assert 'value="9"' in wrong.text
    assert 'value="huit"' in unread.text
    assert right.status_code == 303
    assert twice.status_code == 422
    assert "déjà été saisie" in twice.text
    assert tallies_of(meeting.id).residents == 9
    assert is_tagged(paper)
    assert "Première fois cette année" in text_of(paper)


def test_a_correction_keeps_the_taps_that_came_meanwhile_and_closes_the_meeting(client: FlaskClient) -> None:
    meeting = make.open_meeting()
    facilitator(client)
    record_taps(meeting.id, [make.arrival(), make.arrival()], make.actor("facilitator"))
    address = f"/meetings/{meeting.id}/counts"
    shown = {
        "present-resident": "3",
        "seen-present-resident": "1",
        "novelty-first_ever": "3",
        "seen-novelty-first_ever": "1",
    }

    silent = client.post(address, data=shown)
    client.post(address, data=shown | {"reason": "Deux entrés par le jardin"})
    client.post(f"{address}/confirm")

    assert silent.status_code == 422
    closed = session().get_one(Meeting, meeting.id)
    assert (closed.residents_count, closed.state) == (4, "closed")
    assert "Deux entrés par le jardin" in client.get(address).text


def test_everybody_reads_the_counts_but_never_a_small_one(app: Flask) -> None:
    meeting, who = make.open_meeting(), make.actor("facilitator")
    cells = {"first_ever": 9, "first_this_year": 3, "returning": 21}
    correct(meeting.id, {(Measure.NOVELTY, key): number for key, number in cells.items()}, "Exemple", who)
    correct(meeting.id, {(Measure.PRESENT, "resident"): 33, (Measure.PRESENT, "elected"): 2}, "Exemple", who)
    client = app.test_client()
    facilitator(client)
    client.post(f"/meetings/{meeting.id}/counts/confirm")

    page = app.test_client().get(f"/meetings/{meeting.id}").text

    rows = {term.partition("<")[0]: term.partition("<dd>")[2].partition("<")[0] for term in page.split("<dt>")[1:]}
    assert rows["Habitants et habitantes"] == "33"
    assert rows["Élus et élues"] == "moins de 5"
    assert "Première fois" not in rows, "the year less the other meetings would tell a table of which a part is shown"
    assert "qui venait pour la première fois" in page
    assert "Compter les personnes" not in page
