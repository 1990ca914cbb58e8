"""The project page: the same for everybody in public, in few queries, in every state, with nothing that leaks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app import clock
from app.committees.services import decide
from app.db import open_transaction
from app.projects.models import Pace
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.catalogue import catalogue
from tests import make
from tests.committees import room
from tests.funds import thread
from tests.projects.placing import move, project_in

pytestmark = pytest.mark.usefixtures("app")
STATES = sorted(catalogue().latest("micro-grant").states)


READERS = {
    "visitor": (),
    "resident": ("",),
    "referent": ("referent",),
    "gestionnaire": ("gestionnaire",),
    "secretary": ("committee_secretary",),
}


@pytest.mark.parametrize("reader", [*READERS, "carrier"])
def test_every_state_is_shown_in_eight_queries_to(reader, browse, counting) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("submitted", carrier)
    roles = READERS.get(reader)
    client = browse(carrier if roles is None else make.actor(*filter(None, roles)) if roles else None)
    shown, asked = {}, {}

    for state in STATES:
        move(project, state)
        with counting() as queries:
            shown[state] = client.get(f"/projects/{project.ref}")
        asked[state] = len(queries)

    definition = catalogue().latest("micro-grant")
    told = {state: definition.states[state].public_label.replace("'", "&#39;") for state in STATES}
    assert [state for state in STATES if told[state] not in shown[state].text] == []
    assert {state: count for state, count in asked.items() if count > 8} == {}


def test_the_number_of_queries_does_not_grow_with_the_file(browse, counting) -> None:
    carrier = make.actor(name="Amina Diallo")
    small, large = project_in("running", carrier), project_in("running", carrier)
    for number in range(12):
        steps.record(large, "news", carrier, f"Nouvelle {number}", details={"pace": "on_track"})
    client, refs = browse(carrier), (small.ref, large.ref)

    with counting() as few:
        client.get(f"/projects/{refs[0]}")
    with counting() as many:
        page = client.get(f"/projects/{refs[1]}")

    assert "Nouvelle 11" in page.text
    assert len(many) == len(few)


def test_the_draft_of_somebody_else_does_not_exist(browse) -> None:
    draft = make.project(make.actor(name="Amina Diallo"))

    statuses = {
        name: browse(reader).get(f"/projects/{draft.ref}").status_code
        for name, reader in {"visitor": None, "resident": make.actor(), "helper": make.actor("helper"),
                             "gestionnaire": make.actor("gestionnaire")}.items()
    }  # fmt: skip

    assert set(statuses.values()) == {404}


@pytest.mark.parametrize("path", ["codesign", "follow-up", "documents"])
def test_a_stranger_cannot_work_on_the_project_of_others(path, browse) -> None:
    project = project_in("codesign")

    answer = browse(make.actor()).get(f"/projects/{project.ref}/{path}")

    assert answer.status_code == 403


def test_a_date_far_away_is_not_red_though_the_team_says_it_is_late(browse) -> None:
    project = project_in("running")
    with open_transaction():
        project.pace, project.due_at = Pace.LATE, clock.now() + timedelta(days=18)

    page = browse(None).get(f"/projects/{project.ref}").text

    assert "tone-late" in page
    assert 'class="with-icon due "' in page
    assert 'class="with-icon due late"' not in page


def test_a_date_that_is_past_is_red(browse) -> None:
    project = project_in("running")
    with open_transaction():
        project.due_at = clock.now() - timedelta(days=2)

    page = browse(None).get(f"/projects/{project.ref}").text

    assert 'class="with-icon due late"' in page


def test_the_public_reads_a_first_name_and_insiders_read_the_team(browse) -> None:
    project = project_in("codesign", make.actor(name="Amina Diallo"))
    with open_transaction():
        project.team[1].phone = "+33611223344"

    public = browse(None).get(f"/projects/{project.ref}").text
    inside = browse(make.actor("referent")).get(f"/projects/{project.ref}").text

    assert "Amina et 2 autres personnes" in public
    assert "Bruno Petit" not in public
    assert "+33611223344" not in public
    assert "Bruno Petit (+33611223344)" in inside


def test_private_notes_are_for_insiders(browse) -> None:
    project = project_in("codesign")
    steps.record(project, "document", make.actor("referent"), "Devis du plombier", details={}, is_public=False)

    public = browse(None).get(f"/projects/{project.ref}").text
    inside = browse(make.actor("gestionnaire")).get(f"/projects/{project.ref}").text

    assert "Devis du plombier" not in public
    assert "Devis du plombier" in inside


def test_what_people_write_is_never_markup(browse) -> None:
    project = project_in("submitted")
    referent = make.actor("referent")
    steps.perform(project, "ask_for_more", referent, "<script>alert(1)</script> & « devis »")

    text = browse(None).get(f"/projects/{project.ref}").text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_nothing_is_inline(browse) -> None:
    project = project_in("codesign")

    text = browse(make.actor("referent")).get(f"/projects/{project.ref}").text

    assert not re.search(r"\son\w+=|\sstyle=|<script(?![^>]*\bsrc=)", text)


def test_a_carrier_reads_what_is_missing_and_who_can_supply_it(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("codesign", carrier)

    text = browse(carrier).get(f"/projects/{project.ref}").text

    assert "Inscrire le projet au comité" in text
    assert "Notez au moins une séance de travail" in text
    assert "référent ou référente de quartier" in text
    assert f"/projects/{project.ref}/codesign" in text


def test_a_visitor_is_offered_no_action(browse) -> None:
    project = project_in("submitted")

    text = browse(None).get(f"/projects/{project.ref}").text

    assert "<form" not in text.partition("<main")[2]


def test_a_helper_is_named_beside_the_resident(browse) -> None:
    make.fund()
    amina, samir = make.actor(name="Amina Diallo"), make.actor("helper", name="Samir Nahas")
    project = make.project(amina)
    steps.perform(project, "submit", Actor(samir.person_id, amina.person_id))

    text = browse(None).get(f"/projects/{project.ref}").text

    assert "Amina, avec l&#39;aide de Samir" in text


def test_an_english_reader_gets_the_page_too(browse) -> None:
    project = project_in("running")

    page = browse(None).get(f"/projects/{project.ref}?lang=en")

    assert page.status_code == 200
    assert 'lang="en"' in page.text


def test_money_and_a_decision_fit_in_eight_queries(browse, counting) -> None:
    where = room.room()
    project = room.waiting(where.money)
    decide(where.sitting, project, room.grant(), where.secretary)
    readers = {"visitor": None, "gestionnaire": make.actor("gestionnaire"), "referent": make.actor("referent")}
    asked = {}

    for name, reader in readers.items():
        client = browse(reader)
        with counting() as queries:
            page = client.get(f"/projects/{project.ref}")
        asked[name] = len(queries)
        assert "La décision du comité" in page.text

    assert {name: count for name, count in asked.items() if count > 8} == {}


@pytest.mark.parametrize("reader", ["carrier", "gestionnaire", "finance"])
def test_a_report_with_its_receipts_fits_in_eight_queries(reader, browse, counting) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.reported(cast, 300_00, 231_40)
    client = browse(getattr(cast, reader))

    with counting() as queries:
        page = client.get(f"/projects/{project.ref}")

    assert page.status_code == 200
    assert len(queries) <= 8, "\n\n".join(queries)
