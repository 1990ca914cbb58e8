"""Statements, CERFA figures and open data add up to the ledger, and name nobody."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person
from app.db import open_transaction, session, transaction
from app.funds import annual_papers, cerfa, plans, scdl, statements
from app.funds.models import Earmark, FundYear, SourceKind
from app.funds.scdl import without_names
from app.funds.services import envelopes, settlement
from app.funds.services.envelopes import Terms
from app.i18n import euros
from app.projects.models import CarrierKind, Project
from app.steps.actor import SYSTEM
from tests import make, table_schema
from tests.funds import thread
from tests.pdf import is_tagged, text_of
from tests.sessions import sign_in
from tests.spreadsheets import formulas_of, sheets_of

SCHEMA = json.loads((Path(__file__).parent / "subventions-2.1.1.json").read_text(encoding="utf-8"))
SIRET = "21370261700019"
NASTY = "=1+1 <b>#emph[Jardin]</b>"


@dataclass
class Told:
    """A year with three sources, a project paid by two of them and settled, another in hand."""

    year: FundYear
    settled: Project
    running: Project
    cast: thread.Cast


@pytest.fixture
def told(app: Flask) -> Told:
    """Live that year."""
    year, place = make.envelope(cents=0), make.neighbourhood()
    kept = Terms(SourceKind.LANDLORD, Earmark.NEIGHBOURHOOD, place.id, promised_cents=300_00)
    envelopes.receive_funding(year, "Bailleur", 200_00, SYSTEM, kept)
    envelopes.receive_funding(year, "État", 1_500_00, SYSTEM, Terms(SourceKind.STATE))
    envelopes.receive_funding(year, "Amis du quartier", 50_00, SYSTEM, Terms(SourceKind.DONATION))
    cast = thread.Cast()
    settled = thread.judged(cast, 531_40, cents=600_00, advance=420_00)
    settlement.settle(settled, thread.order(111_40), cast.gestionnaire)
    return Told(year, settled, thread.funded(cast, 500_00, 350_00), cast)


def _accounts(told: Told, organisation: str) -> list[statements.SourceAccount]:
    return statements.of_organisation(statements.accounts_of(told.year), organisation)


def _projects(told: Told, accounts: Sequence[statements.SourceAccount]) -> Sequence[statements.ProjectLine]:
    return statements.projects_paid_by(told.year, [it.source.id for it in accounts])


@transaction()
def _rename(told: Told, **values: object) -> None:
    project = session().get_one(Project, told.settled.id)
    for name, value in values.items():
        setattr(project, name, value)


@transaction()
def _publishable(told: Told) -> None:
    envelopes.name_granter(told.year.fund, "Ville de Tours", SIRET)


def _csv(client: FlaskClient) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get("/funds/FPH-37261/subventions.csv").text)))


def test_what_came_in_is_what_is_there_or_went_out_for_each_source_and_for_all(told: Told) -> None:
    accounts = statements.accounts_of(told.year)

    sums = statements.total(accounts)

    assert all(it.figures.brought == it.figures.went for it in accounts)
    assert (sums.received, sums.granted, sums.paid, sums.justified) == (
        1_750_00, 1_031_40, 881_40, 531_40,
    )  # fmt: skip
    assert sums.cash == 1_750_00 - 881_40


def test_the_workbook_of_a_funder_adds_up_to_the_ledger(told: Told) -> None:
    state = _accounts(told, "État")

    content = annual_papers.statement_xlsx(told.year, state, _projects(told, state))

    figures, projects = sheets_of(content)
    by_name = {row[0]: [float(cell) for cell in row[1:]] for row in figures[1:]}
    granted = round(sum(float(row[3]) for row in projects[1:-1]) * 100)
    assert by_name["Reçu dans l'année"] == [1500.0, 1500.0]
    assert (
        granted == statements.total(state).granted == round(by_name["Accordé aux projets et aux formations"][-1] * 100)
    )
    assert round(float(projects[-1][1]) * 100) == granted
    assert {row[0] for row in projects[1:-1]} == {told.settled.ref, told.running.ref}


def test_the_printed_statement_says_the_same_figures_and_names_nobody(told: Told) -> None:
    state = _accounts(told, "État")

    content = annual_papers.statement_pdf(told.year, state, _projects(told, state))

    text, sums = text_of(content).replace("\u202f", " ").replace("\xa0", " "), statements.total(state)
    for cents in (sums.received, sums.granted, sums.paid, sums.justified, sums.available):
        assert euros(cents).replace("\u202f", " ").replace("\xa0", " ") in text
    assert told.settled.ref in text
    assert "Amina" not in text
    assert is_tagged(content)


def test_what_people_typed_is_neither_code_nor_formula(told: Told) -> None:
    _rename(told, title=NASTY)
    state = _accounts(told, "État")

    printed = text_of(annual_papers.statement_pdf(told.year, state, _projects(told, state)))
    book = annual_papers.statement_xlsx(told.year, state, _projects(told, state))

    assert NASTY in printed
    assert all(formula.startswith("SUM(") for formula in formulas_of(book))
    assert any(row[1] == NASTY for row in sheets_of(book)[1])


def test_charges_and_products_of_the_financial_report_are_equal_to_the_cent(told: Told) -> None:
    table = cerfa.table(statements.accounts_of(told.year))

    done = {line.account: line.done for line in table.charges}
    assert sum(line.done or 0 for line in table.charges) == table.total == 1_750_00
    assert (done["65"], done["68"]) == (881_40, 1_750_00 - 881_40)
    assert table.planned == 300_00
    assert [share for name, _cents, share in table.shares if name == "État"] == ["85,7"]


def test_the_financial_report_is_printed_with_the_names_of_its_lines(told: Told) -> None:
    content = annual_papers.cerfa_pdf(told.year, statements.accounts_of(told.year))

    text = text_of(content)
    assert "74 – Subventions d'exploitation : État" in text
    assert "Amis du quartier" in text
    assert "2,9 % du total des produits" in text
    assert is_tagged(content)


def test_the_open_data_file_validates_against_its_schema(client: FlaskClient, told: Told) -> None:
    _publishable(told)
    head, *rows = _csv(client)

    found = list(table_schema.faults(SCHEMA, head, rows))

    assert found == []
    assert len(rows) == 2
    first = dict(zip(head, rows[0], strict=True))
    assert first["montant"] == "600.00"
    assert first["dateConvention"] == clock.today().isoformat()
    assert first["nomBeneficiaire"] == f"Collectif d'habitants et d'habitantes – projet {told.settled.ref}"


def test_the_validator_finds_what_is_wrong(client: FlaskClient, told: Told) -> None:
    _publishable(told)
    head, row, *_rest = _csv(client)
    broken = dict.fromkeys(head, "") | {"idAttribuant": "12", "montant": "6,00", "dateConvention": "1/2/2026"}

    found = list(table_schema.faults(SCHEMA, head, [list(broken.values()), row]))

    assert [fault for fault in found if "row 1" in fault] == found
    assert len(found) == 11


@pytest.mark.parametrize(
    "title",
    ["Le jardin d'Amina Diallo", "DIALLO AMINA fête ses voisins", "amina  diallo", "Chez Chantal ROUX et Bruno Petit"],
)
def test_a_member_of_the_team_named_in_a_title_is_not_named_in_the_file(
    client: FlaskClient, told: Told, title: str
) -> None:
    _publishable(told)
    _rename(told, title=title)

    published = client.get("/funds/FPH-37261/subventions.csv").text

    assert scdl.SOMEBODY in published
    for name in ("Diallo", "DIALLO", "diallo", "ROUX", "Petit"):
        assert name not in published


def test_an_association_is_named_unless_its_name_is_that_of_a_member(client: FlaskClient, told: Told) -> None:
    _publishable(told)
    _rename(told, carrier_kind=CarrierKind.ASSOCIATION, association_name="Les Amis du Sanitas")
    before = _csv(client)[1][4]
    _rename(told, association_name="Amina DIALLO")

    after = _csv(client)[1][4]

    assert (before, after) == (
        "Les Amis du Sanitas",
        f"Collectif d'habitants et d'habitantes – projet {told.settled.ref}",
    )


def test_a_cell_that_begins_like_a_formula_is_guarded(client: FlaskClient, told: Told) -> None:
    _publishable(told)
    _rename(
        told, title='=HYPERLINK("http://mal.example")', carrier_kind=CarrierKind.ASSOCIATION, association_name="@Nous"
    )

    row = next(row for row in _csv(client)[1:] if row[3] == told.settled.ref)

    assert (row[4], row[7]) == ("'@Nous", '\'=HYPERLINK("http://mal.example")')


def test_the_day_published_is_the_one_written_on_the_agreement(client: FlaskClient, told: Told) -> None:
    _publishable(told)
    with open_transaction():
        plans.agreement_of(told.settled).signed_on = clock.today() - timedelta(days=9)

    head, *rows = _csv(client)

    days = {row[head.index("referenceDecision")]: row[head.index("dateConvention")] for row in rows}
    assert days[told.settled.ref] == (clock.today() - timedelta(days=9)).isoformat()
    assert days[told.running.ref] == clock.today().isoformat()


def test_nothing_is_published_before_who_grants_is_known(client: FlaskClient, told: Told) -> None:
    assert client.get("/funds/FPH-37261/subventions.csv").status_code == 404
    assert "subventions.csv" not in client.get("/funds/FPH-37261").text


@pytest.mark.parametrize("text", ["", "Fête", "Un jardin d'aminadiallo", "Amina et Diallo"])
def test_a_text_that_names_nobody_is_left_as_it_is(text: str) -> None:
    assert without_names(text, ["Amina Diallo", "Élodie"]) == text


def test_every_download_of_a_year_is_there_for_those_who_answer_for_it(client: FlaskClient, told: Told) -> None:
    sign_in(client, session().get_one(Person, told.cast.referent.person_id))
    source = _accounts(told, "État")[0].source.id

    answers = {
        name: client.get(f"/funds/FPH-37261/{name}?source={source}")
        for name in ("statement.pdf", "statement.xlsx", "cerfa-15059.pdf", "cerfa-15059.xlsx")
    }

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert client.get("/funds/FPH-37261/statement.pdf?source=99999").status_code == 404
    assert sheets_of(answers["cerfa-15059.xlsx"].data)[1][-1][0] == "Total"
