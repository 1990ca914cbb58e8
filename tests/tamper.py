"""What someone with the keys of the database could do behind the application's back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.db import db, is_sqlite


def by_hand(statement: str, **values: Any) -> int:
    """Run one statement with every trigger silenced, and return how many rows it touched."""
    with db.engine.connect() as connection:
        if is_sqlite():
            triggers = (
                connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            )
            for name in triggers:
                connection.execute(sa.text(f'DROP TRIGGER "{name}"'))
        else:
            connection.execute(sa.text("SET session_replication_role = replica"))
        touched = connection.execute(sa.text(statement), values).rowcount
        if not is_sqlite():
            connection.execute(sa.text("SET session_replication_role = origin"))
        connection.commit()
    return touched
