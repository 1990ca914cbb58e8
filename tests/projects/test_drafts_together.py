"""Several people at one file, sessions that end, files that were sent: nothing typed is lost, nothing is taken."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app import clock
from app.db import session
from app.projects.file import fingerprint, values_of
from app.projects.models import Project
from app.projects.services import drafts
from app.steps.actor import Actor
from app.steps.models import Step
from tests import make
from tests.projects.drafts_pages import WHAT, sign_in


def only_project() -> Project:
    """Return the one project there is."""
    return session().scalars(sa.select(Project)).one()


@pytest.fixture
def amina(app):
    """Give a resident."""
    return make.person("Amina Diallo", phone="+33611111111")


def test_two_people_saving_at_once_see_each_other(client, amina) -> None:
    project = make.project(Actor(amina.id))
    browser = sign_in(client, amina)
    url = f"/projects/{project.ref}/edit/what"
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', browser.get(url).text).group(1)

    first = browser.post(url, data={**WHAT, "title": "Titre de Bruno", "seen": seen})
    second = browser.post(url, data={**WHAT, "title": "Titre d'Amina", "seen": seen})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "Titre de Bruno" in second.text
    assert "Titre d&#39;Amina" in second.text
    assert only_project().title == "Titre de Bruno"


def test_after_a_conflict_a_second_press_decides(client, amina) -> None:
    project = make.project(Actor(amina.id))
    browser = sign_in(client, amina)
    url = f"/projects/{project.ref}/edit/what"
    conflict = browser.post(url, data={**WHAT, "title": "Titre d'Amina", "seen": "0" * 16})
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', conflict.text).group(1)

    browser.post(url, data={**WHAT, "title": "Titre d'Amina", "seen": seen})

    assert only_project().title == "Titre d'Amina"


def test_ten_people_starting_at_once_get_ten_numbers(app) -> None:
    actors = [make.actor() for _ in range(10)]

    def start(actor: Actor) -> str:
        with app.app_context():
            return drafts.start_draft({"title": f"Idée {actor.person_id}"}, actor).ref

    with ThreadPoolExecutor(5) as pool:
        refs = sorted(pool.map(start, actors))

    year = clock.today().year
    assert refs == [f"{year}-{number:04d}" for number in range(1, 11)]


def test_pressing_twice_makes_one_project(app) -> None:
    actor = make.actor()

    first, second = (drafts.start_draft({"title": "Fête"}, actor).id for _ in range(2))

    assert first == second


def test_a_helper_writes_in_the_name_of_the_resident(app) -> None:
    resident, helper = make.person("Amina Diallo"), make.person("Hélène")

    project = drafts.start_draft({"title": "Fête"}, Actor(helper.id, resident.id))

    step = session().scalars(sa.select(Step)).one()
    assert project.created_by_id == resident.id
    assert [member.person_id for member in project.team] == [resident.id]
    assert (step.actor_id, step.on_behalf_id) == (helper.id, resident.id)


def test_somebody_elses_draft_cannot_be_read_or_written(client, amina) -> None:
    project = make.project()
    browser = sign_in(client, amina)

    read = browser.get(f"/projects/{project.ref}/edit/what")
    written = browser.post(f"/projects/{project.ref}/edit/what", data={**WHAT, "title": "Volé"})

    assert (read.status_code, written.status_code) == (404, 404)
    assert "Volé" in written.text
    assert project.summary not in written.text
    assert only_project().title == "Jardin partagé au pied des tours"


def test_a_session_that_has_ended_gives_the_text_back(client, app) -> None:
    answer = client.post("/projects/new", data={**WHAT, "summary": "Tout ce que j'ai écrit ce soir."})

    assert answer.status_code == 401
    assert "Tout ce que j&#39;ai écrit ce soir." in answer.text
    assert session().scalar(sa.select(sa.func.count()).select_from(Project)) == 0


def test_an_expired_token_gives_the_text_back_with_a_fresh_one(client, app, amina) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    project = make.project(Actor(amina.id))
    browser = sign_in(client, amina)

    answer = browser.post(f"/projects/{project.ref}/edit/what", data={**WHAT, "title": "Nouveau titre"})

    assert answer.status_code == 400
    assert "Nouveau titre" in answer.text
    assert "La page est restée ouverte trop longtemps" in answer.text
    assert only_project().title != "Nouveau titre"


def test_saving_on_the_way_answers_with_the_hour_and_a_new_fingerprint(client, amina) -> None:
    project = make.project(Actor(amina.id))
    browser = sign_in(client, amina)

    answer = browser.post(
        f"/projects/{project.ref}/edit/what", data={**WHAT, "title": "Au vol"}, headers={"HX-Request": "true"}
    )

    assert re.search(r"Enregistré à \d\d:\d\d", answer.text)
    assert fingerprint(values_of(only_project(), "what")) in answer.text
    assert only_project().title == "Au vol"


def test_a_change_after_sending_is_told_in_the_history(app, amina) -> None:
    make.fund()
    actor = Actor(amina.id)
    project = make.project(actor, published_at=clock.now())
    make.projects.put(project, "codesign")

    drafts.save_step(project.id, "what", {"title": "Autre titre"}, actor)

    step = session().scalars(sa.select(Step).order_by(Step.number.desc())).first()
    assert (step.action, step.details) == ("file_changed", {"fields": ["title"]})


def test_a_file_in_the_hands_of_the_committee_is_closed(app, amina) -> None:
    project = make.project(Actor(amina.id), published_at=clock.now())
    make.projects.put(project, "submitted")

    with pytest.raises(drafts.NotEditable):
        drafts.save_step(project.id, "what", {"title": "Trop tard"}, Actor(amina.id))
