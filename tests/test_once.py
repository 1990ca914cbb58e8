"""What is sent twice is done once, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.db import db
from app.once.models import Received
from app.once.services import forget_old_keys, once
from app.steps.actor import Actor
from tests import make

KEY = "0b6f1c0e-6a6e-4a53-9a0b-0f6b7f4d2a10"


def test_a_form_sent_eight_times_at_once_acts_once_and_gets_one_answer(app: Flask) -> None:
    actor, acted = make.actor(), list[int]()
    db.session.remove()

    def send(number: int) -> str:
        def act() -> str:
            acted.append(number)
            return f"/page/{number}"

        with app.app_context():
            return once(KEY, actor, act)

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(8)))

    assert len(acted) == 1
    assert answers == {f"/page/{acted[0]}"}


@pytest.mark.usefixtures("app")
def test_a_form_that_was_refused_may_be_sent_again() -> None:
    actor = make.actor()

    def refuse() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        once(KEY, actor, refuse)

    assert once(KEY, actor, lambda: "/done") == "/done"


@pytest.mark.usefixtures("app")
def test_nobody_gets_the_answer_of_another_person() -> None:
    once(KEY, make.actor(), lambda: "/mine")

    assert once(KEY, make.actor(), lambda: "/theirs") == "/theirs"


@pytest.mark.usefixtures("app")
def test_keys_are_forgotten_after_a_month() -> None:
    actor = make.actor()
    once(KEY, actor, lambda: "/first")
    with clock.told(clock.now() + timedelta(days=31)):
        assert forget_old_keys() == 1

        assert once(KEY, actor, lambda: "/second") == "/second"


def test_a_key_tells_nothing_of_the_form() -> None:
    assert {column.name for column in Received.__table__.columns} == {"key", "person_id", "received_at", "answer"}


@pytest.mark.usefixtures("app")
def test_without_a_key_a_form_acts_each_time() -> None:
    done = list[str]()

    for _ in range(2):
        once("", Actor(None), lambda: done.append("once") or "/page")

    assert len(done) == 2
