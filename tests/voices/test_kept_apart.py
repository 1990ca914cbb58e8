"""Original words that go with what they named; answers approved as they were read; promises closed by referents."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person
from app.db import session
from app.mail import Message
from app.retention import services as retention
from app.steps import services as steps
from app.steps.seen import Moved
from app.voices.models import ContributionKind, ContributionOriginal, Moderation
from app.voices.question_models import Answer
from app.voices.services import answers, correct_contribution, reminding
from tests import make
from tests.voices import town as t

pytestmark = pytest.mark.usefixtures("app")


def originals() -> int:
    return session().scalar(sa.select(sa.func.count()).select_from(ContributionOriginal)) or 0


def test_correcting_words_erases_the_original_ones() -> None:
    there = t.town()
    said = t.said(there, "[une personne] fait du bruit.", original="Karim Durand fait du bruit.")
    before = originals()

    correct_contribution(said.id, ContributionKind.QUESTION, "Il y a du bruit.", there.facilitator)

    assert (before, originals()) == (1, 0)


def test_words_set_aside_lose_their_original_with_their_text() -> None:
    there = t.town()
    said = t.said(there, "[une personne] !", original="Karim Durand !")
    t.with_transaction(said, moderation=Moderation.SET_ASIDE, set_aside_reason="Une insulte")

    with t.days_later(91):
        retention.apply_all()

    session().expire_all()
    assert (said.text, originals()) == ("", 0)


def test_an_answer_changed_since_it_was_reread_is_not_approved() -> None:
    there = t.town()
    question = t.entrusted(there)
    answers.propose(question.id, t.draft(), there.answerer, 0)
    seen = question.step_count
    steps.perform(question, "send_back", there.referent, "Trop long.")
    answers.propose(question.id, t.draft(plain_text="Autre chose."), there.answerer, 1)

    with pytest.raises(Moved):
        answers.approve(question.id, there.referent, seen, publish_now=True)

    assert question.state == "drafted"


def test_an_answer_handed_to_the_referent_is_not_changed_behind_them() -> None:
    there = t.town()
    question = t.entrusted(there)
    answers.propose(question.id, t.draft(), there.answerer, 0)

    with pytest.raises(answers.ChangedMeanwhile):
        answers.save_draft(question.id, t.draft(text="Autre"), there.answerer, 1)

    assert session().query(Answer).one().text == "L'ascenseur sera remplacé."


def test_a_late_question_is_locked_only_when_its_next_reminder_has_come() -> None:
    question = t.entrusted(t.town())

    waiting = []
    for days in (4, 5, 12):
        with clock.told(clock.at_nine(question.answer_due_on + timedelta(days=days))):
            waiting.append(len(reminding._awaited()))
            reminding.remind_all()
            waiting.append(len(reminding._awaited()))

    assert waiting == [1, 0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("days", "wanted", "unwanted"),
    [(-2, "est attendue pour le", "était promise"), (3, "La réponse était promise pour le", "Votre service")],
)
def test_a_reminder_says_what_is_true_that_day(days: int, wanted: str, unwanted: str) -> None:
    question = t.entrusted(t.town())

    with clock.told(clock.at_nine(question.answer_due_on + timedelta(days=days))):
        reminding.remind_all()

    body = session().query(Message).filter_by(subject="Une réponse est attendue").one().body
    assert wanted in body
    assert unwanted not in body


def test_referents_are_reminded_of_an_answer_that_waits_for_them() -> None:
    there = t.town()
    question = t.entrusted(there)
    answers.propose(question.id, t.draft(), there.answerer, 0)

    with clock.told(clock.at_nine(question.answer_due_on + timedelta(days=3))):
        reminding.remind_all()

    message = session().query(Message).filter_by(subject="Une réponse est attendue").one()
    assert message.person_id == there.referent.person_id
    assert "elle n'est pas encore publiée" in message.body


def test_a_referent_of_the_place_closes_a_promise_and_one_of_another_city_is_offered_nothing(
    client: FlaskClient,
) -> None:
    there = t.town()
    promise = t.answered(there, commitments=[("Changer la porte", date(2027, 1, 15))]).answers[0].commitments[0]
    stranger = make.person("Référente Loin")
    make.role(stranger, "referent", t.Scope.COMMUNE, make.commune("La Riche", "37195").id)
    address = f"/commitments/{promise.id}/kept"

    visitor = client.get("/commitments").text
    t.as_(client, t.Actor(stranger.id))
    elsewhere = client.get("/commitments").text
    t.as_(client, there.referent)
    offered = client.get("/commitments").text
    client.post(address, data={"note": "Photo du 10 janvier"})

    session().expire_all()
    assert [address in page for page in (visitor, elsewhere, offered)] == [False, False, True]
    assert (promise.state, promise.closed_by_id) == ("kept", session().get(Person, there.referent.person_id).id)
