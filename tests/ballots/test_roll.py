"""Who may vote: a list with one-line errors, sheets whose codes are kept nowhere, vouching, a lost code, names that go."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock, retention
from app.accounts.models import Scope
from app.accounts.personal_data import everything_about
from app.ballots import merkle, packing, voting_queries
from app.ballots.electorate import Electorate, told
from app.ballots.models import Voter, VotingCode
from app.ballots.policy import NotAllowed
from app.ballots.roll_list import RollRefused, read_list
from app.ballots.services import closing, roll, sealing
from app.ballots.services.roll import AlreadyOnRoll, Known, RollFrozen
from app.db import open_transaction, session
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.make import votes
from tests.pdf import is_tagged, text_of
from tests.sessions import sign_in

LIST = "Prénom;Nom;Adresse;E-mail;Quartier\nAmina;Diallo;1 rue A;amina@exemple.fr;Sanitas\nJean;Petit;2 rue B;;\n"


def test_a_list_is_brought_in_once_however_many_times_it_is_sent(app: Flask) -> None:
    edition, referent = votes.opened(voters={"by_list": True}), make.actor("referent")

    first = roll.import_list(edition.id, read_list(LIST.encode("cp1252")), referent)
    again = roll.import_list(edition.id, read_list(LIST.encode()), referent)

    assert (first, again) == (2, 0)
    amina = session().scalars(sa.select(Voter).filter_by(name="Amina Diallo")).one()
    assert amina.neighbourhood_id == edition.sectors[0].neighbourhood_id
    assert amina.contact is not None
    assert "exemple.fr" not in amina.contact


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("", ["1 le fichier est vide."]),
        ("adresse\n1 rue A\n", ["1 il manque une colonne"]),
        ("nom,contact\nAmina,pas un contact\n,\n", ["2 «\u00a0pas un contact"]),
        ("nom,adresse\nA B,1\nB A,1\nC D,1\n", ["3 cette personne est déjà à la ligne 2"]),
        ("nom,contact\nA,a@exemple.fr\nB,A@exemple.fr\n", ["3 ce contact est déjà"]),
        ("nom,adresse\n,1 rue A\n", ["2 il manque le nom."]),
        ('nom\n"' + "A" * 200_000, ["2 cette ligne ne se lit pas"]),
        ("nom\n" + "A\n" * 100_001, ["100002 la liste est trop longue"]),
    ],
)
def test_a_faulty_list_is_refused_line_by_line(app: Flask, content: str, faults: list[str]) -> None:
    with pytest.raises(RollRefused) as refused:
        read_list(content.encode())

    said = [f"{line} {reason}" for line, reason in refused.value.faults]
    assert len(said) == len(faults)
    assert all(found.startswith(expected) for found, expected in zip(said, faults, strict=True)), said


def test_a_contact_lets_one_person_in_and_a_second_list_says_so(app: Flask) -> None:
    edition, referent = votes.opened(voters={"by_list": True}), make.actor("referent")
    roll.import_list(edition.id, read_list(LIST.encode()), referent)

    with pytest.raises(RollRefused, match="ce contact est déjà sur la liste"):
        roll.import_list(edition.id, read_list(b"nom,contact\nKarim Diallo,amina@exemple.fr\n"), referent)

    assert voting_queries.turnout_of(edition.id).roll == 2


def test_sheets_print_codes_that_are_kept_nowhere(app: Flask, client: FlaskClient) -> None:
    edition, person = votes.opened(), make.person("Rémi")
    make.role(person, "referent")
    sign_in(client, person)

    printed = client.post(f"/vote/{edition.id}/roll/sheets", data={"count": "3"}).data

    codes = re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", text_of(printed))
    kept = {code.digest for code in session().scalars(sa.select(VotingCode))}
    assert is_tagged(printed)
    assert len(set(codes)) == len(kept) == 3
    assert all(voting_queries.code_typed(edition.id, code) for code in codes)
    assert not any(code.replace("-", "") in digest.upper() for code in codes for digest in kept)
    assert voting_queries.code_typed(edition.id, "2222-2222-2222") is None


def test_a_lost_code_is_cancelled_and_the_new_one_changes_the_same_ballot(app: Flask) -> None:
    edition, helper = votes.opened(), make.actor("helper")
    lost = roll.vouch(edition.id, Known("Nora Petit", "1 rue A", None), helper)
    votes.ballot(edition, lost.voter_id, [edition.candidacies[0].id])

    new = roll.replace_code(edition.id, lost.voter_id, "Feuille perdue", helper)
    votes.ballot(edition, new.voter_id, [edition.candidacies[1].id])

    assert voting_queries.code_typed(edition.id, lost.code) is None
    assert voting_queries.code_typed(edition.id, new.code).voter_id == lost.voter_id
    assert voting_queries.turnout_of(edition.id).ballots == 1
    assert session().scalars(sa.select(VotingCode.cancel_reason).filter_by(serial=1)).one() == "Feuille perdue"


def test_the_same_person_is_not_vouched_for_twice(app: Flask, client: FlaskClient) -> None:
    edition, person = votes.opened(), make.person("Léa")
    make.role(person, "facilitator")
    sign_in(client, person)
    place = edition.sectors[0].neighbourhood_id
    fields = {"name": "Nora Petit", "about": "1 rue A", "neighbourhood_id": place, "old_enough": "y", "signed": "y"}

    code = client.post(f"/vote/{edition.id}/vouch", data=fields)
    again = client.post(f"/vote/{edition.id}/vouch", data=fields | {"name": "petit NORA"})

    assert re.search(r"receipt-code ref\">[2-9A-Z]{4}-", code.text)
    assert again.status_code == 422
    assert "déjà sur la liste" in again.text
    with pytest.raises(AlreadyOnRoll):
        roll.vouch(edition.id, Known("Nora Petit", "1, rue A", None), make.actor("referent"))


def test_staff_of_another_city_neither_read_nor_change_the_roll(app: Flask, client: FlaskClient) -> None:
    edition = votes.opened()
    elsewhere = make.commune("Joué-lès-Tours", "37122")
    person = make.person("Ailleurs")
    make.role(person, "referent", Scope.COMMUNE, elsewhere.id)
    sign_in(client, person)

    answers = [client.get(f"/vote/{edition.id}/{page}").status_code for page in ("roll", "closing", "register.pdf")]

    assert answers == [404, 404, 404]
    with pytest.raises(NotAllowed):
        roll.print_codes(edition.id, 1, Actor(person.id))


def test_a_choice_of_voters_is_told_with_its_risks_and_fixed_once_the_vote_is_prepared(app: Flask) -> None:
    referent = make.actor("referent")
    preparing, open_now = make.edition("ideas"), votes.opened()

    roll.choose_electorate(preparing.id, Electorate(by_list=True, by_codes=True), referent)
    with pytest.raises(RollFrozen):
        roll.choose_electorate(open_now.id, Electorate(by_list=True), referent)

    lines = told(Electorate(by_list=True, by_codes=True), 11)
    assert any("deux fois" in line.risk for line in lines)
    assert all(line.means and line.risk for line in lines)
    assert "11 ans" in lines[-1].means


def test_names_leave_the_roll_three_months_after_the_close(app: Flask) -> None:
    edition = votes.opened()
    roll.vouch(edition.id, Known("Nora Petit", "1 rue A", None), make.actor("helper"))
    rule = next(rule for rule in retention.rules() if rule.code == "voters")
    with clock.told(edition.closes_at):
        for _each in range(2):
            sealing.sign_closing(edition.id, make.actor("referent"))
        closing.close(edition.id)

    with clock.told(edition.closes_at + timedelta(days=91)), open_transaction():
        forgotten = rule.forget(rule.expired(rule.limit()))

    voter = session().scalars(sa.select(Voter).execution_options(populate_existing=True)).one()
    assert forgotten == 1
    assert (voter.name, voter.about, voter.identity) == ("", "", None)


def test_names_leave_the_roll_of_a_cancelled_vote_too(app: Flask) -> None:
    edition = votes.opened()
    roll.vouch(edition.id, Known("Nora Petit", "1 rue A", None), make.actor("helper"))
    rule = next(rule for rule in retention.rules() if rule.code == "voters")
    steps.perform(edition, "cancel", make.actor("metro_admin"), "Le vote est à refaire")

    with clock.told(edition.closes_at + timedelta(days=91)):
        old = rule.expired(rule.limit())

    assert old == list(session().scalars(sa.select(Voter.id).order_by(Voter.id)))


def test_who_vouched_takes_away_their_own_part_never_whether_the_voter_voted(app: Flask) -> None:
    edition, helper = votes.opened(), make.actor("helper")
    code = roll.vouch(edition.id, Known("Nora Petit", "1 rue A", None), helper)
    votes.ballot(edition, code.voter_id, [edition.candidacies[0].id])
    sealing.checkpoint(edition.id)

    [row] = everything_about(helper.person_id)["voter"]

    assert set(row) == {"id", "registered_on", "vouched_by_id"}


def test_the_command_goes_on_with_a_closing_and_tells_it(app: Flask) -> None:
    edition = votes.opened()
    voters = votes.voters(edition, 2)
    votes.ballot(edition, voters[0], [edition.candidacies[0].id])
    run = app.test_cli_runner()
    early = run.invoke(args=["ballots", "close", str(edition.id)])
    with clock.told(edition.closes_at):
        alone = run.invoke(args=["ballots", "close", str(edition.id)])
        for _each in range(2):
            sealing.sign_closing(edition.id, make.actor("referent"))
        done = run.invoke(args=["ballots", "close", str(edition.id)])

    assert "n'est pas fini" in early.output
    assert f"/vote/{edition.id}/closing" in alone.output
    assert "la clé est détruite (1 fichier)" in done.output


def test_a_ballot_packed_comes_back_and_two_that_say_the_same_are_the_same_bytes() -> None:
    assert packing.unpacked(packing.packed([70000, 3])) == ((3, 70000), ())
    assert packing.packed([5, 2], [1, 9]) == packing.packed([2, 5], [9, 1])
    assert packing.unpacked(packing.packed([5, 2], ranked=True)) == ((5, 2), ())
    with pytest.raises(ValueError, match="twice"):
        packing.packed([5, 5])


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 50])
def test_the_root_proves_each_receipt_and_no_other(count: int) -> None:
    codes = [f"CODE{rank}" for rank in range(count)]
    root = merkle.root(reversed(codes))

    assert all(merkle.proves(code, merkle.path(codes, code), root) for code in codes)
    assert not merkle.proves("OTHER", merkle.path(codes, codes[0]), root)
    assert merkle.root([*codes, "MORE"]) != root


def test_a_list_is_sent_by_the_page_and_its_faults_come_back(app: Flask, client: FlaskClient) -> None:
    edition, person = votes.opened(voters={"by_list": True}), make.person("Rémi")
    make.role(person, "referent")
    sign_in(client, person)

    def send(content: bytes):
        return client.post(f"/vote/{edition.id}/roll/list", data={"file": (io.BytesIO(content), "liste.csv")})

    wrong, right = send(b"nom,quartier\nAmina,Ailleurs\n"), send(LIST.encode())

    assert wrong.status_code == 422
    assert "Ligne 2" in wrong.text
    assert right.status_code == 303
    assert voting_queries.turnout_of(edition.id).roll == 2
