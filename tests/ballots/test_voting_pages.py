"""The booth on screen: in with a code, one page, a receipt, changed until the close, refused after."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.ballots import packing
from app.ballots.models import BallotKind, CastBallot, Channel, DraftBallot, Edition
from app.ballots.roll_list import read_list
from app.ballots.services import roll
from app.ballots.services.roll import Known
from app.db import session
from app.steps.actor import Actor
from tests import make
from tests.make import votes
from tests.markup import faults
from tests.queries import counted
from tests.sessions import sign_in

ROOT = Path(__file__).parents[2]


def code_of(edition: Edition) -> str:
    return roll.print_codes(edition.id, 1, make.actor("referent"))[0].code


def come_in(client: FlaskClient, edition: Edition, code: str) -> None:
    answer = client.post(f"/vote/{edition.id}", data={"code": code, "old_enough": "y"})
    assert answer.headers.get("Location") == f"/vote/{edition.id}/ballot", answer.text


def drop(client: FlaskClient, edition: Edition, **fields: object) -> str:
    answer = client.post(f"/vote/{edition.id}/ballot", data=fields)
    assert answer.status_code == 303, answer.text
    return found(client.get(f"/vote/{edition.id}/done").text)


def found(page: str) -> str:
    return re.search(r'receipt-code ref">([A-Z2-7-]+)<', page)[1].replace("-", "")


def in_the_box() -> list[tuple[tuple[int, ...], Channel]]:
    session().rollback()
    rows = session().execute(sa.select(CastBallot.choices, CastBallot.channel).order_by(CastBallot.pseudonym))
    return [(packing.unpacked(choices)[0], channel) for choices, channel in rows]


def test_a_resident_votes_with_the_code_of_a_sheet_and_changes_their_mind(app: Flask, client: FlaskClient) -> None:
    edition = votes.opened()
    first, second, third, *_ = [one.id for one in edition.candidacies]
    code = code_of(edition)

    come_in(client, edition, f"{code[:4]} {code[4:8].lower()}-{code[8:]}")
    page = client.get(f"/vote/{edition.id}/ballot").text
    receipt = drop(client, edition, choice=[first, second])
    come_in(client, edition, code)
    again = client.get(f"/vote/{edition.id}/ballot").text
    changed = drop(client, edition, choice=[third])

    assert faults(page) == []
    assert "Vous avez déjà déposé un bulletin" in again
    assert " checked" not in again, "a ballot that was cast is never shown again"
    assert in_the_box() == [((third,), Channel.ONLINE)]
    assert "est pas dans l'urne" in client.post(f"/vote/{edition.id}/check", data={"code": receipt}).text
    assert (
        "Oui, ce bulletin est dans l" in client.post(f"/vote/{edition.id}/check", data={"code": changed.lower()}).text
    )


def test_an_invalid_ballot_is_refused_with_what_was_ticked(app: Flask, client: FlaskClient) -> None:
    edition = votes.opened()
    ids = [one.id for one in edition.candidacies]
    come_in(client, edition, code_of(edition))

    answer = client.post(f"/vote/{edition.id}/ballot", data={"choice": ids[:4]})

    assert answer.status_code == 422
    assert "Vous avez choisi 1 projet de trop" in answer.text
    assert answer.text.count(" checked") == 4
    assert faults(answer.text) == []
    assert in_the_box() == []


def test_the_order_of_the_projects_is_the_voters_own_and_stays(app: Flask, client: FlaskClient) -> None:
    edition = votes.opened(costs=[10_000_00] * 8)
    codes = [each.code for each in roll.print_codes(edition.id, 2, make.actor("referent"))]

    orders = []
    for code in (codes[0], codes[0], codes[1]):
        come_in(client, edition, code)
        orders.append(re.findall(r'id="choice-(\d+)"', client.get(f"/vote/{edition.id}/ballot").text))

    assert orders[0] == orders[1]
    assert orders[0] != orders[2]
    assert sorted(orders[0]) == sorted(orders[2])


def test_a_draft_is_kept_and_staff_see_how_many_never_whose(app: Flask, client: FlaskClient) -> None:
    edition = votes.opened()
    ids = [one.id for one in edition.candidacies]
    come_in(client, edition, code_of(edition))

    client.post(f"/vote/{edition.id}/draft", data={"choice": ids[:1]})
    page = client.get(f"/vote/{edition.id}/ballot").text
    referent = make.person("Rémi")
    make.role(referent, "referent")
    sign_in(client, referent)
    staff = client.get(f"/vote/{edition.id}/roll").text
    unfinished = session().scalar(sa.select(sa.func.count()).select_from(DraftBallot))

    assert page.count(" checked") == 1
    assert re.search(r"data-cost-left>80\s000\s€<", page)
    assert unfinished == 1
    assert re.search(r">1</span> <span>brouillons pas encore déposés", staff)


def test_whoever_replaces_a_code_reads_nothing_and_who_came_in_with_the_old_one_is_out(
    app: Flask, client: FlaskClient
) -> None:
    edition, helper = votes.opened(), make.actor("helper")
    ids = [one.id for one in edition.candidacies]
    seen = roll.vouch(edition.id, Known("Nora Petit", "1 rue A", None), helper)
    come_in(client, edition, seen.code)
    client.post(f"/vote/{edition.id}/draft", data={"choice": ids[:2]})

    new = roll.replace_code(edition.id, seen.voter_id, "Code vu", helper)
    outside = client.post(f"/vote/{edition.id}/ballot", data={"choice": ids[:1]})
    come_in(client, edition, new.code)
    page = client.get(f"/vote/{edition.id}/ballot").text

    assert outside.headers["Location"] == f"/vote/{edition.id}"
    assert in_the_box() == []
    assert " checked" not in page


def test_one_second_after_the_close_page_and_direct_request_are_refused(app: Flask, client: FlaskClient) -> None:
    edition = votes.opened()
    first = edition.candidacies[0].id
    code = code_of(edition)
    with clock.told(edition.closes_at - timedelta(seconds=1)):
        come_in(client, edition, code)
        assert client.post(f"/vote/{edition.id}/ballot", data={"choice": [first]}).status_code == 303
        come_in(client, edition, code)

    with clock.told(edition.closes_at + timedelta(seconds=1)):
        pages = [client.get(f"/vote/{edition.id}{end}") for end in ("", "/ballot")]
        direct = client.post(f"/vote/{edition.id}/ballot", data={"choice": [edition.candidacies[1].id]})
        draft = client.post(f"/vote/{edition.id}/draft", data={"choice": [first]})

    assert all("Le vote est terminé" in page.text for page in pages)
    assert (direct.status_code, draft.status_code) == (409, 409)
    assert in_the_box() == [((first,), Channel.ONLINE)]


@pytest.mark.parametrize(
    ("kind", "fields", "choices"),
    [
        (BallotKind.CHOOSE_ONE, {"choice": [2]}, ((2,), ())),
        (BallotKind.POINTS, {"mark-0": "4", "mark-2": "6"}, ((0, 2), (4, 6))),
        (BallotKind.RANKING, {"mark-2": "1", "mark-0": "2"}, ((2, 0), ())),
        (BallotKind.GRADES, {"mark-0": "3", "mark-1": "0"}, ((0, 1), (3, 0))),
    ],
)
def test_every_kind_of_ballot_has_its_page(app: Flask, client: FlaskClient, kind, fields, choices) -> None:
    grades = ["À rejeter", "Passable", "Bien", "Très bien"]
    edition = votes.opened(ballot_kind=kind, points=10, grades=grades)
    ids = [one.id for one in edition.candidacies]
    come_in(client, edition, code_of(edition))
    sent = {
        name if name == "choice" else f"mark-{ids[int(name[5:])]}": [ids[one] for one in value]
        if name == "choice"
        else value
        for name, value in fields.items()
    }

    page = client.get(f"/vote/{edition.id}/ballot").text
    wrong = client.post(f"/vote/{edition.id}/ballot", data={})
    drop(client, edition, **sent)

    kept = packing.unpacked(session().scalar(sa.select(CastBallot.choices)))
    assert faults(page) == []
    assert wrong.status_code == 422
    assert kept == (tuple(ids[one] for one in choices[0]), choices[1])


def test_a_kiosk_signs_staff_out_counts_as_kiosk_and_leaves_nothing_to_the_next(
    app: Flask, client: FlaskClient
) -> None:
    edition = votes.opened()
    code = code_of(edition)
    helper = make.person("Léa")
    make.role(helper, "helper")
    sign_in(client, helper)

    client.post(f"/vote/{edition.id}/kiosks", data={"place": "Centre social"})
    account = client.get("/account").status_code
    come_in(client, edition, code)
    ballot = client.get(f"/vote/{edition.id}/ballot")
    client.post(f"/vote/{edition.id}/ballot", data={"choice": [edition.candidacies[0].id]})
    receipt = client.get(f"/vote/{edition.id}/done")
    client.get(f"/vote/{edition.id}")
    behind = [client.get(f"/vote/{edition.id}/{end}") for end in ("done", "ballot")]

    assert account == 302
    assert not re.search(r'href="/(?!static/|vote/)', re.sub(r"<link[^>]*>", "", ballot.text)), "no way out of the vote"
    assert ballot.headers["Cache-Control"] == "no-store"
    assert receipt.headers["Refresh"].startswith("60;")
    assert in_the_box()[0][1] is Channel.KIOSK
    assert [page.status_code for page in behind] == [303, 303]


def test_an_account_on_the_list_votes_without_a_code_and_once(app: Flask, client: FlaskClient) -> None:
    edition = votes.opened(voters={"by_list": True})
    content = b"Nom;Adresse;Contact\nAmina Diallo;1 rue A;amina@exemple.fr\n"
    roll.import_list(edition.id, read_list(content), make.actor("referent"))
    amina, other = make.person(email="amina@exemple.fr"), make.person("Bilal", email="bilal@exemple.fr")

    sign_in(client, other)
    refused = client.post(f"/vote/{edition.id}/account", data={"old_enough": "y"}).headers["Location"]
    sign_in(client, amina)
    too_young = client.post(f"/vote/{edition.id}/account").headers["Location"]
    admitted = client.post(f"/vote/{edition.id}/account", data={"old_enough": "y"}).headers["Location"]

    assert refused == too_young == f"/vote/{edition.id}"
    assert admitted == f"/vote/{edition.id}/ballot"


def test_pages_of_a_vote_ask_little_of_the_database(app: Flask, client: FlaskClient) -> None:
    edition = votes.opened(costs=[5_000_00] * 12)
    come_in(client, edition, code_of(edition))
    client.get(f"/vote/{edition.id}/ballot")

    with counted() as sent:
        client.get(f"/vote/{edition.id}/ballot")

    assert len([one for one in sent if one.startswith("SELECT")]) <= 8, sent


def test_nothing_shows_a_choice_before_the_close(app: Flask, client: FlaskClient) -> None:
    edition = votes.opened()
    ids = [one.id for one in edition.candidacies]
    voters = votes.voters(edition, 8)
    person = make.person("Rémi")
    make.role(person, "metro_admin")
    sign_in(client, person)
    ends = ("roll", "check", "secret", "receipts.txt", "closing", "paper", "count", "result", "result.pb")
    addresses = [f"/vote/{edition.id}/{end}" for end in ends] + [f"/budget/{edition.id}", f"/budget/{edition.id}/work"]

    def seen() -> list[str]:
        return [re.sub(r'type="hidden"[^>]*>', "", client.get(one).text) for one in addresses]

    for voter in voters:
        votes.ballot(edition, voter, [ids[0]])
    before = seen()
    for voter in voters:
        votes.ballot(edition, voter, [ids[1], ids[2]])

    assert seen() == before


def test_no_statement_but_the_closing_and_ones_own_ballot_reads_choices() -> None:
    reading = re.compile(r"(CastBallot|DraftBallot)\.choices|select\((CastBallot|DraftBallot)[,)]|\bcast_ballot\b")

    inside = ROOT / "app"
    readers = {
        str(path.relative_to(inside)) for path in inside.rglob("*.py") if reading.search(path.read_text("utf-8"))
    }

    names = ("services/voting", "services/sealing", "models/ballot", "wiping")
    assert readers == {f"ballots/{name}.py" for name in names}


def test_a_helper_cannot_vote_for_somebody(app: Flask, client: FlaskClient) -> None:
    place = make.neighbourhood()
    edition = votes.opened(voters={"by_list": True})
    listed = b"nom,contact\nNora Petit,nora@exemple.fr\n"
    roll.import_list(edition.id, read_list(listed), make.actor("referent"))
    nora = make.person("Nora Petit", email="nora@exemple.fr", neighbourhood_id=place.id)
    helper = make.person("Léa")
    make.role(helper, "helper")
    sign_in(client, helper)
    client.post(f"/help/{nora.id}", data={"mode": "oral", "agreement": "read_back"})

    answer = client.post(f"/vote/{edition.id}/account", data={"old_enough": "y"})

    assert answer.headers["Location"] == f"/vote/{edition.id}"
    assert Actor(helper.id, nora.id).acting_id == nora.id
