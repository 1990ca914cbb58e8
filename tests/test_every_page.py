"""A walk through every page of the product as everybody: nothing breaks, nothing is invalid, nobody gets in too far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app import clock, security
from app.accounts.models import Person
from app.ballots.models import Edition
from app.ballots.services import roll
from app.ballots.services.voting import open_box
from app.db import is_sqlite, session
from tests import make
from tests.committees.room import room as opened_room
from tests.make import votes
from tests.make.counts import paper_on_the_table
from tests.markup import faults
from tests.sessions import sign_in
from tests.voices import town as questions_town

PEOPLE = (
    "visitor",
    "resident",
    "helper",
    "facilitator",
    "answerer",
    "committee_secretary",
    "referent",
    "gestionnaire",
    "finance",
    "metro_admin",
    "evaluator",
)
STAFF = PEOPLE[2:]


@dataclass
class City:
    """A small city with one of each thing, and somebody of each role."""

    people: dict[str, Person | None] = field(default_factory=dict)
    named: dict[str, Any] = field(default_factory=dict)

    def address(self, rule: Rule) -> str:
        """Write the address of a route about the things of this city."""
        unknown = rule.arguments - self.named.keys()
        assert not unknown, f"the walk has nothing to put in {unknown} of {rule.rule}: add it to `city`"
        return url_for(rule.endpoint, **{name: self.named[name] for name in rule.arguments} | (rule.defaults or {}))


FIGURES = {"indicator": "I2a", "drawing": "places", "report_id": 1, "document": "pdf"}


@pytest.fixture
def city(app: Flask) -> City:
    """Build the city."""
    place = make.neighbourhood()
    room = opened_room()
    carrier = make.actor()
    project = make.project(carrier, published_at=clock.now())
    make.put(project, "codesign")
    people: dict[str, Person | None] = {"visitor": None, "resident": make.person("Rosa Visage")}
    for role in STAFF:
        people[role] = make.person(f"Quelqu'un {role}")
        make.role(people[role], role)
    attached = make.document(project, "quote", carrier)
    stored = app.config["UPLOADS"] / attached.sha256[:2] / attached.sha256
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"%PDF-1.7")
    meeting, printed = make.meeting(place), make.sheet(place, make.actor("helper"))
    named = make.traced(project, make.remark(meeting), carrier) | {
        "serial": make.serial(printed),
        "batch": printed.batch,
        "ref": project.ref,
        "slug": place.slug,
        "meeting_id": meeting.id,
        "said_id": make.remark(meeting).id,
        "tally_serial": make.tally_sheet(meeting).serial,
        "space_id": meeting.space_id,
        "note_id": make.note(place).id,
        "committee_id": room.committee.id,
        "sitting_id": room.sitting.id,
        "code": room.money.code,
        "person_id": make.person("Nora Voisine", neighbourhood_id=place.id).id,
        "attachment_id": attached.id,
        "payment_id": 1,
        "signature_id": 1,
        "version": room.money.rules[0].version,
        "opening_id": make.opening(people["metro_admin"]).id,
        "part": "money",
        "training_id": make.training(room.money).id,
        "referral_id": make.referral(),
    }
    return City(people, named | FIGURES | _asked() | make.followed(project) | _voted())


def _voted() -> dict[str, Any]:
    """Open a vote with a kiosk, and papers on the table."""
    papers = paper_on_the_table()
    open_box(papers["edition_id"])
    edition = session().get_one(Edition, papers["edition_id"])
    voter_id = votes.voters(edition)[0]
    roll.strike_off(edition.id, voter_id, "Inscrite deux fois", make.actor("referent"))
    return papers | {"kiosk_id": votes.kiosk(edition).id, "voter_id": voter_id}


def _asked() -> dict[str, Any]:
    """Have a question asked and answered."""
    town = questions_town.town()
    question = questions_town.answered(town)
    named = {"question_id": question.id, "number": question.code, "organisation_id": town.landlord.id}
    return named | make.survey() | {"payment_id": 1, "step": "what"}


def pages(app: Flask) -> Iterator[Rule]:
    """Yield every route that shows something."""
    yield from (rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.endpoint != "static")


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_breaks_and_every_page_is_valid(app: Flask, client: FlaskClient, city: City, who: str) -> None:
    """Pages are asked of both databases; what they are made of is the same on both, and read once: it is the longest."""
    with app.test_request_context():
        addresses = [city.address(rule) for rule in pages(app)]
    if city.people[who]:
        sign_in(client, city.people[who])

    answers = {address: client.get(address) for address in addresses}

    broken = {address: answer.status for address, answer in answers.items() if answer.status_code >= 500}
    invalid = {
        address: found
        for address, answer in (answers.items() if is_sqlite() else ())
        if answer.mimetype == "text/html"
        and answer.status_code // 100 != 3
        and (found := faults(answer.text))
        and answer.text
    }
    assert broken == {}
    assert invalid == {}


@pytest.mark.parametrize("who", PEOPLE)
def test_a_declared_access_is_kept(app: Flask, client: FlaskClient, city: City, who: str) -> None:
    person = city.people[who]
    with app.test_request_context():
        closed = [city.address(rule) for rule in pages(app) if not _may_open(app, rule, who)]
    if person:
        sign_in(client, person)

    opened = [address for address in closed if client.get(address).status_code == 200]

    assert opened == []


def _may_open(app: Flask, rule: Rule, who: str) -> bool:
    access = security.declared_access(app.view_functions[rule.endpoint])
    assert access is not None
    if access.level == "public":
        return True
    if access.level == "demonstration":
        return False
    return who != "visitor" and (access.level == "signed_in" or who in access.roles)
