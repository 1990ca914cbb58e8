"""Following the works: news from a phone, who unblocks and by when, milestones, the team, the checklist by kind."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from html import unescape

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.models import Scope
from app.db import session, transaction
from app.mail.models import Message, News
from app.projects.checklist import codes_of
from app.projects.file import FileValues, origin_involvement
from app.projects.models import (
    CarrierKind,
    ChecklistLine,
    Follower,
    Involvement,
    InvolvementKind,
    Milestone,
    Pace,
    Project,
    TeamPart,
    Theme,
)
from app.projects.policy import NotAllowed
from app.projects.services import codesign, drafts, follow_up, milestones, team
from app.projects.services.follow_up import NobodyUnblocks, give_news, remind_blocked
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.browser.chapters import photo
from tests.projects.placing import move, project_in

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def carrier() -> Actor:
    """Give who carries the project."""
    return make.actor(name="Amina Diallo")


@pytest.fixture
def running(carrier: Actor) -> Project:
    """Give a project whose works go on."""
    return project_in("running", carrier)


def blocked(days: int = 6) -> follow_up.News:
    return follow_up.News(Pace.BLOCKED, "Il manque la clé.", "referent", unblock_by=clock.today() + timedelta(days))


@transaction()
def follows(project: Project) -> int:
    person = make.person("Fidèle")
    session().add(Follower(project_id=project.id, person_id=person.id, since=clock.now()))
    return person.id


def told(person_id: int) -> list[str]:
    return list(session().scalars(sa.select(News.sentence).filter_by(person_id=person_id).order_by(News.id)))


def test_what_a_phone_kept_without_network_is_stored_once_with_its_photo(running, carrier, browse) -> None:
    client = browse(carrier)
    kept = {"pace": "on_track", "note": "", "photo_kept": base64.b64encode(photo()).decode(), "kept_id": "abc-1"}

    answers = [
        client.post(f"/projects/{running.ref}/follow-up", data=kept, headers={"X-Kept": "abc-1"}) for _ in range(2)
    ]
    refused = client.post(
        f"/projects/{running.ref}/follow-up", data={"pace": "late", "kept_id": "abc-2"}, headers={"X-Kept": "abc-2"}
    )

    assert [answer.status_code for answer in answers] == [200, 200]
    assert (refused.status_code, refused.json) == (422, {"sentence": "Écrivez une phrase, même courte."})
    fresh = session().get_one(Project, running.id)
    assert (fresh.pace, len(fresh.attachments)) == (Pace.ON_TRACK, 1)


def test_blocked_says_who_unblocks_and_by_when_and_a_photo_that_is_none_is_refused(running, carrier, browse) -> None:
    with pytest.raises(NobodyUnblocks):
        give_news(running.id, follow_up.News(Pace.BLOCKED, "Il manque la clé.", "referent"), carrier)

    answer = browse(carrier).post(
        f"/projects/{running.ref}/follow-up", data={"pace": "late", "note": "Demain.", "photo_kept": "pas une photo"}
    )

    assert answer.status_code == 422
    assert "Demain." in answer.text


def test_on_the_day_whoever_can_unblock_is_reminded_once_and_the_referent_sees_it(running, carrier, browse) -> None:
    referent = make.person("Rémi Référent")
    make.role(referent, "referent", Scope.COMMUNE, make.commune().id)
    give_news(running.id, blocked(), carrier)

    sent = []
    for days in (1, 6, 7):
        with clock.told(clock.at_nine(clock.today() + timedelta(days=days)) + timedelta(hours=2)):
            sent.append(remind_blocked())

    (letter,) = session().scalars(sa.select(Message).filter_by(person_id=referent.id))
    assert sent == [0, 1, 0]
    assert "Il manque la clé." in letter.body
    assert "avant le" in browse(Actor(referent.id)).get("/desk?tab=blocked").text


def test_followers_hear_that_it_is_blocked_then_not_and_nothing_of_ordinary_news(running, carrier) -> None:
    follower = follows(running)

    for news in (
        follow_up.News(Pace.ON_TRACK, "On plante."),
        blocked(),
        follow_up.News(Pace.ON_TRACK, "La clé est là."),
        follow_up.News(Pace.LATE, "Il pleut."),
    ):
        give_news(running.id, news, carrier)

    assert told(follower) == [
        "Le projet est bloqué\xa0: «\xa0Il manque la clé.\xa0»",
        "Le projet n'est plus bloqué\xa0: «\xa0La clé est là.\xa0»",
    ]


def test_a_milestone_is_reached_once_told_to_followers_and_late_ones_are_seen(running, carrier, browse) -> None:
    follower, client = follows(running), browse(carrier)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    for label in ("Les bacs sont posés", "Les bacs sont posés", "On a planté"):
        client.post(f"/projects/{running.ref}/milestones", data={"label": label, "due_on": yesterday})
    first, _second = session().scalars(sa.select(Milestone).order_by(Milestone.id))

    for _ in range(2):
        client.post(f"/milestones/{first.id}/reach")

    page = browse(None).get(f"/projects/{running.ref}").text
    assert "1 étape atteinte sur 2." in page
    assert told(follower) == ["Une étape est atteinte\xa0: Les bacs sont posés."]
    with pytest.raises(NotAllowed):
        milestones.reach(first.id, make.actor())


def test_the_team_shares_the_work_and_everybody_knows_who_follows_the_project(running, carrier, browse) -> None:
    make.role(make.person("Nadia Référente", phone="+33612345678"), "referent", Scope.COMMUNE, make.commune().id)
    amina, bruno, _chantal = running.team
    client = browse(carrier)

    client.post(f"/projects/{running.ref}/team", data={"main": bruno.id, f"part-{amina.id}": "money"})

    fresh = session().get_one(Project, running.id)
    assert [(one.name, one.is_main, one.part) for one in fresh.team[:2]] == [
        ("Amina Diallo", False, TeamPart.MONEY), ("Bruno Petit", True, TeamPart.MEMBER),
    ]  # fmt: skip
    public, inside = (browse(who).get(f"/projects/{running.ref}").text for who in (None, carrier))
    assert "Nadia, personne référente du quartier" in public
    assert "06 12 34 56 78" not in public
    assert "06 12 34 56 78" in inside
    with pytest.raises(NotAllowed):
        team.share_out(running.id, {}, None, make.actor())


def test_the_checklist_follows_the_kind_of_project_and_says_who_does_what_by_when(carrier, browse) -> None:
    project, client = project_in("codesign", carrier), browse(carrier)
    soon = (clock.today() + timedelta(days=3)).isoformat()

    client.post(f"/projects/{project.ref}/checklist/water_found", data={"who": "Bruno", "due_on": soon, "answer": ""})
    page = client.get(f"/projects/{project.ref}").text
    other = client.get(f"/projects/{project.ref}/checklist/first_aid")

    assert "Qui s'en occupe\xa0: Bruno." in unescape(page)
    assert other.status_code == 404
    assert session().scalars(sa.select(ChecklistLine.code)).all() == ["water_found"]
    assert "Qui s'en occupe" not in unescape(browse(None).get(f"/projects/{project.ref}").text)


def test_a_session_held_before_the_file_was_opened_is_not_taken_for_the_birth_of_the_idea(carrier) -> None:
    make.fund()
    project = make.project(carrier)
    steps.perform(project, "submit", carrier)
    early = codesign.Session(date(2020, 1, 9), InvolvementKind.WALK, "Le square", 7, "Un tour du square.")
    walk = codesign.log_session(project.id, early, carrier)
    move(project, "codesign")

    drafts.save_step(project.id, "what", FileValues(residents_count=15), carrier)

    kept = session().get_one(Involvement, walk.id)
    assert (kept.residents_count, kept.what) == (7, "Un tour du square.")
    assert origin_involvement(session().get_one(Project, project.id)).residents_count == 15


def test_each_kind_has_its_own_lines() -> None:
    street = Project(theme=Theme.PUBLIC_SPACE, expected_count=200, carrier_kind=CarrierKind.ASSOCIATION)

    assert {"street_permit", "crowd_safe", "statutes_given"} <= set(codes_of(street))
    assert {"street_permit", "crowd_safe", "statutes_given"}.isdisjoint(codes_of(Project(theme=Theme.NATURE)))


def test_a_session_names_its_meeting_counts_the_others_apart_and_says_what_was_decided(carrier, browse) -> None:
    project, meeting = project_in("codesign", carrier), make.meeting()
    held = {"happened_on": "2026-03-04", "kind": "meeting", "place": "", "residents_count": "9", "others_count": "2",
            "what": "Le lieu change.", "decided": "Six bacs, près du mur.", "meeting": str(meeting.id)}  # fmt: skip

    answer = browse(carrier).post(f"/projects/{project.ref}/codesign/sessions", data=held)

    logged = session().scalars(sa.select(Involvement).filter_by(project_id=project.id, stage="codesign")).one()
    assert answer.status_code == 303
    assert (logged.residents_count, logged.others_count, logged.meeting_id) == (9, 2, meeting.id)
    page = browse(None).get(f"/projects/{project.ref}").text
    assert "Six bacs, près du mur." in page
