"""Coming in where one's work waits."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.accounts import passwords
from app.accounts.models import PreferredChannel
from tests import make

EMAIL, SECRET = "helene@exemple.fr", "trois mots faciles"


@pytest.mark.parametrize(
    ("role", "home"),
    [("referent", "/desk"), ("finance", "/desk"), ("committee_secretary", "/committee"), ("helper", "/help")],
)
def test_whoever_works_here_comes_in_where_their_work_waits(client: FlaskClient, role: str, home: str) -> None:
    person = make.person(email=EMAIL, preferred_channel=PreferredChannel.EMAIL, password_hash=passwords.hashed(SECRET))
    make.role(person, role)
    client.post("/sign-in", data={"identifier": EMAIL})

    answer = client.post("/sign-in/proof", data={"password": SECRET})

    assert answer.location == home
    assert client.get(home).status_code == 200
