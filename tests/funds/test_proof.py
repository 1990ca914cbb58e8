"""The proof of the ledger finds every row changed by hand, each kind of it."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app import append_only
from app.db import open_transaction, session
from app.funds import proof
from app.funds.models import LedgerEntry
from app.funds.services import settlement
from tests import make
from tests.funds import thread

FORGERIES = {
    "a posting changed": (
        "UPDATE posting SET amount_cents = amount_cents + 1 WHERE amount_cents = 42000",
        "does not sum to zero",
    ),
    "a reason changed": ("UPDATE ledger_entry SET cause = 'release' WHERE cause = 'advance'", "was changed"),
    "a memo changed": ("UPDATE ledger_entry SET memo = 'Caf' WHERE cause = 'funding'", "was changed"),
    "an author changed": ("UPDATE ledger_entry SET actor_id = NULL WHERE cause = 'advance'", "was changed"),
    "an entry removed": ("DELETE FROM ledger_entry WHERE cause = 'advance'", "is missing"),
    "the last entry removed": ("DELETE FROM ledger_entry WHERE cause = 'release'", "the last entries are missing"),
    "a year rewound": ("UPDATE fund_year SET entry_count = entry_count - 1", "the last entries are missing"),
    "a balance raised": (
        "UPDATE balance SET amount_cents = amount_cents + 5000 WHERE account = 'available'",
        "available (source 1) says",
    ),
    "a balance removed": ("DELETE FROM balance WHERE account = 'justified'", "justified of project"),
    "a payment changed": ("UPDATE payment SET amount_cents = amount_cents + 1 WHERE kind = 'advance'", "payments make"),
    "money received changed": (
        "UPDATE funding SET amount_cents = amount_cents + 1",
        ("funding 1 says 1000001 cents, its entry 1000000", "its fundings make 1000001 cents"),
    ),
    "a grant changed": ("UPDATE project SET granted_cents = 10000", "is settled: the ledger holds 53140 cents"),
    "a project stripped of its grant": (
        "UPDATE project SET state = 'withdrawn', granted_cents = NULL",
        "has no grant, the ledger holds 53140 cents",
    ),
    "a purpose changed": (
        "UPDATE funding_source SET earmark = 'training'",
        "is paid by source 1, kept for something else",
    ),
    "a year closed by hand": (
        """UPDATE fund_year SET closed_at = '2020-01-01', closed_by_id = 1, closing_asked_at = '2020-01-01',
        closing_asked_by_id = 2""",
        ("is closed, yet has 946860 cents available", "is closed, yet entry 1 came after"),
    ),
    "an entry that names another payment": (
        "UPDATE ledger_entry SET payment_id = 1 WHERE cause = 'balance'",
        ("was changed", "payment 1 says 42000 cents, its entry 53140", "payment 2 says 11140 cents, its entry 0"),
    ),
    "a payment undone": ("UPDATE payment SET paid_at = NULL WHERE kind = 'balance'", "payments make"),
}

PROTECTED = ("ledger_entry", "posting", "funding")


@pytest.fixture
def settled(app: Flask) -> None:
    """Leave a ledger in which a project went from its grant to its last release."""
    make.envelope()
    cast = thread.Cast()
    project = thread.judged(cast, 531_40)
    settlement.settle(project, thread.order(111_40), cast.gestionnaire)


@pytest.mark.usefixtures("settled")
def test_an_untouched_ledger_has_no_fault(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["ledger", "verify"])

    assert list(proof.faults()) == []
    assert (result.exit_code, result.output) == (0, "Les comptes sont intacts.\n")


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_row_changed_by_hand_is_found(app: Flask, forgery: str) -> None:
    statement, told = FORGERIES[forgery]

    _tamper(statement)
    result = app.test_cli_runner().invoke(args=["ledger", "verify"])

    assert result.exit_code == 1
    assert all(sentence in result.output for sentence in ((told,) if isinstance(told, str) else told))


@pytest.mark.usefixtures("settled")
def test_a_forger_who_moves_money_and_the_balances_together_is_still_found() -> None:
    _tamper(
        "UPDATE posting SET amount_cents = amount_cents * 2 WHERE entry_id IN "
        "(SELECT id FROM ledger_entry WHERE cause = 'funding')",
        "UPDATE balance SET amount_cents = amount_cents + 1000000 WHERE account = 'available'",
        "UPDATE balance SET amount_cents = amount_cents - 1000000 WHERE account = 'source'",
    )

    found = list(proof.faults())

    assert [fault for fault in found if "was changed" in fault]


@pytest.mark.usefixtures("app")
def test_a_ledger_whose_last_entries_and_their_trace_are_erased_disagrees_with_what_was_paid() -> None:
    year = make.envelope()
    thread.funded(thread.Cast())
    before = session().scalar(sa.select(LedgerEntry.digest).filter_by(fund_year_id=year.id, number=3))

    _tamper(
        "DELETE FROM ledger_entry WHERE cause = 'advance'",
        f"UPDATE fund_year SET entry_count = 3, ledger_head = '{before}'",
        "UPDATE balance SET amount_cents = 60000 WHERE account = 'committed'",
        "DELETE FROM balance WHERE account = 'paid'",
    )

    assert list(proof.faults()) == [
        "project 1: payments make 42000 cents, the ledger 0",
        "payment 1 says 42000 cents, its entry 0",
    ]


def _tamper(*statements: str) -> None:
    """Change rows as someone who owns the database would."""
    with open_transaction():
        connection = session().connection()
        for table in PROTECTED:
            append_only.unprotect(connection, table)
        for statement in statements:
            if statement.startswith("DELETE FROM ledger_entry"):
                where = statement.partition("WHERE")[2]
                session().execute(
                    sa.text(f"DELETE FROM posting WHERE entry_id IN (SELECT id FROM ledger_entry WHERE {where})")
                )
            session().execute(sa.text(statement))
        for table in PROTECTED:
            append_only.protect(connection, table)
