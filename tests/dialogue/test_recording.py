"""Writing down a space of dialogue, a meeting that was held, and what was said there."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, Scope
from app.db import session
from app.dialogue.models import DialogueSpace, Meeting, SpaceKind
from app.voices.models import Contribution, ContributionKind
from tests import make
from tests.queries import counted
from tests.sessions import sign_in

pytestmark = pytest.mark.usefixtures("app")

SPACE = {"kind": "neighbourhood_table", "name": "Café du mardi", "host": "Collectif du quai",
         "city_posture": "supports", "target_gap_days": "60", "status": "active"}  # fmt: skip
SAID = {"kind": "idea", "text": "Il faudrait un banc."}


def told(**fields: str) -> dict[str, str]:
    return {
        "title": "Que faire du square ?",
        "held_on": clock.today().isoformat(),
        "place": "Au square",
        "residents_count": "11",
        "summary": "",
    } | fields


def enter(client: FlaskClient, role: str, scope: Scope = Scope.METRO, scope_id: int | None = None) -> Person:
    person = make.person("Inès Diallo")
    make.role(person, role, scope, scope_id)
    sign_in(client, person)
    return person


def count_of(model: type) -> int:
    return session().scalar(sa.select(sa.func.count()).select_from(model))


def test_a_facilitator_opens_a_space_then_tells_a_meeting(client: FlaskClient) -> None:
    place = make.neighbourhood()
    make.inventory(place)
    enter(client, "facilitator", Scope.NEIGHBOURHOOD, place.id)

    opened = client.post(f"/neighbourhoods/{place.slug}/spaces/new", data=SPACE)
    published = client.post(f"{opened.location}/meetings/new", data=told(summary="Des bancs."))

    meeting = session().scalars(sa.select(Meeting)).one()
    assert (opened.status_code, published.status_code) == (303, 303)
    assert published.location == f"/meetings/{meeting.id}"
    assert (meeting.title, meeting.residents_count, meeting.summary) == ("Que faire du square ?", 11, "Des bancs.")
    assert (meeting.space.name, meeting.space.kind) == ("Café du mardi", SpaceKind.NEIGHBOURHOOD_TABLE)


@pytest.mark.parametrize("role", ["facilitator", "referent", "metro_admin"])
def test_those_who_may_are_led_there_from_the_neighbourhood(client: FlaskClient, role: str) -> None:
    meeting = make.meeting()
    enter(client, role)

    page = client.get("/neighbourhoods/sanitas").text

    assert f"/spaces/{meeting.space_id}/meetings/new" in page
    assert "/neighbourhoods/sanitas/spaces/new" in page


@pytest.mark.parametrize("role", ["", "helper", "gestionnaire"])
def test_the_others_see_no_such_link(client: FlaskClient, role: str) -> None:
    meeting = make.meeting()
    if role:
        enter(client, role)

    pages = client.get("/neighbourhoods/sanitas").text + client.get(f"/meetings/{meeting.id}").text

    assert "/meetings/new" not in pages
    assert "/spaces/new" not in pages
    assert f"/meetings/{meeting.id}/said" not in pages


def test_a_facilitator_of_elsewhere_writes_nothing_here(client: FlaskClient) -> None:
    meeting, elsewhere = make.meeting(), make.neighbourhood("Europe")
    enter(client, "facilitator", Scope.NEIGHBOURHOOD, elsewhere.id)

    answers = [
        client.post("/neighbourhoods/sanitas/spaces/new", data=SPACE),
        client.post(f"/spaces/{meeting.space_id}/meetings/new", data=told()),
        client.post(f"/meetings/{meeting.id}/said", data=SAID),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert (count_of(DialogueSpace), count_of(Meeting), count_of(Contribution)) == (1, 1, 0)


def test_a_meeting_to_come_is_refused_and_what_was_typed_stays(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "referent")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()

    answer = client.post(f"/spaces/{meeting.space_id}/meetings/new", data=told(held_on=tomorrow))

    assert answer.status_code == 422
    assert "Cette date n'est pas encore passée." in unescape(answer.text)
    assert 'value="Au square"' in answer.text
    assert count_of(Meeting) == 1


@pytest.mark.parametrize("missing", ["title", "held_on", "place", "residents_count"])
def test_a_meeting_lacks_nothing(client: FlaskClient, missing: str) -> None:
    meeting = make.meeting()
    enter(client, "referent")

    answer = client.post(f"/spaces/{meeting.space_id}/meetings/new", data=told(**{missing: " "}))

    assert answer.status_code == 422
    assert count_of(Meeting) == 1


def test_a_double_click_writes_once(client: FlaskClient) -> None:
    meeting = make.meeting()
    make.inventory(meeting.neighbourhood)
    enter(client, "referent")

    for _ in range(2):
        client.post("/neighbourhoods/sanitas/spaces/new", data=SPACE)
        client.post(f"/spaces/{meeting.space_id}/meetings/new", data=told())
        client.post(f"/meetings/{meeting.id}/said", data=SAID)

    assert (count_of(DialogueSpace), count_of(Meeting), count_of(Contribution)) == (2, 2, 1)


def test_what_was_said_is_read_on_the_meeting_and_leads_to_a_project(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "referent")

    answer = client.post(f"/meetings/{meeting.id}/said", data=SAID)

    said = session().scalars(sa.select(Contribution)).one()
    page = client.get(f"/meetings/{meeting.id}").text
    assert answer.status_code == 303
    assert (said.kind, said.text, said.said_on) == (ContributionKind.IDEA, "Il faudrait un banc.", meeting.held_on)
    assert f"/projects/new?meeting={meeting.id}&amp;remark={said.id}" in page
    assert "Faire de cette idée un projet" in page


def test_the_wizard_opens_with_the_meeting_and_the_remark_chosen(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "referent")
    client.post(f"/meetings/{meeting.id}/said", data=SAID)
    said = session().scalars(sa.select(Contribution)).one()

    page = client.get(f"/projects/new?meeting={meeting.id}&remark={said.id}").text

    assert f'<option selected value="{meeting.id}">' in page
    assert f'<option selected value="{said.id}">Il faudrait un banc.' in page


def test_who_writes_is_reminded_to_name_nobody(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "referent")

    page = unescape(client.get(f"/meetings/{meeting.id}/said").text)

    assert "N'écrivez ni nom, ni adresse, ni téléphone." in page


def test_an_empty_remark_is_refused(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "referent")

    answer = client.post(f"/meetings/{meeting.id}/said", data=SAID | {"text": "  "})

    assert answer.status_code == 422
    assert count_of(Contribution) == 0


def noted(client: FlaskClient, meeting: Meeting) -> Contribution:
    client.post(f"/meetings/{meeting.id}/said", data=SAID)
    return session().scalars(sa.select(Contribution)).one()


def test_a_name_typed_by_mistake_is_corrected_and_kept_nowhere(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "referent")
    said = noted(client, meeting)

    mended = {"kind": "opinion", "text": " Un banc serait bien. "}

    answer = client.post(f"/meetings/{meeting.id}/said/{said.id}", data=mended)

    page = client.get(answer.location).text
    assert answer.status_code == 303
    assert "Un banc serait bien." in page
    assert "Il faudrait un banc." not in page
    assert session().scalars(sa.select(Contribution.kind)).one() is ContributionKind.OPINION


def test_an_emptied_remark_is_refused_and_stays_as_it_was(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "referent")
    said = noted(client, meeting)

    answer = client.post(f"/meetings/{meeting.id}/said/{said.id}", data=SAID | {"text": " "})

    assert answer.status_code == 422
    assert session().scalars(sa.select(Contribution.text)).one() == "Il faudrait un banc."


def test_a_remark_is_taken_away_for_good(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "referent")
    said = noted(client, meeting)

    answer = client.post(f"/meetings/{meeting.id}/said/{said.id}/remove")

    assert (answer.status_code, answer.location) == (303, f"/meetings/{meeting.id}")
    assert count_of(Contribution) == 0


def test_a_remark_that_became_a_project_stays_and_the_reason_is_told(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "referent")
    said = noted(client, meeting)
    make.project(origin_meeting_id=meeting.id, origin_contribution_id=said.id)

    answer = client.post(f"/meetings/{meeting.id}/said/{said.id}/remove")

    page = client.get(answer.location).text
    assert "Un projet est né de cette parole" in unescape(page)
    assert count_of(Contribution) == 1


def test_nobody_of_elsewhere_corrects_or_takes_away(client: FlaskClient) -> None:
    meeting, elsewhere = make.meeting(), make.neighbourhood("Europe")
    enter(client, "referent")
    said = noted(client, meeting)
    enter(client, "facilitator", Scope.NEIGHBOURHOOD, elsewhere.id)

    answers = [client.post(f"/meetings/{meeting.id}/said/{said.id}{end}", data=SAID) for end in ("", "/remove")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert count_of(Contribution) == 1


def test_a_remark_is_not_reached_through_another_meeting(client: FlaskClient) -> None:
    meeting, other = make.meeting(), make.meeting(make.neighbourhood("Europe"))
    enter(client, "referent")
    said = noted(client, meeting)

    answer = client.post(f"/meetings/{other.id}/said/{said.id}/remove")

    assert answer.status_code == 404
    assert count_of(Contribution) == 1


def test_the_screens_cost_few_queries(client: FlaskClient) -> None:
    meeting = make.meeting()
    enter(client, "referent")
    pages = ("/neighbourhoods/sanitas", f"/meetings/{meeting.id}", f"/meetings/{meeting.id}/said",
             "/neighbourhoods/sanitas/spaces/new", f"/spaces/{meeting.space_id}/meetings/new")  # fmt: skip

    for page in pages:
        with counted() as sent:
            assert client.get(page).status_code == 200
        assert len([it for it in sent if it != "BEGIN"]) <= 8, "\n\n".join(sent)
