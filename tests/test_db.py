"""Transactions: all or nothing, several writers at once, and no write outside."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from app.db import after_commit, db, lock, open_transaction, remembered, session, transaction
from app.territory.models import Commune, Neighbourhood
from tests import make


def test_nothing_is_stored_when_the_service_fails(app: Flask) -> None:
    @transaction()
    def fail() -> None:
        session().add(Commune(insee="37261", name="Tours"))
        session().flush()
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()

    assert session().scalar(sa.select(sa.func.count()).select_from(Commune)) == 0


def test_an_inner_service_joins_the_outer_one(app: Flask) -> None:
    calls: list[object] = []

    @transaction()
    def inner() -> None:
        session().add(Commune(insee="37261", name="Tours"))
        after_commit(calls.append, 37261)

    @transaction()
    def outer() -> None:
        inner()
        raise ValueError("too late")

    with pytest.raises(ValueError, match="too late"):
        outer()

    assert session().scalar(sa.select(sa.func.count()).select_from(Commune)) == 0
    assert calls == []


def test_after_commit_runs_once_the_rows_are_stored_and_survives_a_failure(app: Flask) -> None:
    seen: list[object] = []

    def broken(_id: object) -> None:
        raise RuntimeError("the mail server is down")

    with open_transaction() as current:
        current.add(Commune(insee="37261", name="Tours"))
        after_commit(broken, 1)
        after_commit(seen.append, 2)

    assert seen == [2]


def test_rows_changed_outside_a_transaction_are_refused(app: Flask) -> None:
    city = make.commune()
    city.name = "Autre"

    with pytest.raises(RuntimeError, match="outside a transaction"), open_transaction():
        pass

    session().rollback()


def test_many_writers_lose_no_update(app: Flask) -> None:
    place = make.neighbourhood()

    @transaction()
    def count_one_more() -> None:
        row = lock(Neighbourhood, place.id)
        assert row is not None
        row.population = (row.population or 0) + 1

    def work() -> None:
        with app.app_context():
            for _ in range(20):
                count_one_more()
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session().expire_all()
    session().rollback()
    assert session().scalar(sa.select(Neighbourhood.population)) == 120


def test_a_remembered_fact_is_asked_again_after_a_write(app: Flask) -> None:
    answers = iter(["before", "after"])

    first = [remembered("fact", lambda: next(answers)) for _ in range(2)]
    make.commune()

    assert first == ["before", "before"]
    assert remembered("fact", lambda: next(answers)) == "after"
