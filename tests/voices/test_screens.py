"""The screens of questions, as residents, staff and bodies use them; what each of them may not read or do."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient

from app.db import session
from app.mail import Message
from app.steps.actor import Actor
from app.voices.models import Contribution, ContributionOriginal, Moderation
from app.voices.question_models import Question
from app.voices.services import questions
from tests.pdf import text_of
from tests.voices import town as t

pytestmark = pytest.mark.usefixtures("app")


def spoken(there: t.Town, **fields: object) -> dict[str, object]:
    return {
        "kind": "question", "text": "Quand rouvre le local des jeunes ?", "neighbourhood": there.place.id,
        "reply_way": "message", "contact": "06 39 98 12 34", "contact_name": "Karim", "website": "",
    } | fields  # fmt: skip


def only_question() -> Question:
    return session().query(Question).one()


def test_a_visitor_asks_follows_by_number_and_is_answered_to_the_end(client: FlaskClient) -> None:
    there = t.town()

    sent = client.post("/speak", data=spoken(there))
    question = only_question()
    before = unescape(client.get(f"/questions/{question.id}").text), client.get(f"/questions/{question.id}").status_code
    t.as_(client, there.referent)
    client.post(
        f"/voices/{question.contribution_id}", data={"text": question.contribution.text, "theme": "school_youth"}
    )
    client.post(f"/questions/{question.id}/sort", data={"theme": "school_youth", "answer_days": "15"})
    client.post(
        f"/questions/{question.id}/entrust", data={"answerer": f"{there.landlord.id}-{there.answerer.person_id}"}
    )
    t.as_(client, there.answerer)
    written = {"kind": "yes", "text": "Ouverture le 3.", "plain_text": "Le local ouvre le 3 mars.", "seen": "0",
               "commitments-0-what": "Ouvrir le local", "commitments-0-due_on": "2027-03-03", "go": "propose"}  # fmt: skip
    client.post(f"/questions/{question.id}/answer", data=written)
    t.as_(client, there.referent)
    client.post(f"/questions/{question.id}/approve", data={"go": "publish", "seen": str(only_question().step_count)})
    t.as_(client, there.facilitator)
    client.post("/answers/to-tell", data={"question": question.id, "way": "voice"})
    visitor = client.application.test_client()
    page = unescape(visitor.get(f"/follow/{question.code}").text)
    closed = visitor.post(f"/follow/{question.code}", data={"feedback": "clear"})

    session().expire_all()
    assert sent.location == f"/follow/{question.code}"
    assert before[1] == 404
    assert "Le local ouvre le 3 mars." in page
    assert "Ouvrir le local" in unescape(visitor.get("/commitments").text)
    assert closed.status_code == 303
    assert only_question().state == "closed"
    assert session().query(Message).filter(Message.recipient == "+33639981234").count() == 2
    assert (question.contribution.contact, question.contribution.contact_name) == ("", "")


def test_a_number_in_the_text_is_offered_to_be_hidden_and_the_very_words_are_kept_apart(client: FlaskClient) -> None:
    there = t.town()
    text = "Rappelez-moi au 06 11 22 33 44 pour le chauffage."

    offered = client.post("/speak", data=spoken(there, kind="report", text=text, reply_way="none", contact=""))
    client.post(
        "/speak", data=spoken(there, kind="report", text=text, reply_way="none", contact="", mask="yes", reviewed="1")
    )

    said = session().query(Contribution).one()
    assert offered.status_code == 200
    assert "06 11 22 33 44" in offered.text
    assert said.text == "Rappelez-moi au [téléphone] pour le chauffage."
    assert session().get(ContributionOriginal, said.id).text == text


def test_who_is_known_speaks_first_for_their_own_neighbourhood(client: FlaskClient) -> None:
    there = t.town()
    unknown = client.get("/speak").text
    t.as_(client, Actor(there.asker.id))

    known = client.get("/speak").text

    assert f'selected value="{there.place.id}"' in known
    assert "selected value=" not in unknown


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "😡😡"}, "Ajoutez quelques mots"),
        ({"text": "x" * 20_000}, "Enlevez 15000 signes"),
        ({"contact": "pas un numéro"}, "écrivez un e-mail ou un numéro"),
        ({"neighbourhood": "0"}, "problems"),
        ({"neighbourhood": ""}, "Choisissez un quartier."),
    ],
)
def test_what_cannot_be_sent_is_told_in_a_sentence_and_nothing_is_lost(
    client: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    there = t.town()

    answer = client.post("/speak", data=spoken(there, **fields))

    assert answer.status_code == 422
    assert sentence.lower() in unescape(answer.text).lower()
    assert str(spoken(there, **fields)["text"]) in unescape(answer.text)
    assert session().query(Contribution).count() == 0


def test_a_drawing_alone_is_heard_when_it_asks_nothing(client: FlaskClient) -> None:
    client.post("/speak", data=spoken(t.town(), kind="feeling", text="😊👍", reply_way="none", contact=""))

    assert session().query(Contribution).one().text == "😊👍"


def test_a_robot_is_thanked_and_kept_nowhere(client: FlaskClient) -> None:
    answer = client.post("/speak", data=spoken(t.town(), website="http://spam.example"))

    assert answer.location == "/speak/thanks"
    assert session().query(Contribution).count() == 0


def test_the_same_words_sent_twice_are_kept_once(client: FlaskClient) -> None:
    there = t.town()

    for _ in range(2):
        client.post("/speak", data=spoken(there))

    assert session().query(Contribution).count() == 1


def test_repeating_published_words_does_not_give_the_number_of_their_card(client: FlaskClient) -> None:
    there = t.town()
    words = spoken(there, reply_way="none", contact="", contact_name="")
    first = client.post("/speak", data=words)
    questions.welcome_words(only_question().contribution_id, questions.Reading(str(words["text"])), there.referent)

    again = client.post("/speak", data=words | {"reviewed": "1"})

    assert again.status_code == first.status_code == 303
    assert again.location != first.location


def test_what_looks_alike_is_shown_while_typing_and_before_sending(client: FlaskClient) -> None:
    there = t.town()
    first = t.asked(there, "L'ascenseur de la tour 4 est en panne, quand sera-t-il réparé ?")
    text = "Quand répare-t-on l'ascenseur de la tour ?"

    typed = client.get("/speak/similar", query_string={"text": text, "neighbourhood": there.place.id}).text
    reviewed = client.post("/speak", data=spoken(there, text=text))
    other = client.get(
        "/speak/similar", query_string={"text": "Le marché est trop petit", "neighbourhood": there.place.id}
    ).text

    assert f"/questions/{first.id}" in typed
    assert f"/questions/{first.id}" in reviewed.text
    assert other.strip() == ""
    assert session().query(Contribution).count() == 1


def test_slips_follow_one_another_with_the_same_place_and_way(client: FlaskClient) -> None:
    there = t.town()
    t.as_(client, there.facilitator)
    slip = {"neighbourhood": there.place.id, "channel": "call", "kind": "idea", "text": "Un banc au soleil", "theme": "",
            "reply_way": "none", "contact": "", "contact_name": ""}  # fmt: skip

    answer = client.post("/slips", data=slip)

    following = client.get(answer.location).text
    said = session().query(Contribution).one()
    assert '<option selected value="call">' in following
    assert (said.moderation, said.recorded_by_id) == (Moderation.PUBLISHED, there.facilitator.person_id)


def test_words_set_aside_are_never_shown_and_their_author_is_forgotten(client: FlaskClient) -> None:
    there = t.town()
    client.post("/speak", data=spoken(there, text="Achetez mes montres"))
    said = session().query(Contribution).one()
    t.as_(client, there.referent)

    client.post(f"/voices/{said.id}/aside", data={"note": "De la publicité."})

    session().expire_all()
    assert (said.moderation, said.contact) == (Moderation.SET_ASIDE, "")
    assert only_question().state == "set_aside"
    assert "montres" not in client.get("/questions").text


def test_a_private_question_is_read_by_nobody_else_and_its_number_tells_only_where_it_stands(
    client: FlaskClient,
) -> None:
    there = t.town()
    question = t.asked(there, "Mon loyer SECRET a doublé, pourquoi ?")
    t.sorted_out(there, question, is_private=True)

    pages = [client.get(address) for address in (f"/questions/{question.id}", "/questions", "/questions?q=loyer")]
    followed = client.get(f"/follow/{question.code}")
    card = client.get(f"/follow/{question.code}/card.pdf")

    assert pages[0].status_code == 404
    assert not any("SECRET" in page.text for page in (*pages, followed))
    assert "SECRET" not in text_of(card.data)
    assert "personnelle" in followed.text


def test_a_wrong_number_is_told_in_a_sentence(client: FlaskClient) -> None:
    answer = client.post("/follow", data={"number": "1234-5678"})

    assert answer.status_code == 422
    assert "Nous ne trouvons pas ce numéro" in answer.text
    assert 'value="1234-5678"' in answer.text
