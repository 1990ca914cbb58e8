"""Applying the periods: once a night by itself, or by command, with or without changing anything."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app import clock, retention
from app.db import lock, session, transaction
from app.jobs import attempt, every_minute
from app.retention import Rule
from app.retention.models import RetentionRun

AT_ONCE = 200
"""Records forgotten in one transaction: residents who write meanwhile wait little."""

FROM_HOUR = 2
"""From this hour on, in Tours, the night's run may begin."""


def due() -> list[tuple[Rule, int]]:
    """Return each rule with the number of records that are too old now; nothing is changed."""
    counted = [(rule, len(rule.expired(rule.limit()))) for rule in retention.rules()]
    session().rollback()
    return counted


def apply_all() -> list[tuple[Rule, int]]:
    """Forget what is too old, rule after rule; return how many records each rule made forget."""
    return [(rule, _apply(rule)) for rule in retention.rules()]


@every_minute
def nightly() -> None:
    """Apply each rule once a day, after two in the morning; called every minute by the worker."""
    if clock.now().astimezone(clock.PARIS).hour < FROM_HOUR:
        return
    done = _done_today()
    session().rollback()
    for rule in retention.rules():
        if rule.code not in done:
            attempt(_apply, rule)


def _apply(rule: Rule) -> int:
    expired = list(rule.expired(rule.limit()))
    session().rollback()
    forgotten = sum(_forget(rule, ids) for ids in _packets(expired))
    _write_down(rule, forgotten)
    return forgotten


@transaction()
def _forget(rule: Rule, ids: list[int]) -> int:
    return rule.forget(ids)


@transaction()
def _write_down(rule: Rule, forgotten: int) -> None:
    run = lock(RetentionRun, (rule.code, clock.today()))
    if run is None:
        run = RetentionRun(code=rule.code, run_on=clock.today(), forgotten=0)
        session().add(run)
    run.forgotten, run.done_at = run.forgotten + forgotten, clock.now()


def _packets(ids: list[int]) -> Iterator[list[int]]:
    yield from (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _done_today() -> set[str]:
    return set(session().scalars(sa.select(RetentionRun.code).filter_by(run_on=clock.today())))
