"""Nothing is changed by a form that our own pages did not give: every route that receives one, without a token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from app.db import session
from app.projects.models import Project
from app.steps.actor import Actor
from tests import make
from tests.sessions import sign_in

OWN_CHECK = {"projects.new", "projects.edit"}
"""They check the token by their form, and give back what was typed."""


@pytest.fixture
def strict(app: Flask) -> Flask:
    """Give the application with tokens checked, as in the world."""
    app.config.update(WTF_CSRF_ENABLED=True, DEMO=True)
    return app


def test_every_form_without_its_token_is_refused(strict: Flask) -> None:
    client, project = strict.test_client(), make.project(make.actor())
    admin = make.person()
    for role in ("metro_admin", "helper", "committee_secretary", "gestionnaire", "finance"):
        make.role(admin, role)
    sign_in(client, admin)
    numbers = {"ref": project.ref, "code": "FPH-37261", "action": "withdraw", "step": "what"}

    with strict.test_request_context():
        addresses = {rule.endpoint: _address(rule, numbers) for rule in _posting(strict)}
    codes = {endpoint: client.post(address, data={"title": "x"}).status_code for endpoint, address in addresses.items()}

    assert {endpoint for endpoint, code in codes.items() if code != 400} <= {"projects.new"}
    assert len(codes) > 30


@pytest.mark.parametrize("endpoint", sorted(OWN_CHECK))
def test_a_project_file_without_its_token_stores_nothing(strict: Flask, endpoint: str) -> None:
    client, person = strict.test_client(), make.person()
    project = make.project(Actor(person.id)) if endpoint == "projects.edit" else None
    sign_in(client, person)
    address = f"/projects/{project.ref}/edit/what" if project else "/projects/new"

    answer = client.post(address, data={"title": "Un titre forgé ailleurs"})

    assert answer.status_code in (400, 422)
    assert "Un titre forgé ailleurs" in answer.text
    assert session().query(Project).filter_by(title="Un titre forgé ailleurs").count() == 0


def _posting(app: Flask) -> Iterator[Rule]:
    yield from (rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ()))


def _address(rule: Rule, known: dict[str, str]) -> str:
    said = rule.defaults or {}
    values = {name: said.get(name) or known.get(name) or _one_of(rule, name) for name in rule.arguments}
    return url_for(rule.endpoint, **values, _method="POST")


def _one_of(rule: Rule, name: str) -> str:
    """Return a value that a route takes: one of its words when it names them, else a number."""
    return min(getattr(rule._converters[name], "items", ["1"]))
