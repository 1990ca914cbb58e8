"""A meeting from the idea to its balance: what each step asks, and who may take it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock
from app.db import session
from app.dialogue import hooks
from app.dialogue.models import Meeting, MeetingExperience, MeetingLine
from app.dialogue.services import turns
from app.mail import Message
from app.steps import journal
from tests import make
from tests.dialogue.team import NOON, act, enter, read

pytestmark = pytest.mark.usefixtures("app")

INVITATION = {"title": "Que faire du square ?", "place": "Au square", "start_time": "18:00", "end_time": "20:00"}
CONTACT = {"name": "Nora", "preferred_channel": "sms", "reach": "06 39 98 11 22", "agrees": "y"}


def only_meeting() -> Meeting:
    return session().scalars(sa.select(Meeting).execution_options(populate_existing=True)).one()


def test_a_meeting_is_prepared_held_told_followed_up_and_judged(client: FlaskClient) -> None:
    place = make.neighbourhood()
    space = make.space(place)
    with clock.told(NOON):
        enter(client, "facilitator", place)
        day = clock.today() + timedelta(days=25)
        client.post(f"/spaces/{space.id}/meetings/plan", data=INVITATION | {"held_on": day.isoformat()})
        meeting = only_meeting()
        assert act(client, meeting, "plan") == 303
        assert act(client, meeting, "announce") == 422
        client.post(f"/meetings/{meeting.id}/outreach", data={"modes": ["door_to_door", "sms", "flyer"]})
        assert act(client, only_meeting(), "announce") == 303
    with clock.told(NOON + timedelta(days=25)):
        assert act(client, only_meeting(), "open") == 303
        client.post(f"/meetings/{meeting.id}/contacts", data=CONTACT)
        client.post(f"/meetings/{meeting.id}/count", data={"residents_count": "14"})
        client.post(
            f"/meetings/{meeting.id}/minutes", data={"minutes": "Un banc est demandé.", "minutes_plain": "Un banc."}
        )
        assert act(client, only_meeting(), "publish_minutes") == 303
        assert act(client, only_meeting(), "follow_up") == 422
        client.post(f"/meetings/{meeting.id}/thanks", data={"noted": "Un banc."})
        assert act(client, only_meeting(), "follow_up") == 303
        assert act(client, only_meeting(), "evaluate") == 422
        client.post(
            f"/meetings/{meeting.id}/experience", data={"with_resident": "y", "went_well": "Oui", "to_change": "Rien"}
        )
        assert act(client, only_meeting(), "evaluate") == 303
        page = read(client, f"/meetings/{meeting.id}")

    told = only_meeting()
    assert (told.state, told.is_open, told.residents_count) == ("evaluated", False, 14)
    assert "Un banc est demandé." in page
    assert list(journal.faults()) == []


def test_three_ways_without_a_face_are_not_enough_to_announce(client: FlaskClient) -> None:
    meeting = make.coming_meeting()
    enter(client, "facilitator", meeting.neighbourhood)

    client.post(f"/meetings/{meeting.id}/outreach", data={"modes": ["sms", "flyer", "letter"]})

    page = read(client, f"/meetings/{meeting.id}")
    assert act(client, meeting, "announce") == 422
    assert "Prévoyez au moins une façon de parler aux gens face à face." in page


def test_nobody_but_its_team_sees_a_meeting_before_it_is_announced(client: FlaskClient) -> None:
    meeting = make.coming_meeting()

    assert client.get(f"/meetings/{meeting.id}").status_code == 404
    assert "Que faire du square" not in read(client, "/meetings") + client.get("/meetings.ics").text
    enter(client, "facilitator", meeting.neighbourhood)
    assert client.get(f"/meetings/{meeting.id}").status_code == 200


def test_a_referent_of_another_city_takes_no_step(client: FlaskClient) -> None:
    hidden, shown = make.coming_meeting(), make.coming_meeting(state="announced")
    elsewhere = make.neighbourhood("La Rabaterie", make.commune("Saint-Pierre-des-Corps", "37233"))
    enter(client, "referent", elsewhere)

    assert [act(client, hidden, "plan"), act(client, shown, "cancel", "Non")] == [404, 403]
    assert client.get(f"/meetings/{shown.id}/edit").status_code == 403


def test_a_cancelled_meeting_says_why_and_a_double_press_counts_once(client: FlaskClient) -> None:
    meeting = make.coming_meeting(state="announced")
    enter(client, "facilitator", meeting.neighbourhood)
    seen = {"seen": str(meeting.step_count)}

    silent = client.post(f"/meetings/{meeting.id}/actions/cancel", data=seen)
    answers = [
        client.post(f"/meetings/{meeting.id}/actions/cancel", data=seen | {"note": "Salle fermée"}) for _ in "12"
    ]

    history = read(client, f"/meetings/{meeting.id}/history")
    assert silent.status_code == 422
    assert [answer.status_code for answer in answers] == [303, 303]
    assert history.count("Salle fermée") == 1
    assert "La rencontre est annulée" in read(client, f"/meetings/{meeting.id}")


def test_reminders_leave_once_from_nine_o_clock_three_days_before(client: FlaskClient) -> None:
    with clock.told(NOON):
        place = make.neighbourhood()
        enter(client, "facilitator", place)
        client.post(f"/neighbourhoods/{place.slug}/contacts", data=CONTACT)
        meeting = make.coming_meeting(place, days=10, state="announced")
    sent = []
    for later in (timedelta(days=6), timedelta(days=6, hours=20), timedelta(days=7), timedelta(days=7, minutes=1)):
        with clock.told(NOON + later):
            sent.append(turns.remind_due())

    message = session().scalars(sa.select(Message)).one()
    assert sent == [0, 0, 1, 0]
    assert session().get_one(Meeting, meeting.id, populate_existing=True).state == "reminded"
    assert (message.recipient, message.addressee, message.channel) == ("+33639981122", "Nora", "sms")
    assert "Que faire du square" in message.body


def test_those_who_were_reminded_are_told_when_it_is_postponed(client: FlaskClient) -> None:
    with clock.told(NOON):
        place = make.neighbourhood()
        enter(client, "facilitator", place)
        client.post(f"/neighbourhoods/{place.slug}/contacts", data=CONTACT)
        meeting = make.coming_meeting(place, days=2, state="announced")
        act(client, meeting, "remind")
        act(client, session().get_one(Meeting, meeting.id, populate_existing=True), "postpone", "La salle est fermée.")

    bodies = session().scalars(sa.select(Message.body).order_by(Message.id)).all()
    assert len(bodies) == 2
    assert "La salle est fermée." in bodies[1]


def test_a_question_that_waits_enters_the_agenda_by_itself_after_the_answers(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = hooks.AgendaEntry(hooks.AgendaKind.QUESTION, "Quand l'ascenseur ?", "question", 7)
    monkeypatch.setattr(hooks, "_agenda", [lambda _meeting: [entry]])
    monkeypatch.setattr(hooks, "_answers", [lambda _meeting: [hooks.AnswerLine("Le camion passe lundi", "Oui")]])
    meeting = make.coming_meeting()
    enter(client, "facilitator", meeting.neighbourhood)

    act(client, make_plannable(meeting), "plan_again")

    page = read(client, f"/meetings/{meeting.id}")
    first, second, third = (
        page.index(text) for text in ("Les réponses depuis", "Le camion passe", "Quand l'ascenseur")
    )
    assert first < second < third
    assert session().scalars(sa.select(MeetingLine.about_id)).all() == [7]


def make_plannable(meeting: Meeting) -> Meeting:
    make.put(meeting, "postponed")
    return session().get_one(Meeting, meeting.id, populate_existing=True)


def test_lines_are_added_moved_and_taken_off_for_good(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = hooks.AgendaEntry(hooks.AgendaKind.QUESTION, "Quand l'ascenseur ?", "question", 7)
    monkeypatch.setattr(hooks, "_agenda", [lambda _meeting: [entry]])
    meeting = make.coming_meeting()
    enter(client, "facilitator", meeting.neighbourhood)
    agenda = f"/meetings/{meeting.id}/agenda"
    for title in ("Les bancs", "Les bancs", "La fête"):
        client.post(agenda, data={"kind": "exchange", "title": title, "minutes": "20"})
    question, benches, party = session().scalars(sa.select(MeetingLine.id).order_by(MeetingLine.position)).all()

    client.post(f"{agenda}/{party}/up")
    client.post(f"{agenda}/{question}/off")

    page = read(client, agenda)
    assert page.index("La fête") < page.index("Les bancs")
    assert "Quand l'ascenseur" not in page
    assert benches


def test_a_line_of_another_meeting_is_not_moved_from_here(client: FlaskClient) -> None:
    mine = make.coming_meeting()
    other = make.coming_meeting(make.neighbourhood("Europe"))
    enter(client, "facilitator", other.neighbourhood)
    client.post(f"/meetings/{other.id}/agenda", data={"kind": "info", "title": "Chez nous"})
    line = session().scalars(sa.select(MeetingLine.id)).one()
    enter(client, "facilitator", mine.neighbourhood)

    answer = client.post(f"/meetings/{mine.id}/agenda/{line}/off")

    assert answer.status_code == 403
    assert session().scalars(sa.select(MeetingLine.id)).all() == [line]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"start_time": "20:00", "end_time": "18:00"}, "La rencontre finirait avant de commencer."),
        ({"held_on": "2020-01-01"}, "Ce jour est passé."),
        ({"held_on": "2999-01-01"}, "Ce jour est trop loin."),
        ({"title": "x" * 20_000}, "160 signes au plus."),
    ],
)
def test_a_slip_in_an_invitation_gets_a_sentence_and_loses_nothing(
    client: FlaskClient, wrong: dict[str, str], sentence: str
) -> None:
    space = make.space()
    enter(client, "facilitator", space.neighbourhood)
    soon = {"held_on": (clock.today() + timedelta(days=40)).isoformat()}

    answer = client.post(f"/spaces/{space.id}/meetings/plan", data=INVITATION | soon | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Au square"' in answer.text
    assert all(value in answer.text for value in wrong.values())
    assert session().scalar(sa.select(sa.func.count()).select_from(Meeting)) == 0


def test_a_new_date_moves_the_deadline_and_is_told_in_the_history(client: FlaskClient) -> None:
    meeting = make.coming_meeting(days=60)
    enter(client, "facilitator", meeting.neighbourhood)
    before = meeting.due_at

    client.post(f"/meetings/{meeting.id}/edit",
                data=INVITATION | {"held_on": (meeting.held_on + timedelta(days=7)).isoformat()})  # fmt: skip

    after = session().get_one(Meeting, meeting.id, populate_existing=True).due_at
    assert before
    assert after
    assert (after.date() - before.date()).days == 7
    assert "Ce qui est dit de la rencontre a changé." in read(client, f"/meetings/{meeting.id}/history")


def test_a_count_before_the_day_is_refused(client: FlaskClient) -> None:
    meeting = make.coming_meeting(state="announced")
    enter(client, "facilitator", meeting.neighbourhood)

    answer = client.post(f"/meetings/{meeting.id}/count", data={"residents_count": "9"})

    assert answer.status_code == 422
    assert "Le jour de la rencontre n&#39;est pas encore arrivé." in answer.text


def test_a_headcount_of_slips_that_does_not_add_up_is_refused(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "facilitator", meeting.neighbourhood)
    told = {"with_resident": "y", "went_well": "Oui", "to_change": "Rien", "slips": "5", "understood": "9"}

    answer = client.post(f"/meetings/{meeting.id}/experience", data=told)
    alone = client.post(f"/meetings/{meeting.id}/experience", data=told | {"understood": "5", "with_resident": ""})

    assert (answer.status_code, alone.status_code) == (422, 422)
    assert "plus que le nombre de petits papiers" in answer.text
    assert "trouvez quelqu" in alone.text
    assert session().scalar(sa.select(sa.func.count()).select_from(MeetingExperience)) == 0


def test_a_referent_takes_the_last_step_back(client: FlaskClient) -> None:
    meeting = make.coming_meeting()
    enter(client, "referent", meeting.neighbourhood)
    client.post(f"/meetings/{meeting.id}/outreach", data={"modes": ["market", "sms", "flyer"]})
    act(client, meeting, "announce")
    announced = session().get_one(Meeting, meeting.id, populate_existing=True)

    client.post(f"/meetings/{meeting.id}/correct",
                data={"seen": str(announced.step_count), "undone": "announce", "note": "Trop tôt"})  # fmt: skip

    back = session().get_one(Meeting, meeting.id, populate_existing=True)
    assert (back.state, back.public_at) == ("planned", None)


def test_a_facilitator_finds_what_awaits_them_and_nothing_of_elsewhere(client: FlaskClient) -> None:
    mine = make.coming_meeting(title="La mienne")
    make.coming_meeting(make.neighbourhood("Europe"), title="La leur")
    enter(client, "facilitator", mine.neighbourhood)

    page = read(client, "/meetings")

    assert "Ce qui vous attend" in page
    assert "La mienne" in page
    assert "La leur" not in page
    assert "Ce qui vous attend" not in client.application.test_client().get("/meetings").text
