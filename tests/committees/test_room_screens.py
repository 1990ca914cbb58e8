"""The screen in the room, without JavaScript: step by step, each on their phone, sent late, sent twice."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.committees import room_queries, services
from app.committees.models import Decision, Recusal
from app.committees.room_models import CommitteeVote, Hearing, Motion, Movement
from app.committees.services import Ballot
from app.db import session, transaction
from app.funds.rulebook import VoteMode
from app.projects.models import Project
from app.steps.actor import Actor
from tests import make
from tests.committees.room import Room, room, waiting
from tests.committees.test_screens import enter, text_of, typed
from tests.queries import counted

HANDS = {"motion": "fund", "mode": "show_of_hands", "votes_for": "6", "votes_against": "1", "abstentions": "0"}
KEY = {"kept_id": "7e1b6f5a-6a6e-4a53-9a0b-0f6b7f4d2a10"}


@pytest.fixture
def where(app: Flask) -> Room:
    return room()


@pytest.fixture
def project(where: Room) -> Project:
    return waiting(where.money)


def count(model: type) -> int:
    return int(session().scalar(sa.select(sa.func.count()).select_from(model)) or 0)


def test_a_file_goes_through_its_four_steps(client: FlaskClient, where: Room, project: Project) -> None:
    enter(client, where.secretary)
    page = f"/projects/{project.ref}"

    first = text_of(client.get(f"{page}/decide"))
    heard = client.post(f"{page}/hearing", data={"mode": "written", "note": "Une lettre <b>lue</b>."})
    voted = client.post(f"{page}/votes", data=HANDS)
    decided = text_of(client.get(voted.location))
    done = client.post(f"{page}/decide", data={"result": "grant", "amount": "450", "reason": "Le goûter est offert."})

    assert "Quitte la salle" not in first
    assert heard.location.endswith("step=vote")
    assert '<span class="value">6</span>' in decided
    assert "Combien de voix ?" not in decided
    assert "le comité a accordé 450 €" in text_of(client.get(done.location))


def test_an_absent_team_makes_the_page_propose_to_adjourn_once(
    client: FlaskClient, where: Room, project: Project
) -> None:
    enter(client, where.secretary)
    client.post(f"/projects/{project.ref}/hearing", data={"mode": "absent", "note": ""})

    page = text_of(client.get(f"/projects/{project.ref}/decide?step=hearing"))
    form = text_of(client.get(f"/projects/{project.ref}/decide?step=decision&result=adjourn"))

    assert "Vous pouvez reporter ce projet une fois, ou décider quand même." in page
    assert "Personne n'est venu présenter le projet.</textarea>" in form.replace("> ", ">")


def test_members_vote_on_their_phones_and_nobody_sees_the_count_before_the_end(
    client: FlaskClient, where: Room, project: Project
) -> None:
    vote = services.open_vote(where.sitting, project, Ballot(mode=VoteMode.PHONES), where.secretary)
    phone = f"/committee/sittings/{where.sitting.id}/vote"
    for seat, choice in zip(where.seats[:3], ("for", "against", "for"), strict=True):
        enter(client, seat)
        client.post(phone, data={"choice": choice, "vote_id": vote.id})
    mine = text_of(client.get(phone))

    enter(client, where.secretary)
    during = text_of(client.get(f"/projects/{project.ref}/decide"))
    by_hand = {"seat_id": where.seats[3].id, "choice": "for", "vote_id": vote.id}
    client.post(f"/projects/{project.ref}/votes/cast", data=by_hand)
    after = text_of(client.get(client.post(f"/projects/{project.ref}/votes/close").location))

    assert "Votre vote : Pour. Vous pouvez changer" in mine
    assert "3 sur 7</strong> ont voté" in during
    assert 'class="value"' not in during
    assert '<span class="value">3</span> <span>pour</span>' in after
    assert '<span class="value">3</span> <span>abstentions</span>' in after


def test_a_vote_sent_after_the_vote_was_closed_is_not_counted(
    client: FlaskClient, where: Room, project: Project
) -> None:
    vote = services.open_vote(where.sitting, project, Ballot(mode=VoteMode.PHONES), where.secretary)
    services.annul_vote(vote, where.secretary)
    services.open_vote(where.sitting, project, Ballot(Motion.ADJOURN, VoteMode.PHONES), where.secretary)
    kept = {"choice": "for", "vote_id": vote.id, "seat_id": where.seats[0].id} | KEY
    late = {"X-Kept": KEY["kept_id"]}

    enter(client, where.seats[0])
    page = client.post(f"/committee/sittings/{where.sitting.id}/vote", data=kept)
    told = text_of(client.get(page.location))
    mine = client.post(f"/committee/sittings/{where.sitting.id}/vote", data=kept, headers=late)
    enter(client, where.secretary)
    by_secretary = client.post(f"/projects/{project.ref}/votes/cast", data=kept, headers=late)

    assert "Ce vote est fermé. Ce choix n'est pas compté." in told
    for answer in (mine, by_secretary):
        assert (answer.status_code, answer.json["sentence"]) == (422, "Ce vote est fermé. Ce choix n'est pas compté.")
    assert not any(voter.has_voted for voter in room_queries.roll_of(room_queries.open_vote(where.sitting.id)).values())


def test_members_propose_amounts_and_the_sum_fits_the_envelope(client: FlaskClient, app: Flask) -> None:
    where = room(cents=700_00)
    garden, party = waiting(where.money), waiting(where.money)
    for project, amounts in ((garden, (600, 500, 400, 300, 300, 300, 0)), (party, (600, 600, 600, 600, 200, 200, 200))):
        said = {seat.id: 100 * euros for seat, euros in zip(where.seats, amounts, strict=True)}
        services.propose_amounts(where.sitting, project, said, where.secretary)
    enter(client, where.secretary)

    page = text_of(client.get(f"/committee/sittings/{where.sitting.id}/amounts"))
    one = text_of(client.get(f"/projects/{garden.ref}/decide?step=decision"))

    assert "6 membres sur 7 acceptent au moins 300 €." in page
    assert "7 membres sur 7 acceptent au moins 200 €." in page
    assert "il faut 1 voix de plus que la majorité" in page
    assert "6 membres sur 7 acceptent au moins 300 €." in one


def test_an_amount_that_cannot_be_read_names_the_member_and_loses_no_other(
    client: FlaskClient, where: Room, project: Project
) -> None:
    enter(client, where.secretary)

    first, second = (f"amount-{seat.id}" for seat in where.seats[:2])
    answer = client.post(f"/projects/{project.ref}/amounts", data={first: "12,345", second: "317"})

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Habitante 1 : Cette somme peut se lire de deux façons." in page.replace("\N{NO-BREAK SPACE}", " ")
    assert 'value="12,345"' in page
    assert 'value="317"' in page


def test_everything_sent_twice_is_done_once(client: FlaskClient, where: Room, project: Project) -> None:
    enter(client, where.secretary)
    sitting, page = f"/committee/sittings/{where.sitting.id}", f"/projects/{project.ref}"
    came = count(Movement)

    for _ in range(2):
        for path, fields in (
            (f"{sitting}/presence", {"seat_id": where.seats[0].id, "present": "0", "kept_id": "a"}),
            (f"{page}/hearing", {"mode": "phone", "note": "", "kept_id": "b"}),
            (f"{page}/votes", HANDS | {"votes_for": "5", "kept_id": "c"}),
            (f"{page}/decide", {"result": "grant", "amount": "600", "kept_id": "d"}),
        ):
            assert client.post(path, data=fields).status_code == 303

    assert (count(Movement) - came, count(Hearing), count(CommitteeVote), count(Decision)) == (1, 1, 1, 1)


def test_what_comes_again_once_all_is_over_gets_its_first_answer(
    client: FlaskClient, where: Room, project: Project
) -> None:
    enter(client, where.secretary)
    page = f"/projects/{project.ref}"
    forms = [
        (f"{page}/recusals", {"recusal-seat_id": where.seats[0].id, "recusal-ground": "close", "kept_id": "a"}),
        (f"{page}/hearing", {"mode": "phone", "note": "", "kept_id": "b"}),
        (f"{page}/decide", typed(votes_for="6") | {"kept_id": "c"}),
    ]
    first = [client.post(path, data=fields).location for path, fields in forms]
    services.close_sitting(where.sitting, where.secretary)

    again = [client.post(path, data=fields, headers={"X-Kept": fields["kept_id"]}) for path, fields in forms]
    late = client.post(f"{page}/hearing", data={"mode": "phone", "note": ""}, headers={"X-Kept": "d"})

    assert [(answer.status_code, answer.headers.get("X-Go")) for answer in again] == [(204, go) for go in first]
    assert (late.status_code, late.json["sentence"]) == (422, "La séance est fermée.")


def test_a_device_that_sends_late_gets_a_sentence_and_keeps_what_was_refused(
    client: FlaskClient, where: Room, project: Project
) -> None:
    enter(client, where.secretary)
    late = {"X-Kept": KEY["kept_id"]}

    no = client.post(f"/projects/{project.ref}/decide", data=typed(votes_for="3") | KEY, headers=late)
    unread = client.post(f"/projects/{project.ref}/hearing", data={"note": "?"}, headers=late)
    yes = client.post(f"/projects/{project.ref}/decide", data=typed() | KEY, headers=late)

    assert (no.status_code, no.json["sentence"]) == (422, "Vous avez compté 3 voix. Il y a 7 membres qui votent.")
    assert (unread.status_code, yes.status_code) == (422, 204)
    assert count(Decision) == 1


@transaction()
def _live_together(project: Project, where: Room) -> None:
    for person_id, address in (
        (project.created_by_id, "3 rue des Lilas"),
        (where.seats[0].person_id, "3 Rue des Lilas"),
    ):
        session().get_one(Person, person_id).address = address


def test_a_sign_that_somebody_is_close_to_the_team_says_so_without_the_address(
    client: FlaskClient, where: Room, project: Project
) -> None:
    enter(client, where.secretary)
    _live_together(project, where)

    page = text_of(client.get(f"/projects/{project.ref}/decide?step=presents"))
    client.post(
        f"/projects/{project.ref}/recusals",
        data={"recusal-seat_id": where.seats[0].id, "recusal-ground": "household"},
    )
    after = text_of(client.get(f"/projects/{project.ref}/decide?step=presents"))

    assert "Habitante 1 a le même téléphone ou la même adresse qu'une personne de l'équipe." in page
    assert "Lilas" not in page
    assert "Quitte la salle pour ce projet : Même foyer qu'une personne de l'équipe" in after


def test_a_member_steps_aside_on_their_phone_before_the_sitting(
    client: FlaskClient, where: Room, project: Project
) -> None:
    services.close_sitting(where.sitting, where.secretary)
    enter(client, where.seats[0])

    client.post(
        f"/projects/{project.ref}/recusals",
        data={"recusal-seat_id": where.seats[0].id, "recusal-ground": "close", "recusal-reason": "Mon cousin"},
    )

    assert session().scalars(sa.select(Recusal.reason)).one() == "Mon cousin"
    assert "Vous ne votez pas sur ce projet." in text_of(client.get(f"/projects/{project.ref}/decide"))


def test_the_secretary_of_another_city_runs_nothing_here(client: FlaskClient, where: Room, project: Project) -> None:
    elsewhere = make.fund(make.commune("Joué-lès-Tours", "37122"))
    someone = make.person("Secrétaire d'ailleurs")
    make.role(someone, "committee_secretary", "fund", elsewhere.id)
    enter(client, Actor(someone.id))
    sitting, page = f"/committee/sittings/{where.sitting.id}", f"/projects/{project.ref}"

    posts = [f"{page}/{path}" for path in ("hearing", "votes", "votes/close", "votes/annul", "amounts")]
    answers = [client.post(path, data=HANDS | {"mode": "phone"}).status_code for path in posts]
    answers += [client.get(f"{sitting}/{path}").status_code for path in ("pulse", "amounts", "vote", "vote.svg")]

    assert set(answers) == {403}


def test_each_page_of_the_room_costs_eight_queries_whatever_the_size(client: FlaskClient, app: Flask) -> None:
    where = room(residents=10, others=5)
    projects = [waiting(where.money) for _ in range(12)]
    said = {seat.id: 300_00 for seat in where.seats}
    for project in projects:
        services.propose_amounts(where.sitting, project, said, where.secretary)
    services.open_vote(where.sitting, projects[0], Ballot(mode=VoteMode.PHONES), where.secretary)
    sitting, page = f"/committee/sittings/{where.sitting.id}", f"/projects/{projects[0].ref}/decide"

    for who, paths in (
        (where.secretary, (sitting, f"{sitting}/pulse", f"{sitting}/amounts", page, f"{page}?step=decision")),
        (where.seats[0], (sitting, f"{sitting}/pulse", f"{sitting}/vote", page)),
    ):
        enter(client, who)
        for path in paths:
            with counted() as sent:
                assert client.get(path).status_code == 200
            assert len([it for it in sent if it != "BEGIN"]) <= 8, "\n\n".join([path, *sent])
