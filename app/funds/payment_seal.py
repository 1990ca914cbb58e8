"""What the database itself refuses to pay: more than the rules, receipts or grant allow (invariants 8 and 9)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection

from app.funds.payment_models import Payment

TABLE = Payment.__tablename__

_PAID = """(SELECT COALESCE(SUM(CASE p.kind WHEN 'refund' THEN -p.amount_cents ELSE p.amount_cents END), 0)
 FROM payment p WHERE p.project_id = NEW.project_id AND p.voided_at IS NULL)"""
_GRANTED = "(SELECT COALESCE(granted_cents, 0) FROM project WHERE id = NEW.project_id)"
_ACCEPTED = """(SELECT COALESCE(SUM(COALESCE(e.accepted_cents, e.amount_cents)), 0)
 FROM expense e WHERE e.project_id = NEW.project_id AND e.eligible)"""
_ADVANCED = """(SELECT COALESCE(SUM(p.amount_cents), 0)
 FROM payment p WHERE p.project_id = NEW.project_id AND p.kind = 'advance' AND p.voided_at IS NULL)"""
_RATE = "(SELECT COALESCE(MAX(rate_pct), 0) FROM agreement WHERE project_id = NEW.project_id AND plan = 'advance')"
_KNOWN_MODE = {
    "sqlite": """EXISTS (SELECT 1 FROM project j JOIN fund_rules r ON r.id = j.rules_id, json_each(r.payment_modes) m
 WHERE j.id = NEW.project_id AND m.value = NEW.mode)""",
    "postgresql": """EXISTS (SELECT 1 FROM project j JOIN fund_rules r ON r.id = j.rules_id,
 json_array_elements_text(r.payment_modes) m WHERE j.id = NEW.project_id AND m.value = NEW.mode)""",
}
_REFUSALS = {
    "advance above the rate of the agreement": (
        f"NEW.kind = 'advance' AND ({_ADVANCED} + NEW.amount_cents) * 100 > {_GRANTED} * {_RATE}"
    ),
    "more paid than granted": f"NEW.kind <> 'refund' AND {_PAID} + NEW.amount_cents > {_GRANTED}",
    "more paid than proved": (f"NEW.kind IN ('balance', 'reimbursement') AND {_PAID} + NEW.amount_cents > {_ACCEPTED}"),
    "more given back than paid": f"NEW.kind = 'refund' AND NEW.amount_cents > {_PAID}",
    "a way of paying that the rules forbid": "NEW.kind <> 'refund' AND NOT {known_mode}",
}


def guard_payments(connection: Connection) -> None:
    """Forbid such payments; a migration that rebuilds the table calls it again."""
    for statement in _guarding(connection.dialect.name):
        connection.exec_driver_sql(statement)


def release_payments(connection: Connection) -> None:
    """Allow again what `guard_payments` forbade: before a migration rewrites the table, and in tests that tamper."""
    names = [f"{TABLE}_{number}" for number in range(len(_REFUSALS))]
    where = "" if connection.dialect.name == "sqlite" else f" ON {TABLE}"
    for name in names if not where else [f"{TABLE}_guarded"]:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{where}")


def _guarding(dialect: str) -> list[str]:
    checks = {told: condition.replace("{known_mode}", _KNOWN_MODE[dialect]) for told, condition in _REFUSALS.items()}
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {TABLE}_{number} BEFORE INSERT ON {TABLE} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
            for number, (told, condition) in enumerate(checks.items())
        ]
    body = "\n".join(
        f"    IF {condition} THEN RAISE EXCEPTION '{told}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        for told, condition in checks.items()
    )
    function = (
        "CREATE OR REPLACE FUNCTION refuse_payment() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        f"BEGIN\n{body}\n    RETURN NEW;\nEND $$"
    )
    trigger = f"CREATE TRIGGER {TABLE}_guarded BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION refuse_payment()"
    return [function, trigger]


@event.listens_for(Payment.__table__, "after_create")
def _guard(_table: sa.Table, connection: Connection, **_options: object) -> None:
    guard_payments(connection)
