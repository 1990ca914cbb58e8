"""The private thread and the public comments of a project."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.erasing import erase_elsewhere
from app.accounts.models import Scope
from app.db import session, transaction
from app.mail.models import Message, News
from app.projects.models import Comment, CommentReport, Project, ReportReason, ThreadMessage, ThreadNotice, Voice
from app.projects.policy import NotAllowed
from app.projects.queries.follow import follow_of
from app.projects.services import comments, thread
from app.projects.services.thread import Written
from app.steps.actor import Actor
from tests import make
from tests.projects.placing import move, project_in

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def carrier() -> Actor:
    """Give who carries the project, reached by e-mail."""
    return Actor(make.person("Amina Diallo", email="amina@exemple.example", preferred_channel="email").id)


@pytest.fixture
def referent() -> Actor:
    """Give the referent of the city."""
    person = make.person("Rémi Référent")
    make.role(person, "referent", Scope.COMMUNE, make.commune().id)
    return Actor(person.id)


@pytest.fixture
def project(carrier: Actor) -> Project:
    """Give a project under way."""
    return project_in("codesign", carrier)


def letters(person_id: int | None) -> list[Message]:
    return list(session().scalars(sa.select(Message).filter_by(person_id=person_id).order_by(Message.id)))


def lines(person_id: int | None) -> list[str]:
    return list(session().scalars(sa.select(News.sentence).filter_by(person_id=person_id).order_by(News.id)))


def test_the_team_hears_at_once_and_the_staff_once_a_week_until_they_choose(project, carrier, referent) -> None:
    thread.write(project.id, Written("L'assurance est-elle prête ?"), referent)
    thread.write(project.id, Written("Oui, je l'apporte jeudi."), carrier)
    weekly = (len(letters(referent.person_id)), lines(referent.person_id))

    thread.choose_notice(project.id, ThreadNotice.INSTANT, referent)
    thread.write(project.id, Written("Et le plan aussi."), carrier)

    assert [("L'assurance est-elle prête ?" in letter.body) for letter in letters(carrier.person_id)] == [True]
    assert weekly == (0, ["Amina a écrit dans le fil de l'équipe."])
    (letter,) = letters(referent.person_id)
    assert "Et le plan aussi." not in letter.body, "a letter is printed by people who are not of the thread"


def test_what_is_unread_is_counted_until_the_page_is_opened(project, carrier, referent, browse) -> None:
    for body in ("Un", "Deux"):
        thread.write(project.id, Written(body), referent)
    client = browse(carrier)

    before = follow_of(session().get_one(Project, project.id)).unread_by(carrier)
    page = client.get(f"/projects/{project.ref}/thread").text
    after = follow_of(session().get_one(Project, project.id)).unread_by(carrier)

    assert (before, after) == (2, 0)
    assert page.count("nouveau</strong>") == 2


@pytest.mark.parametrize("role", ["", "helper", "answerer", "committee_secretary"])
def test_nobody_else_reads_or_writes_in_the_thread(role, project, referent, browse) -> None:
    thread.write(project.id, Written("Entre nous."), referent)
    stranger = make.actor(*filter(None, [role]))

    page = browse(stranger).get(f"/projects/{project.ref}/thread")

    assert page.status_code == 404
    assert "Entre nous." not in browse(stranger).get(f"/projects/{project.ref}").text
    with pytest.raises(NotAllowed):
        thread.write(project.id, Written("Moi aussi."), stranger)


def test_a_staff_member_of_another_city_is_not_of_the_thread(project) -> None:
    person = make.person("Ailleurs")
    make.role(person, "gestionnaire", Scope.COMMUNE, make.commune("Saint-Pierre-des-Corps", "37233").id)

    with pytest.raises(NotAllowed):
        thread.write(project.id, Written("Bonjour"), Actor(person.id))


def test_a_resident_comments_the_team_answers_and_each_is_shown_for_what_they_are(project, carrier, browse) -> None:
    resident, helper = make.actor(name="Rosa Visage"), make.actor("helper", name="Hélène Aide")

    said = comments.comment(project.id, "Et les enfants ?", Actor(helper.person_id, resident.person_id))
    browse(carrier).post(f"/projects/{project.ref}/comments", data={"body": "Ils viennent !", "answers": str(said.id)})

    answer = session().scalars(sa.select(Comment).order_by(Comment.id.desc())).first()
    assert (answer.voice, answer.answers_id) == (Voice.TEAM, said.id)
    page = browse(None).get(f"/projects/{project.ref}/comments").text
    assert "Rosa" in page
    assert "Hélène" not in page
    assert "L'équipe du projet" in unescape(page)


def test_a_reported_comment_waits_for_the_referent_who_hides_it_behind_a_reason(project, referent, browse) -> None:
    author = make.actor(name="Rosa Visage")
    rude = comments.comment(project.id, "Ce sont des bons à rien.", author)

    browse(None).post(f"/comments/{rude.id}/report", data={"reason": "insult"})
    waiting = browse(referent).get("/desk?tab=comments").text
    bare = browse(referent).post(f"/comments/{rude.id}/hide", data={"reason": ""})
    browse(referent).post(f"/comments/{rude.id}/hide", data={"reason": "Il insulte."})

    page = browse(None).get(f"/projects/{project.ref}/comments").text
    assert project.ref in waiting
    assert bare.status_code == 422
    assert "Ce commentaire a été masqué\xa0: Il insulte." in page
    assert "bons à rien" not in page + browse(None).get(f"/projects/{project.ref}").text
    assert "Il insulte." in letters(author.person_id)[0].body
    assert project.ref not in browse(referent).get("/desk?tab=comments").text


def test_only_a_referent_of_the_place_who_does_not_carry_the_project_hides(project, carrier) -> None:
    said = comments.comment(project.id, "Non merci.", make.actor())
    away = make.person("Ailleurs")
    make.role(away, "referent", Scope.COMMUNE, make.commune("Saint-Pierre-des-Corps", "37233").id)
    make.role(session().get_one(type(away), carrier.person_id), "referent")

    for actor in (carrier, Actor(away.id), make.actor()):
        with pytest.raises(NotAllowed):
            comments.hide(said.id, "Je préfère.", actor)


def test_an_author_withdraws_their_comment_and_its_words_are_gone(project, browse) -> None:
    author = make.actor(name="Rosa Visage")
    said = comments.comment(project.id, "Je me suis trompée.", author)

    refused = browse(make.actor()).post(f"/comments/{said.id}/withdraw")
    browse(author).post(f"/comments/{said.id}/withdraw")

    assert refused.status_code == 404
    assert session().get_one(Comment, said.id).body == ""


def test_words_sent_twice_are_said_once_a_flood_is_stopped_and_a_closed_project_takes_none(project, browse) -> None:
    resident = make.actor()
    client = browse(resident)

    answers = [
        client.post(f"/projects/{project.ref}/comments", data={"body": body}).status_code
        for body in ("Bravo", "Bravo", *(f"Encore une idée {number}" for number in "abcdef"))
    ]
    with clock.told(clock.now() + timedelta(hours=1)):
        later = client.post(f"/projects/{project.ref}/comments", data={"body": "Plus tard"}).status_code
    move(project, "closed")
    closed = client.post(f"/projects/{project.ref}/comments", data={"body": "Trop tard"}).status_code

    assert answers == [303] * 6 + [422] * 2
    assert (later, closed) == (303, 403)
    assert session().scalar(sa.select(sa.func.count()).select_from(Comment)) == 6


def test_who_is_erased_leaves_no_word(project, carrier) -> None:
    resident = make.actor(name="Rosa Visage")
    said = comments.comment(project.id, "Mon numéro est le 6.", resident)
    comments.report(said.id, ReportReason.OTHER, "C'est chez moi", carrier)
    thread.write(project.id, Written("À moi."), carrier)

    erase(resident, carrier)

    fresh = session().get_one(Comment, said.id)
    assert (fresh.body, fresh.author_id) == ("", None)
    (reported,) = session().scalars(sa.select(CommentReport)).all()
    assert (reported.text, reported.settled_at is not None) == ("", True)
    assert follow_of(session().get_one(Project, project.id)).unread == {}


@transaction()
def erase(*actors: Actor) -> None:
    for actor in actors:
        erase_elsewhere(actor.person_id)


@transaction()
def crowd(project: Project, count: int) -> list[int]:
    """Store comments, and as many messages of the thread; return the ids of the comments."""
    said = [Comment(project_id=project.id, body=f"Parole {n}.", at=clock.now()) for n in range(count)]
    written = [ThreadMessage(project_id=project.id, body=f"Message {n}.", at=clock.now()) for n in range(count)]
    session().add_all(said + written)
    session().flush()
    session().add(Comment(project_id=project.id, body="Une réponse.", answers_id=said[0].id, at=clock.now()))
    session().flush()
    return [one.id for one in said]


def shown_in(page: str, word: str) -> list[int]:
    return [int(number) for number in re.findall(rf"{word} (\d+)\.", page)]


def test_comments_and_messages_come_twenty_a_page_and_an_address_finds_its_comment(project, carrier, browse) -> None:
    ids = crowd(project, 45)
    visitor, url = browse(None), f"/projects/{project.ref}/comments"

    last = visitor.get(url).text
    before = visitor.get(re.search(r"/projects/[\w-]+/comments.before=\d+", last)[0]).text
    around = visitor.get(f"{url}?at={ids[3]}").text
    first = visitor.get(f"{url}?before={ids[5]}").text
    thread_pages = [browse(carrier).get(f"/projects/{project.ref}/thread").text for _ in range(2)]

    assert shown_in(last, "Parole") == list(range(25, 45))
    assert shown_in(before, "Parole") == list(range(5, 25))
    assert f'id="comment-{ids[3]}"' in around
    assert "Une réponse." in first
    assert "plus anciens" not in first
    assert "plus récents" in first
    assert [len(shown_in(page, "Message")) for page in thread_pages] == [45, 20], "all that is new is on the screen"
