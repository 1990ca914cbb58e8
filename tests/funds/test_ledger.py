"""The ledger and its database: nothing overdrawn, nothing rewritten."""

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.db import db, open_transaction, session
from app.funds import queries
from app.funds.models import Account, Cause, LedgerEntry, Posting
from app.funds.refusals import BudgetExceeded, MoneyRefused
from app.funds.services import envelopes, posting, reserve
from app.funds.services.posting import Line, Why
from app.funds.wording import sentence
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import SYSTEM
from app.steps.models import Step
from tests import make
from tests.funds import thread

pytestmark = pytest.mark.usefixtures("app")


def test_an_entry_moves_cents_and_leaves_the_sum_of_all_accounts_at_zero() -> None:
    year = make.envelope(cents=1_000_00)

    make.granted(make.project(), 600_00, make.actor())

    held = queries.balances(year)
    assert (held[Account.SOURCE], held[Account.AVAILABLE], held[Account.RESERVED]) == (-1_000_00, 400_00, 600_00)
    assert sum(held.values()) == 0


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [Line(Account.SOURCE, -1, 1), Line(Account.AVAILABLE, 2, 1)],
        [Line(Account.SOURCE, 0, 1), Line(Account.AVAILABLE, 0, 1)],
        [Line(Account.SOURCE, -1, 1), Line(Account.AVAILABLE, 1, 2)],
        [Line(Account.AVAILABLE, -1, 1), Line(Account.RESERVED, 1, 1)],
        [Line(Account.RESERVED, -1, 1, 1), Line(Account.RESERVED, 1, 1, 2)],
        [Line(Account.RESERVED, -1, 1, 1), Line(Account.RESERVED, 1, 1, 0, 1)],
    ],
)
def test_lines_that_do_not_hold_together_are_refused(lines: list[Line]) -> None:
    year = make.envelope()

    with pytest.raises(ValueError, match=r"entry|account"):
        posting.post(year, Why(Cause.CORRECTION), lines, SYSTEM)

    assert session().get(type(year), year.id).entry_count == 1


def test_a_grant_above_the_envelope_says_how_much_is_missing_and_writes_nothing() -> None:
    year = make.envelope(cents=500_00)
    project = make.project(fund_id=year.fund_id)

    with pytest.raises(BudgetExceeded) as refused:
        reserve(project, 600_00, make.actor())

    assert (refused.value.account, refused.value.missing_cents) == (Account.AVAILABLE, 100_00)
    assert queries.balances(year)[Account.AVAILABLE] == 500_00
    assert session().scalar(sa.select(sa.func.count()).select_from(LedgerEntry)) == 1


def test_a_refused_entry_leaves_the_rest_of_the_transaction_standing() -> None:
    year = make.envelope(cents=500_00)
    project = make.project(fund_id=year.fund_id)

    with open_transaction():
        with pytest.raises(BudgetExceeded):
            reserve(project, 600_00, SYSTEM)
        reserve(project, 400_00, SYSTEM)

    assert queries.balances(year)[Account.AVAILABLE] == 100_00


def test_money_is_set_aside_in_the_year_of_the_decision_only() -> None:
    fund = make.fund()
    make.envelope(fund, year=2020)
    project = make.project(fund_id=fund.id)

    with pytest.raises(MoneyRefused, match="year_closed") as refused:
        reserve(project, 1_00, make.actor())

    assert queries.year_holding(project) is None
    assert "L'association gestionnaire ou le contrôle financier l'ouvre" in sentence(refused.value)


def test_money_is_not_set_aside_twice_for_one_project() -> None:
    make.envelope()
    project = make.granted(make.project(), 100_00, make.actor())

    with pytest.raises(MoneyRefused, match="already_reserved"):
        reserve(project, 100_00, make.actor())

    assert queries.position(project).reserved == 100_00


@pytest.mark.parametrize(
    ("organisation", "cents", "code"), [("État", 0, "amount"), ("État", -5, "amount"), (" ", 5, "source")]
)
def test_only_real_money_from_somebody_is_received(organisation: str, cents: int, code: str) -> None:
    year = make.envelope(cents=0)

    with pytest.raises(MoneyRefused, match=code):
        envelopes.receive_funding(year, organisation, cents, SYSTEM)

    assert queries.balances(year)[Account.AVAILABLE] == 0


@pytest.mark.parametrize("model", [LedgerEntry, Posting, Step])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_rewrite_history(model: type, verb: str) -> None:
    make.envelope()
    make.project()
    first = sa.select(sa.func.min(model.id)).scalar_subquery()
    statement = {
        "update": sa.update(model).where(model.id == first).values(id=model.id + 1000),
        "delete": sa.delete(model).where(model.id == first),
    }[verb]

    with pytest.raises(IntegrityError, match="never rewritten"), open_transaction():
        session().execute(statement)

    assert session().scalar(sa.select(sa.func.max(model.id))) < 1000


def test_two_grants_at_once_cannot_overdraw_the_envelope(app) -> None:
    year = make.envelope(cents=1_000_00)
    projects = [make.project(fund_id=year.fund_id).id for _ in range(8)]
    gate, outcomes = threading.Barrier(len(projects)), []

    def decide(project_id: int) -> None:
        with app.app_context():
            gate.wait()
            outcomes.append(_reserved(project_id, 300_00))
            db.session.remove()

    session().rollback()
    threads = [threading.Thread(target=decide, args=(key,)) for key in projects]
    for started in threads:
        started.start()
    for started in threads:
        started.join()

    assert sorted(outcomes) == [False] * 5 + [True] * 3
    assert queries.balances(year)[Account.AVAILABLE] == 100_00


def test_a_correction_of_the_signature_sets_the_grant_aside_again() -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.signed(cast)

    steps.correct(project, cast.referent, "Mauvais document.")

    assert (project.state, queries.position(project).reserved) == ("granted", 600_00)


def test_a_grant_given_up_returns_to_the_envelope_and_its_correction_takes_it_again() -> None:
    year = make.envelope(cents=1_000_00)
    cast = thread.Cast()
    project = thread.signed(cast)

    steps.perform(project, "cancel", cast.carrier, note="Nous renonçons.")
    given_back = queries.balances(year)[Account.AVAILABLE]
    steps.correct(project, cast.referent, "C'était une erreur.")

    assert given_back == 1_000_00
    assert (project.state, queries.position(project).committed) == ("signed", 600_00)


def test_a_cancellation_whose_money_was_granted_elsewhere_stays() -> None:
    make.envelope(cents=1_000_00)
    cast = thread.Cast()
    project = thread.granted(cast)
    steps.perform(project, "cancel", cast.carrier, note="Nous renonçons.")
    make.granted(make.project(), 900_00, cast.gestionnaire)

    with pytest.raises(steps.ActionRefused) as refused:
        steps.correct(project, cast.referent, "C'était une erreur.")

    assert "ne peut plus être corrigée" in refused.value.obstacles[0].sentence
    assert project.state == "cancelled"


def _reserved(project_id: int, cents: int) -> bool:
    try:
        reserve(session().get(Project, project_id), cents, SYSTEM)
    except BudgetExceeded:
        return False
    return True
