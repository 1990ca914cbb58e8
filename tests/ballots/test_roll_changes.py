"""Mending the roll: put back with one ballot still, people alike told apart by two, sheets let out by another person."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock, files, retention
from app.accounts.models import Person
from app.ballots import likeness, packing, roll_queries, voting_queries
from app.ballots.electorate import Electorate
from app.ballots.models import Edition, FinalBallot, PaperScan, RollNote, RollNoteKind, Voter
from app.ballots.policy import NotAllowed
from app.ballots.services import closing, paper, roll, roll_changes, sealing
from app.ballots.services.paper import Urn
from app.ballots.services.roll import Known, LooksLike, Sure
from app.ballots.services.sealing import NeedsAnother
from app.db import open_transaction, session
from app.retention import services as periods
from app.steps.actor import Actor
from tests import make
from tests.make import votes
from tests.sessions import sign_in

NOBODY = Sure(frozenset(), "Erreur de ligne")


def close(edition: Edition, staff: Actor) -> None:
    with clock.told(edition.closes_at):
        for person in (staff, make.actor("committee_secretary")):
            sealing.sign_closing(edition.id, person)
        closing.close(edition.id)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Élodie Morin-Roy", "morin roy elodie", True),
        ("Jean-Marc Petit", "Jeanmarc Petit", True),
        ("Mohamed Benali", "Mohammad Ben Ali", True),
        ("N. Petit", "Nora Petit", True),
        ("Nora Petit Diallo", "Nora Petit", True),
        ("Nora Petit", "Léo Petit", False),
        ("Nora Petit", "Nora", False),
        ("", "Nora Petit", False),
    ],
)
def test_names_are_alike_as_people_write_them(one: str, other: str, *, alike: bool) -> None:
    assert likeness.are_alike(one, other) is alike
    assert likeness.are_alike(other, one) is alike


def test_somebody_put_back_has_one_ballot_still_and_their_history_is_kept(app: Flask) -> None:
    edition, staff = votes.opened(), make.actor("referent")
    first, second, *_rest = [one.id for one in edition.candidacies]
    code = roll.vouch(edition.id, Known("Nora Petit", "1 rue A", None), staff)
    votes.ballot(edition, code.voter_id, [first])

    roll.strike_off(edition.id, code.voter_id, "Déménagée", staff)
    shut = voting_queries.code_typed(edition.id, code.code)
    roll_changes.put_back(edition.id, code.voter_id, NOBODY, staff)
    votes.ballot(edition, code.voter_id, [second])
    close(edition, staff)

    noted = [(one.kind, one.reason) for one in session().scalars(sa.select(RollNote).order_by(RollNote.id))]
    kept = [packing.unpacked(one)[0] for one in session().scalars(sa.select(FinalBallot.choices))]
    assert shut is None
    assert noted == [(RollNoteKind.STRUCK, "Déménagée"), (RollNoteKind.PUT_BACK, "Erreur de ligne")]
    assert kept == [(second,)]
    with pytest.raises(NotAllowed):
        roll.strike_off(edition.id, code.voter_id, "Trop tard", staff)


def test_nobody_is_put_back_beside_themselves_unseen(app: Flask) -> None:
    edition, staff = votes.opened(), make.actor("referent")
    struck = roll.vouch(edition.id, Known("Nora Petit", "1 rue A", None), staff).voter_id
    roll.strike_off(edition.id, struck, "Erreur", staff)
    again = roll.vouch(edition.id, Known("Petit Norah", "1 r. A", None), staff).voter_id

    with pytest.raises(LooksLike) as like:
        roll_changes.put_back(edition.id, struck, NOBODY, staff)

    assert [(one.voter.id, one.same_home) for one in like.value.found] == [(again, True)]
    with pytest.raises(NotAllowed):
        roll_changes.put_back(edition.id, again, NOBODY, staff)


def test_who_is_on_the_roll_is_not_put_back_on_it(app: Flask, client: FlaskClient) -> None:
    edition = votes.opened()
    voter = votes.voters(edition)[0]
    sign_in(client, session().get_one(Person, make.actor("metro_admin").person_id))

    answer = client.get(f"/vote/{edition.id}/voters/{voter}/back")

    assert answer.status_code == 403


def test_people_alike_are_told_apart_with_a_reason_then_by_somebody_else(app: Flask, client: FlaskClient) -> None:
    edition, person = votes.opened(), make.person("Léa")
    make.role(person, "referent")
    roll.vouch(edition.id, Known("Nora Petit", "1 rue A", None), make.actor("helper"))
    sign_in(client, person)
    fields = {"name": "PETIT Norah", "about": "9 rue B", "neighbourhood_id": edition.sectors[0].neighbourhood_id,
              "old_enough": "y", "signed": "y"}  # fmt: skip
    other = str(session().scalars(sa.select(Voter.id)).one())

    asked = client.post(f"/vote/{edition.id}/vouch", data=fields)
    told = client.post(f"/vote/{edition.id}/vouch", data=fields | {"other": other, "reason": "Sa cousine"})

    line = roll_queries.to_look_at_again(edition.id)[0]
    assert asked.status_code == 422
    assert 'name="other" value="' + other in asked.text
    assert told.status_code == 200
    assert (line.other_id, line.reason, line.by_id) == (int(other), "Sa cousine", person.id)
    with pytest.raises(NeedsAnother):
        roll_changes.look_again(edition.id, line.id, Actor(person.id))
    roll_changes.look_again(edition.id, line.id, make.actor("referent"))
    assert roll_queries.to_look_at_again(edition.id) == []


def test_sheets_open_nothing_until_another_person_lets_them_out(app: Flask, client: FlaskClient) -> None:
    edition, printer = votes.opened(voters=Electorate().as_data()), make.actor("referent")
    sheet = roll.print_codes(edition.id, 1, printer)[0]
    fields = {"code": sheet.code, "old_enough": "y"}

    waiting = client.post(f"/vote/{edition.id}", data=fields)
    with pytest.raises(NeedsAnother):
        roll_changes.release_sheets(edition.id, 1, 9, printer)
    released = roll_changes.release_sheets(edition.id, 1, 9, make.actor("committee_secretary"))
    admitted = client.post(f"/vote/{edition.id}", data=fields)

    assert "feuille n° 1." in waiting.text.replace("\u00a0", " ")
    assert waiting.status_code == 422
    assert released == 1
    assert admitted.headers["Location"] == f"/vote/{edition.id}/ballot"


def test_a_ballot_cast_with_a_sheet_that_nobody_received_is_voided(app: Flask) -> None:
    edition, staff = votes.opened(), make.actor("referent")
    sheets = roll.print_codes(edition.id, 3, staff)
    for sheet in sheets:
        votes.ballot(edition, sheet.voter_id, [edition.candidacies[0].id])

    withdrawn = roll_changes.withdraw_sheets(edition.id, 2, 3, staff)
    close(edition, staff)

    assert withdrawn == 2
    assert session().scalar(sa.select(sa.func.count()).select_from(FinalBallot)) == 1


def test_scans_of_papers_go_three_months_after_the_close_with_their_files(app: Flask) -> None:
    edition, staff = votes.opened(), make.actor("referent")
    stored = files.keep_pdf(b"%PDF-1.4 registre", "registre.pdf")
    with clock.told(edition.closes_at):
        batch = paper.open_urn(edition, Urn("Centre social", 0, 0), staff)
        scan_id = paper.keep_scan(edition, batch, stored, staff).id
    close(edition, staff)

    with clock.told(edition.closes_at + timedelta(days=89)):
        early = {rule.code: count for rule, count in periods.due()}["paper_scans"]
    with clock.told(edition.closes_at + timedelta(days=91)):
        due = {rule.code: count for rule, count in periods.due()}["paper_scans"]
        was_there = files.path_of(stored.sha256).exists()
        rule = next(rule for rule in retention.rules() if rule.code == "paper_scans")
        with open_transaction():
            rule.forget(rule.expired(rule.limit()))

    kept = session().get_one(PaperScan, scan_id, populate_existing=True)
    assert (early, due, was_there) == (0, 1, True)
    assert (kept.sha256, kept.name, kept.kept_by_id) == ("", "", staff.person_id)
    assert not files.path_of(stored.sha256).exists()
    with pytest.raises(sa.exc.DBAPIError), open_transaction() as current:
        current.execute(sa.update(PaperScan).values(name="autre"))
