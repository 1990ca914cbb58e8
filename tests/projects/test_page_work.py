"""Work on a project: sessions with residents, the checklist, news, and the letters that follow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.db import session
from app.i18n import day
from app.mail import Message
from app.projects.checklist import codes_of
from app.projects.models import Delivered, Involvement, Pace, Project
from app.projects.services import delivery, follow_up
from app.projects.standing import standing_of
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.projects.placing import project_in

pytestmark = pytest.mark.usefixtures("app")

BLOCKED = follow_up.News(Pace.BLOCKED, "La salle est fermée.", "referent", unblock_by=clock.today() + timedelta(days=6))
SESSION = {
    "happened_on": "2026-05-04", "kind": "workshop", "place": "Centre social", "residents_count": "9",
    "what": "On a choisi l'emplacement des bacs.",
}  # fmt: skip


def sessions_of(project: Project) -> list[Involvement]:
    logged = sa.select(Involvement).filter_by(project_id=project.id, stage="codesign")
    return list(session().scalars(logged.order_by(Involvement.id)))


def letters() -> list[Message]:
    return list(session().scalars(sa.select(Message).order_by(Message.id)))


def test_a_session_is_logged_once_even_when_sent_twice(browse) -> None:
    project, client = project_in("codesign"), browse(make.actor("facilitator"))

    for _ in range(2):
        client.post(f"/projects/{project.ref}/codesign/sessions", data=SESSION)

    assert [(held.residents_count, held.happened_on) for held in sessions_of(project)] == [(9, date(2026, 5, 4))]
    assert client.get(f"/projects/{project.ref}").text.count("Une séance de travail a eu lieu") == 1


@pytest.mark.parametrize(
    "wrong",
    [{"residents_count": "-3"}, {"residents_count": "0"}, {"residents_count": "1e9"}, {"happened_on": "2999-01-01"},
     {"happened_on": "hier"}, {"what": "   "}, {"kind": "fête"}],
)  # fmt: skip
def test_an_absurd_session_is_refused_and_what_was_typed_stays(wrong, browse) -> None:
    project = project_in("codesign")

    answer = browse(make.actor("referent")).post(
        f"/projects/{project.ref}/codesign/sessions", data=SESSION | {"place": "Sous le <porche>"} | wrong
    )

    assert answer.status_code == 422
    assert "Sous le &lt;porche&gt;" in answer.text
    assert sessions_of(project) == []


def test_the_checklist_is_kept_line_by_line_until_the_committee_can_hear_the_project(browse) -> None:
    project, client = project_in("codesign"), browse(make.actor("referent"))
    client.post(f"/projects/{project.ref}/codesign/sessions", data=SESSION)
    codes = codes_of(project)

    client.post(f"/projects/{project.ref}/codesign/checklist", data={codes[0]: "yes"})
    half = client.get(f"/projects/{project.ref}/codesign").text
    client.post(f"/projects/{project.ref}/codesign/checklist", data=dict.fromkeys(codes, "not_needed"))
    full = client.get(f"/projects/{project.ref}/codesign").text

    assert f"Il reste {len(codes) - 1} points" in half
    assert "Il reste" not in full
    assert f"/projects/{project.ref}/actions/finish_codesign" in full


def test_unknown_answers_are_left_out(browse) -> None:
    project, client = project_in("codesign"), browse(make.actor("referent"))

    client.post(f"/projects/{project.ref}/codesign/checklist", data={"place_agreed": "peut-être", "other": "yes"})

    assert session().get_one(Project, project.id).checklist == {}


def test_a_blocked_project_says_who_can_unblock_it(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project, client = project_in("running", carrier), browse(carrier)
    soon = (clock.today() + timedelta(days=6)).isoformat()
    news = {"pace": "blocked", "note": "La salle est fermée.", "unblocker": "referent", "unblock_by": soon}

    refused = [
        client.post(f"/projects/{project.ref}/follow-up", data=news | wrong)
        for wrong in ({"unblocker": ""}, {"unblock_by": ""}, {"unblock_by": "2020-01-01"})
    ]
    accepted = client.post(f"/projects/{project.ref}/follow-up", data=news)

    assert [answer.status_code for answer in refused] == [422, 422, 422]
    assert all("La salle est fermée." in answer.text for answer in refused)
    assert accepted.status_code == 303
    page = browse(None).get(f"/projects/{project.ref}").text
    assert "Ce qui bloque" in page
    assert "Qui peut débloquer" in page
    assert f"avant le {day(clock.today() + timedelta(days=6))}" in page


def test_the_same_news_sent_twice_are_told_once(browse) -> None:
    project, client = project_in("running"), browse(make.actor("referent"))

    for _ in range(2):
        client.post(f"/projects/{project.ref}/follow-up", data={"pace": "on_track", "note": "On plante."})

    assert browse(None).get(f"/projects/{project.ref}").text.count("On plante.") == 1


def test_news_open_the_end_of_the_works(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("running", carrier)
    for neighbour in (carrier, make.actor(name="Bintou Sow")):
        delivery.say(project.id, delivery.Seen(Delivered.YES), neighbour)

    before = browse(carrier).get(f"/projects/{project.ref}").text
    follow_up.give_news(project.id, follow_up.News(Pace.ON_TRACK, "Tout est planté."), carrier)
    after = browse(carrier).get(f"/projects/{project.ref}").text

    assert f"/projects/{project.ref}/actions/finish" not in before
    assert f"/projects/{project.ref}/actions/finish" in after


def test_silence_turns_amber_after_thirty_days(browse) -> None:
    project = project_in("codesign")

    with clock.told(clock.now() + timedelta(days=31)):
        page = browse(None).get(f"/projects/{project.ref}").text

    assert "Silence depuis 31 jours." in page


def test_a_passed_date_is_late_for_everybody() -> None:
    project = project_in("submitted")

    with clock.told(project.due_at + timedelta(days=3)):
        standing = standing_of(project)

    assert (standing.tone, standing.late_days) == ("late", 3)


def test_the_team_is_written_to_when_it_must_act(app) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("submitted", carrier)

    steps.perform(project, "ask_for_more", make.actor("referent"), "Il manque le devis.")

    (letter,) = letters()
    assert letter.person_id == carrier.person_id
    for part in (project.ref, "Amina Diallo", "Il manque le devis.", "C'est à vous d'agir, avant le"):
        assert part in letter.body


def test_nobody_is_written_about_what_they_have_just_done(app) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("submitted", carrier)

    steps.perform(project, "withdraw", carrier)

    assert letters() == []


def test_a_resident_is_written_about_what_a_helper_did_for_them(app) -> None:
    carrier, helper = make.actor(name="Amina Diallo"), make.actor("helper")
    project = project_in("submitted", carrier)

    steps.perform(project, "withdraw", Actor(helper.person_id, carrier.person_id))

    assert [letter.person_id for letter in letters()] == [carrier.person_id]


def test_a_project_that_moves_is_blocked_no_more(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("running", carrier)
    follow_up.give_news(project.id, BLOCKED, carrier)

    steps.perform(project, "call_off", carrier, "Plus de salle.")

    assert session().get_one(Project, project.id).pace is None
    assert "Ce qui bloque" not in browse(None).get(f"/projects/{project.ref}").text
