"""Answering, rereading, telling, counting on screen; what other services and other cities may not open."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Scope
from app.db import session
from app.mail import Message
from app.voices.models import Contribution, ReplyWay, Visibility
from app.voices.question_models import Answer
from app.voices.services import answers
from tests import make
from tests.pdf import is_tagged, text_of
from tests.queries import counted
from tests.sessions import sign_in
from tests.voices import town as t

pytestmark = pytest.mark.usefixtures("app")


def test_who_answers_elsewhere_or_nothing_never_opens_the_answer(client: FlaskClient) -> None:
    there = t.town()
    question = t.entrusted(there)
    other = make.person("Autre Service")
    make.role(other, "answerer", Scope.ORGANISATION, t.body("Autre", commune_id=there.place.commune_id).id)
    referent = make.person("Référent Loin")
    make.role(referent, "referent", Scope.COMMUNE, make.commune("La Riche", "37195").id)
    data = {"kind": "yes", "text": "Faux", "plain_text": "Faux", "seen": "0"}

    codes = []
    for person, addresses in (
        (other, ("answer", "interim", "transfer", "accept")),
        (referent, ("sort", "entrust", "approve")),
    ):
        sign_in(client, person)
        codes += [client.post(f"/questions/{question.id}/{end}", data=data).status_code for end in addresses]
    listed = client.get("/questions/work").text + client.get("/voices").text

    assert set(codes) == {404}
    assert question.contribution.text not in unescape(listed)
    assert session().query(Answer).count() == 0


def test_two_people_writing_at_once_both_see_what_the_other_wrote(client: FlaskClient) -> None:
    there = t.town()
    question = t.entrusted(there)
    answers.save_draft(question.id, t.draft(text="Première main"), there.answerer, 0)
    t.as_(client, there.answerer)

    answer = client.post(f"/questions/{question.id}/answer",
                         data={"kind": "no", "text": "Seconde main", "plain_text": "Non", "seen": "0", "go": "propose"})  # fmt: skip

    assert answer.status_code == 409
    assert "Première main" in answer.text
    assert "Seconde main" in answer.text
    assert session().query(Answer).one().text == "Première main"


def test_an_answer_without_plain_words_comes_back_with_what_was_typed(client: FlaskClient) -> None:
    there = t.town()
    question = t.entrusted(there)
    t.as_(client, there.answerer)

    answer = client.post(f"/questions/{question.id}/answer",
                         data={"kind": "yes", "text": "Les mots du service", "plain_text": "", "seen": "0", "go": "propose"})  # fmt: skip

    assert answer.status_code == 422
    assert "mots simples" in answer.text
    assert "Les mots du service" in answer.text
    assert question.state == "assigned"


def test_a_double_press_publishes_once(client: FlaskClient) -> None:
    there = t.town()
    question = t.entrusted(there)
    answers.propose(question.id, t.draft(), there.answerer, 0)
    t.as_(client, there.referent)

    sent = {"go": "publish", "seen": str(question.step_count)}
    codes = [client.post(f"/questions/{question.id}/approve", data=sent).status_code for _ in range(2)]

    session().expire_all()
    assert codes == [303, 303]
    assert question.state == "answered"
    assert session().query(Message).filter_by(subject="La réponse à votre question").count() == 1


def test_a_letter_posted_at_the_desk_tells_the_answer_back(client: FlaskClient) -> None:
    there = t.town()
    question = t.answered(there)
    letter = session().query(Message).filter_by(subject="La réponse à votre question").one()
    t.as_(client, there.referent)

    client.post(f"/desk/letters/{letter.id}/done")

    session().expire_all()
    assert question.state == "reported_back"


def test_the_board_counts_what_is_owed_late_and_on_time(client: FlaskClient) -> None:
    there = t.town()
    t.answered(there)
    t.entrusted(there, t.asked(there, "Et les poubelles de la place ?"))

    with t.days_later(40):
        page = unescape(client.get("/questions/board").text)

    assert "100 %" in page
    assert '<span class="due late">1</span>' in page
    assert "Touraine Logement" in page


def test_the_card_and_the_poster_are_tagged_and_say_what_is_needed(client: FlaskClient) -> None:
    there = t.town()
    question = t.answered(there)

    card, poster = client.get(f"/follow/{question.code}/card.pdf"), client.get("/neighbourhoods/sanitas/answers.pdf")

    assert f"{question.code[:4]}-{question.code[4:]}" in text_of(card.data)
    assert "Nous changeons l'ascenseur." in text_of(poster.data).replace("\u2019", "'")
    assert is_tagged(card.data)
    assert is_tagged(poster.data)


def test_merging_from_the_screen_and_undoing_it(client: FlaskClient) -> None:
    there = t.town()
    first, second = (
        t.said(there, "L'ascenseur de la tour 4 est en panne"),
        t.said(there, "Ascenseur en panne, tour 4 !"),
    )
    t.as_(client, there.referent)

    offered = client.get(f"/voices/{second.id}").text
    client.post(f"/voices/{second.id}/merge", data={"into": first.id})
    session().expire_all()
    merged = t.question_of(second).state
    client.post(f"/voices/{second.id}/part", data={"note": "Ce n'est pas la même tour."})
    session().expire_all()

    assert f'name="into" value="{first.id}"' in offered
    assert merged == "merged"
    assert t.question_of(second).state == "acknowledged"


def test_what_is_said_is_linked_to_the_projects_of_its_neighbourhood_only(client: FlaskClient) -> None:
    there = t.town()
    said = t.said(there, "Il faut des bancs dans le jardin")
    far = Contribution(
        neighbourhood_id=make.neighbourhood("Europe").id, kind="idea", text="Ailleurs", said_on=said.said_on
    )
    t.stored(far)
    project = make.project(there.referent, published_at=said.recorded_at)
    make.put(project, "codesign")
    t.as_(client, there.referent)

    codes = [client.post(f"/projects/{project.ref}/voices/{one.id}/link").status_code for one in (said, said, far)]

    assert codes == [303, 303, 403]
    assert "Il faut des bancs dans le jardin" in client.get(f"/projects/{project.ref}").text
    client.post(f"/projects/{project.ref}/voices/{said.id}/unlink")
    assert "Il faut des bancs dans le jardin" not in client.get(f"/projects/{project.ref}").text


def test_the_metropolis_alone_changes_who_answers(client: FlaskClient) -> None:
    there = t.town()
    admin = make.person("Admin Métropole", email="chef@exemple.fr", preferred_channel="email")
    make.role(admin, "metro_admin")
    fields = {"name": "Ville, espaces verts", "kind": "city", "commune": there.place.commune_id, "phone": "", "email": "",
              "head": "chef@exemple.fr", "elected": ""}  # fmt: skip

    t.as_(client, there.referent)
    refused = client.post("/organisations/new", data=fields)
    sign_in(client, admin)
    stored = client.post("/organisations/new", data=fields)
    twice = client.post("/organisations/new", data=fields)
    unknown = client.post("/organisations/new", data=fields | {"name": "Autre", "head": "inconnu@exemple.fr"})

    assert [answer.status_code for answer in (refused, stored, twice, unknown)] == [403, 303, 422, 422]
    assert "Ville, espaces verts" in client.get("/organisations").text


def test_the_screens_cost_few_queries_whatever_they_hold(client: FlaskClient) -> None:
    there = t.town()
    for text in ("Et le hall ?", "Et la cave ?", "Et le toit ?"):
        t.answered(there, t.entrusted(there, t.asked(there, text)))
    question = t.entrusted(there)
    readers = {
        there.referent: ("/questions/work", f"/questions/{question.id}", f"/questions/{question.id}/entrust", "/voices",
                         f"/voices/{question.contribution_id}", "/answers/to-tell", "/slips", "/desk"),
        there.answerer: ("/answers", f"/questions/{question.id}/answer"),
    }  # fmt: skip
    public = ("/questions", "/questions/board", "/commitments", f"/questions/{question.id}", f"/follow/{question.code}",
              "/organisations", "/neighbourhoods/sanitas", "/speak")  # fmt: skip

    costs = {page: _cost(client, page) for page in public}
    for reader, pages in readers.items():
        t.as_(client, reader)
        costs |= {f"staff {page}": _cost(client, page) for page in pages}

    assert {page: cost for page, cost in costs.items() if cost > 8} == {}


def _cost(client: FlaskClient, page: str) -> int:
    with counted() as sent:
        assert client.get(page).status_code == 200, page
    return len([statement for statement in sent if statement != "BEGIN"])


def test_a_private_answer_goes_to_its_person_alone(client: FlaskClient) -> None:
    there = t.town()
    question = t.asked(there, reply_way=ReplyWay.MESSAGE)
    t.sorted_out(there, question, is_private=True)
    t.questions.entrust(question.id, there.landlord.id, there.answerer.person_id, there.referent)
    t.answered(there, question)

    public = (
        client.get("/questions").text + client.get("/commitments").text + client.get("/neighbourhoods/sanitas").text
    )

    assert question.contribution.visibility is Visibility.PRIVATE
    assert "Nous changeons" not in public
    assert session().query(Message).filter_by(subject="La réponse à votre question").one().person_id == there.asker.id
