"""The proof of the ledger finds every row changed by hand, each kind of it."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app import append_only
from app.db import open_transaction, session
from app.funds import proof
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
    "a payment undone": ("UPDATE payment SET paid_at = NULL WHERE kind = 'balance'", "payments make"),
}


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
    assert told in result.output


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


def _tamper(*statements: str) -> None:
    """Change rows as someone who owns the database would."""
    with open_transaction():
        connection = session().connection()
        for table in ("ledger_entry", "posting"):
            append_only.unprotect(connection, table)
        for statement in statements:
            if statement.startswith("DELETE FROM ledger_entry"):
                where = statement.partition("WHERE")[2]
                session().execute(
                    sa.text(f"DELETE FROM posting WHERE entry_id IN (SELECT id FROM ledger_entry WHERE {where})")
                )
            session().execute(sa.text(statement))
        for table in ("ledger_entry", "posting"):
            append_only.protect(connection, table)
