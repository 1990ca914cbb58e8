"""Residents close the works: who may say that it is done, what a meeting counts, when a reason stands in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.models import Scope
from app.db import session, transaction
from app.mail.models import News
from app.projects.models import Delivered, DeliveryVoice, Follower, Pace, Project
from app.projects.policy import NotAllowed
from app.projects.queries.follow import follow_of
from app.projects.services import delivery
from app.projects.services.delivery import NotCounted, Seen
from app.projects.services.follow_up import News as Told
from app.projects.services.follow_up import give_news
from app.steps.actor import Actor
from app.steps.catalogue import catalogue
from app.steps.kinds import roles_of
from tests import make
from tests.projects.placing import project_in

pytestmark = pytest.mark.usefixtures("app")
YES = Seen(Delivered.YES)


@pytest.fixture
def carrier() -> Actor:
    """Give who carries the project."""
    return make.actor(name="Amina Diallo")


@pytest.fixture
def running(carrier: Actor) -> Project:
    """Give a project whose works go on, with its news."""
    project = project_in("running", carrier)
    give_news(project.id, Told(Pace.ON_TRACK, "C'est planté."), carrier)
    return project


def obstacles(project: Project, actor: Actor) -> set[str]:
    fresh = session().get_one(Project, project.id)
    options = catalogue().options(fresh, roles_of(fresh, actor))
    return {one.code for option in options if option.action.name == "finish" for one in option.obstacles}


@transaction()
def put_down(row: object) -> None:
    session().add(row)


def test_the_team_alone_cannot_finish_and_a_neighbour_can_confirm(running, carrier, browse) -> None:
    neighbour = make.actor(name="Bintou Sow")

    delivery.say(running.id, YES, carrier)
    alone = obstacles(running, carrier)
    answer = browse(neighbour).post(f"/projects/{running.ref}/delivery", data={"said": "yes", "text": "Je l'ai vu."})

    assert "delivery_confirmed_by_residents" in alone
    assert answer.status_code == 303
    assert "delivery_confirmed_by_residents" not in obstacles(running, carrier)
    page = browse(None).get(f"/projects/{running.ref}").text
    assert "Confirmé par les habitants et habitantes" in page
    assert "Je l&#39;ai vu." in page


@pytest.mark.parametrize("role", ["referent", "gestionnaire", "facilitator", "helper", "answerer"])
def test_done_is_not_a_staff_checkbox(role, running) -> None:
    with pytest.raises(NotAllowed):
        delivery.say(running.id, YES, make.actor(role))


def test_somebody_of_another_city_does_not_speak_and_somebody_of_the_city_does(running) -> None:
    away = make.neighbourhood("La Rabaterie", make.commune("Saint-Pierre-des-Corps", "37233"))
    here = make.neighbourhood("Europe")
    neighbour = make.person("Sami", neighbourhood_id=here.id)

    with pytest.raises(NotAllowed):
        delivery.say(running.id, YES, Actor(make.person("Ana", neighbourhood_id=away.id).id))

    assert delivery.say(running.id, YES, Actor(neighbour.id)).yes == 1


def test_one_person_speaks_once_may_change_their_mind_and_a_helper_speaks_for_them(running) -> None:
    resident, helper = make.actor(name="Rosa"), make.actor("helper")

    delivery.say(running.id, Seen(Delivered.NO, "Rien vu."), Actor(helper.person_id, resident.person_id))
    word = delivery.say(running.id, YES, resident)

    assert (word.yes, word.no) == (1, 0)
    (voice,) = follow_of(running).voices
    assert (voice.person_id, voice.in_team) == (resident.person_id, False)


def test_what_a_resident_saw_is_published_without_a_name_even_by_a_helper(running, browse) -> None:
    resident, helper = make.actor(name="Rosa Visage"), make.actor("helper", name="Hélène Aide")

    delivery.say(running.id, Seen(Delivered.NO, "Rien vu."), Actor(helper.person_id, resident.person_id))

    pages = [browse(None).get(f"/projects/{running.ref}{tail}").text for tail in ("", "/delivery")]
    assert all("Rien vu." in page for page in pages)
    assert not any(name in page for page in pages for name in ("Rosa", "Hélène"))


def test_words_that_hurt_go_with_a_reason_and_the_answer_stays(running, carrier, browse) -> None:
    referent = make.actor("referent")
    delivery.say(running.id, Seen(Delivered.NO, "C'est la faute de Paul."), make.actor(name="Rosa"))
    (voice,) = follow_of(running).voices
    url = f"/projects/{running.ref}/delivery/{voice.id}/words"

    refused = browse(carrier).post(url, data={"reason": "Faux"}).status_code
    blank = browse(referent).post(url, data={}).status_code
    browse(referent).post(url, data={"reason": "Une personne est nommée."})

    page = browse(None).get(f"/projects/{running.ref}").text
    assert (refused, blank) == (404, 422)
    assert "la faute de Paul" not in page
    assert "Une personne est nommée." in page
    assert delivery.say(running.id, YES, carrier).no == 1


def test_a_meeting_counts_residents_who_were_there_and_counting_again_replaces(running) -> None:
    referent, place = make.actor("referent"), running.neighbourhood
    meeting = make.meeting(place, residents=9)
    held_later(meeting, running)

    with pytest.raises(NotCounted):
        delivery.count_in_meeting(running.id, meeting.id, {Delivered.YES: 10}, referent)
    delivery.count_in_meeting(running.id, meeting.id, {Delivered.YES: 2, Delivered.NO: 4}, referent)
    word = delivery.count_in_meeting(running.id, meeting.id, {Delivered.YES: 6, Delivered.NO: 1}, referent)

    assert (word.yes, word.no, word.is_confirmed, word.is_contested) == (6, 1, True, True)


@transaction()
def held_later(meeting, project: Project) -> None:
    meeting.held_on = project.starts_on


def test_a_meeting_held_before_the_works_or_elsewhere_says_nothing_of_them(running) -> None:
    before = make.meeting(running.neighbourhood)
    elsewhere = make.meeting(make.neighbourhood("Europe"))
    held_later(elsewhere, running)

    for meeting in (before, elsewhere):
        with pytest.raises(NotCounted):
            delivery.count_in_meeting(running.id, meeting.id, {Delivered.YES: 3}, make.actor("referent"))


def test_a_reason_stands_in_after_thirty_days_and_everybody_reads_it(running, carrier, browse) -> None:
    referent = make.actor("referent")
    reason = "L'immeuble est vide depuis l'incendie."

    with pytest.raises(NotAllowed):
        delivery.waive(running.id, reason, referent)
    with clock.told(clock.end_of(running.ends_on + timedelta(days=30))):
        with pytest.raises(NotAllowed):
            delivery.waive(running.id, reason, carrier)
        browse(referent).post(f"/projects/{running.ref}/delivery/waive", data={"reason": reason})
        missing = obstacles(running, carrier)
        page = browse(None).get(f"/projects/{running.ref}").text

    assert "delivery_confirmed_by_residents" not in missing
    assert "L&#39;immeuble est vide depuis l&#39;incendie." in page


def test_a_referent_of_another_city_counts_and_waives_nothing(running) -> None:
    away = make.commune("Saint-Pierre-des-Corps", "37233")
    person = make.person("Référente d'ailleurs")
    make.role(person, "referent", Scope.COMMUNE, away.id)
    stranger = Actor(person.id)
    meeting = make.meeting(running.neighbourhood)
    held_later(meeting, running)

    with pytest.raises(NotAllowed):
        delivery.count_in_meeting(running.id, meeting.id, {Delivered.YES: 3}, stranger)
    with clock.told(clock.end_of(running.ends_on + timedelta(days=31))), pytest.raises(NotAllowed):
        delivery.waive(running.id, "Une raison", stranger)

    assert session().scalar(sa.select(sa.func.count()).select_from(DeliveryVoice)) == 0


def test_followers_are_told_that_it_is_confirmed_not_of_each_word(running) -> None:
    follower = make.person("Fidèle")
    put_down(Follower(project_id=running.id, person_id=follower.id, since=clock.now()))

    for name in ("Bintou", "Carlos", "Dalila"):
        delivery.say(running.id, YES, make.actor(name=name))

    told = session().scalars(sa.select(News.sentence).filter_by(person_id=follower.id)).all()
    assert told == ["Les habitants et habitantes confirment : c'est fait."]
