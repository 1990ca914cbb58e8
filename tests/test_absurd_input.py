"""Every form of the product, filled with nonsense by somebody who may open it: a sentence, never a broken page."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, PreferredChannel
from app.db import session, transaction
from app.projects.models import Project, ProjectCounter
from app.steps.actor import Actor
from tests import make
from tests.committees.room import room, waiting
from tests.funds import thread
from tests.sessions import sign_in

NONSENSE = (
    "", "   ", "\x00", "x" * 20_000, "🌱" * 300, "\u202eelle\u202c", "<script>alert(1)</script>", "9" * 30, "9" * 5000,
    "-1", "1e999", "0001-01-01", "9999-12-31", "%s{{7*7}}", "\r\nBcc: x@y.fr", "é@é.fr", "٣٤٥",
)  # fmt: skip
ROLES = ("metro_admin", "helper", "committee_secretary", "gestionnaire", "finance", "referent")

Form = tuple[str, dict[str, str]]


@pytest.fixture
def addresses(app: Flask, client: FlaskClient) -> list[str]:
    """Sign somebody in who may open nearly everything, and return the pages that hold forms for them."""
    person = make.person(phone="+33611111111", preferred_channel=PreferredChannel.CALL)
    for role in ROLES:
        make.role(person, role)
    there = room()
    _leave_the_numbers_of_the_builders()
    mine = make.project(Actor(person.id))
    codesign = make.project(published_at=clock.now())
    running = make.project(published_at=clock.now(), granted_cents=600_00)
    make.put(codesign, "codesign")
    make.put(running, "running")
    sign_in(client, person)
    return [
        *_of_dialogue(),
        "/account", "/account/password", "/people", "/help", "/help/new", "/projects", "/projects/new",
        f"/projects/{mine.ref}/edit/what", f"/projects/{mine.ref}/edit/where",
        f"/projects/{mine.ref}/edit/budget", f"/projects/{mine.ref}", f"/projects/{codesign.ref}/codesign",
        f"/projects/{codesign.ref}", f"/projects/{codesign.ref}/documents", f"/projects/{running.ref}/follow-up",
        f"/projects/{running.ref}/panel", "/committee", f"/committee/sittings/{there.sitting.id}",
        f"/projects/{waiting(there.money).ref}/decide", f"/funds/{there.money.code}/ledger",
        f"/projects/{_to_pay().ref}/money", f"/help/{_neighbour().id}",
    ]  # fmt: skip


def _of_dialogue() -> list[str]:
    """Return the pages that hold forms about meetings and notes of information."""
    held, coming, note = make.meeting(), make.coming_meeting(), make.note()
    here = f"/neighbourhoods/{held.neighbourhood.slug}"
    return [
        f"/spaces/{held.space_id}/meetings/plan", f"/spaces/{held.space_id}/edit", f"/meetings/{coming.id}/edit",
        f"/meetings/{coming.id}/agenda", f"/meetings/{coming.id}/outreach", f"/meetings/{held.id}/contacts",
        f"/meetings/{held.id}/minutes", f"/meetings/{held.id}/absences", f"/meetings/{held.id}/experience",
        f"/meetings/{held.id}/count", f"/meetings/{coming.id}", f"/notes/{note.id}/edit", f"{here}/outreach",
        f"{here}/contacts", f"{here}/inventory/new", f"{here}/spaces/new", f"{here}/notes/new",
    ]  # fmt: skip


def test_nonsense_breaks_no_page(client: FlaskClient, addresses: list[str]) -> None:
    tried = 0
    for address in addresses:
        for action, fields in _forms(address, client.get(address).text):
            for name in fields:
                for text in NONSENSE[tried % 8 :: 8]:
                    answer = client.post(action, data={**fields, name: text})
                    assert answer.status_code < 500, (action, name, text[:30])
                    assert "<script>alert" not in answer.text, (action, name)
                    tried += 1
    assert tried > 300


@pytest.mark.parametrize("address", ["/sign-in", "/sign-up", "/projects"])
def test_nonsense_from_a_visitor_breaks_no_page(client: FlaskClient, address: str) -> None:
    forms = [form for form in _forms(address, client.get(address).text, method="") if form[1]]
    assert forms
    for _action, fields in forms:
        for name in fields:
            for text in NONSENSE:
                answers = client.post(address, data={name: text}), client.get(address, query_string={name: text})
                assert max(answer.status_code for answer in answers) < 500, (name, text[:30])
                assert not any("<script>alert" in answer.text for answer in answers)


@transaction()
def _leave_the_numbers_of_the_builders() -> None:
    session().add(ProjectCounter(year=clock.today().year, last=5_000))


def _neighbour() -> Person:
    return make.person("Nora Voisine", neighbourhood_id=make.neighbourhood().id)


def _to_pay() -> Project:
    return thread.signed(thread.Cast())


def _forms(address: str, html: str, method: str = "post") -> Iterator[Form]:
    """Yield each form of a page but the way out: where it goes, and its fields with what a browser would send."""
    page = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    for form in page.iter("form"):
        action = form.get("action") or address
        if method in ("", form.get("method", "get")) and "sign-out" not in action:
            yield action, dict(_fields(form))


def _fields(form: ET.Element) -> Iterator[tuple[str, str]]:
    for element in form.iter():
        name = element.get("name")
        if not name or name == "csrf_token" or element.get("type") == "file":
            continue
        if element.tag == "select":
            yield name, next((value for it in element.iter("option") if (value := it.get("value"))), "")
        elif element.tag in ("input", "textarea", "button"):
            yield name, element.get("value") or ""
