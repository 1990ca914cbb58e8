"""Codes are few for each address, and nobody shuts the others out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import security
from tests.accounts.codes import codes_to

EMAIL = "amina@exemple.fr"


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    """Count attempts, from zero."""
    security.limiter.enabled = True
    security.limiter.reset()
    yield
    security.limiter.reset()
    security.limiter.enabled = False


@pytest.mark.usefixtures("limited")
def test_codes_to_one_address_are_counted_whatever_was_tried_before(client: FlaskClient) -> None:
    fields = {"name": "Amina", "recipient": EMAIL, "neighbourhood": "0", "preferred_channel": "email"}
    answers = []
    for n in range(5):
        client.post("/sign-in", data={"identifier": f"autre{n}@exemple.fr"})
        answers.append(client.post("/sign-up", data=fields).status_code)

    assert answers == [303, 303, 303, 303, 429]
    assert len(codes_to(EMAIL)) == 4


@pytest.mark.usefixtures("limited")
def test_those_who_mistype_their_address_do_not_shut_others_out(client: FlaskClient) -> None:
    for _ in range(5):
        client.post("/sign-up", data={"recipient": "rien"}, environ_base={"REMOTE_ADDR": "192.0.2.1"})

    other = client.post("/sign-up", data={"recipient": "rien"}, environ_base={"REMOTE_ADDR": "192.0.2.2"})

    assert other.status_code == 422
