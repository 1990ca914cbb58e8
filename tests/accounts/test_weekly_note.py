"""The note of the week: one message a person, grouped by project, once; what is urgent does not wait for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock, mail
from app.accounts.models import Person, PreferredChannel
from app.accounts.services.weekly_notes import send_weekly_notes
from app.committees import services
from app.db import session, transaction
from app.mail import weekly
from app.mail.models import Message, News
from app.projects.models import Project
from app.projects.services import following
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.committees.room import adjourn, room, waiting
from tests.sessions import sign_in

WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def neighbour(app: Flask) -> Person:
    """Store somebody who follows projects by e-mail, where a fund is open."""
    make.fund(make.commune())
    return make.person("Bilal Roy", email="bilal@exemple.fr", preferred_channel=PreferredChannel.EMAIL)


@transaction()
def keep(person: Person, project: Project, sentence: str) -> None:
    mail.note(person.id, project.title, sentence, about=project)


def messages_to(person: Person) -> list[Message]:
    return list(session().scalars(sa.select(Message).filter_by(person_id=person.id).order_by(Message.id)))


def test_monday_at_nine_in_tours_ends_the_week() -> None:
    before, at = MONDAY.replace(hour=7, minute=59), MONDAY.replace(hour=8)

    assert weekly.last_monday(at) == at
    assert weekly.last_monday(before) == datetime(2026, 11, 16, 8, tzinfo=UTC)
    assert weekly.last_monday(WEDNESDAY) == datetime(2026, 11, 16, 8, tzinfo=UTC)


def test_one_note_tells_several_projects_under_their_titles(app: Flask, neighbour: Person) -> None:
    garden, games = make.project(title="Jardin partagé"), make.project(title="Tournoi de jeux")
    with clock.told(WEDNESDAY):
        keep(neighbour, garden, "Le projet est reçu.")
        keep(neighbour, games, "Le comité dit oui.")
        keep(neighbour, garden, "Une rencontre a eu lieu.")
        keep(neighbour, garden, "Une rencontre a eu lieu.")

    with clock.told(MONDAY):
        first, second = send_weekly_notes(), send_weekly_notes()

    (note,) = messages_to(neighbour)
    assert (first, second) == (1, 0)
    assert "Jardin partagé\n- Le projet est reçu.\n- Une rencontre a eu lieu.\n\nTournoi de jeux" in note.body


def test_lines_wait_for_the_monday_after_them(app: Flask, neighbour: Person) -> None:
    with clock.told(WEDNESDAY):
        keep(neighbour, make.project(), "Le projet est reçu.")
        sent_at_once = send_weekly_notes()

    assert sent_at_once == 0
    assert messages_to(neighbour) == []


def test_a_follower_gets_the_steps_of_a_project_and_its_team_only_what_was_not_written_at_once(
    app: Flask, neighbour: Person
) -> None:
    carrier, referent = make.actor(), make.actor("referent")
    project = make.project(carrier)
    with clock.told(WEDNESDAY):
        steps.perform(project, "submit", carrier)
        following.follow(project, Actor(neighbour.id))
        following.follow(project, Actor(neighbour.id))
        steps.perform(project, "accept", referent)

    kept = session().execute(sa.select(News.person_id, News.heading)).all()

    assert kept == [(neighbour.id, project.title)]


def test_a_team_told_of_its_sitting_and_its_decision_by_letter_does_not_read_them_again(
    app: Flask, neighbour: Person
) -> None:
    where = room()
    carrier = make.actor()
    project = waiting(where.money, carrier)
    following.follow(project, Actor(neighbour.id))
    services.decide(where.sitting, project, adjourn(), where.secretary)

    kept = session().scalars(sa.select(News.person_id)).all()

    assert carrier.person_id not in kept
    assert neighbour.id in kept


def test_whoever_stopped_following_or_wants_no_note_gets_none(app: Flask, neighbour: Person) -> None:
    carrier, referent = make.actor(), make.actor("referent")
    project = make.project(carrier)
    steps.perform(project, "submit", carrier)
    following.follow(project, Actor(neighbour.id))
    following.stop_following(project, Actor(neighbour.id))

    steps.perform(project, "accept", referent)

    assert session().scalar(sa.select(News)) is None


def test_refusing_the_note_drops_what_was_kept_for_it(client: FlaskClient, neighbour: Person) -> None:
    with clock.told(WEDNESDAY):
        keep(neighbour, make.project(), "Le projet est reçu.")
    sign_in(client, neighbour)
    client.post("/account/data/weekly-note", data={"answer": "no"})

    with clock.told(MONDAY):
        send_weekly_notes()

    assert messages_to(neighbour) == []
    assert session().scalar(sa.select(News)) is None


def test_one_follows_a_project_from_its_page(client: FlaskClient, neighbour: Person) -> None:
    carrier = make.actor()
    project = make.project(carrier)
    steps.perform(project, "submit", carrier)
    sign_in(client, neighbour)

    offered = client.get(f"/projects/{project.ref}/follow").text
    client.post(f"/projects/{project.ref}/follow")
    followed = client.get(f"/projects/{project.ref}/follow").text

    assert f"/projects/{project.ref}/follow" in client.get(f"/projects/{project.ref}").text
    assert "unfollow" not in offered
    assert "unfollow" in followed


def test_a_draft_of_others_cannot_be_followed(client: FlaskClient, neighbour: Person) -> None:
    project = make.project(make.actor())
    sign_in(client, neighbour)

    assert client.post(f"/projects/{project.ref}/follow").status_code == 404
