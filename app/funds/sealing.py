"""The seal of adopted rules: triggers that refuse to change or delete a version that is adopted, or used by a file."""

from __future__ import annotations

from sqlalchemy.engine import Connection

TABLE = "fund_rules"
_USED = "EXISTS (SELECT 1 FROM project WHERE project.rules_id = OLD.id)"
_REFUSAL = "adopted rules are never rewritten"
_UPDATE = f"{_USED} OR (NOT OLD.is_draft AND NOT NEW.is_draft)"
"""An adopted version may only become a draft again, and only while no file is judged under it."""
_DELETE = f"{_USED} OR NOT OLD.is_draft"

_POSTGRES = f"""
CREATE OR REPLACE FUNCTION refuse_changing_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF {_UPDATE} THEN
            RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF {_DELETE} THEN
        RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$
"""


def seal(connection: Connection) -> None:
    """Forbid changing or deleting adopted rules; a migration that rebuilds the table calls it again."""
    for statement in _sealing(connection.dialect.name):
        connection.exec_driver_sql(statement)


def unseal(connection: Connection) -> None:
    """Allow again what `seal` forbade: before a migration rewrites the table, and in tests that tamper."""
    drops = [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")]
    if connection.dialect.name != "sqlite":
        drops = [f"DROP TRIGGER IF EXISTS {TABLE}_sealed ON {TABLE}"]
    for statement in drops:
        connection.exec_driver_sql(statement)


def _sealing(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            for verb, condition in (("UPDATE", _UPDATE), ("DELETE", _DELETE))
        ]
    trigger = f"CREATE TRIGGER {TABLE}_sealed BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW"
    return [_POSTGRES.replace("%", "%%"), f"{trigger} EXECUTE FUNCTION refuse_changing_rules()"]
