"""Nothing of another person's is read or changed by changing a number: every route, as everybody, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app import clock, mail
from app.accounts.models import AssistedEntry, AssistedMode, Person, PreferredChannel, Scope
from app.ballots.services import roll
from app.ballots.services.roll import Known
from app.db import Model, session, transaction
from app.dialogue.models import AgendaKind, LeftContact, Meeting, MeetingLine, OutreachAction, OutreachMode
from app.evaluation.models import Formation, Panel, PanelMember
from app.funds.models import Expense, Payment, PaymentKind, PaymentMode
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.catalogue import catalogue
from app.territory.models import Neighbourhood
from app.voices.models import ContributionOriginal
from tests import make
from tests.committees.room import room
from tests.make import votes
from tests.sessions import sign_in
from tests.voices import town as asking

SECRETS = (
    "SECRET-BROUILLON", "SECRET-NOM", "SECRET-DEVIS", "06 11 22 33 44", "+33611223344", "SECRET-LETTRE", "SECRET-RUE",
    "SECRET-NOTE", "SECRET-MAGASIN", "SECRET-BENEFICIAIRE", "secret@exemple.fr", "SECRET-HABITANTE", "SECRET-JURY",
    "SECRET-FONDS", "SECRET-BESOIN", "SECRET-QUESTION", "SECRET-REPONSE", "SECRET-ORIGINE",
    "SECRET-SORTIE", "SECRET-ATTENTE", "SECRET-FIL", "SECRET-VOTANT", "SECRET-EDITION", "SECRET-REPONSE-LIBRE",
)  # fmt: skip
"""Each is in one thing that belongs to somebody else."""
ROLES = ("helper", "facilitator", "committee_secretary", "referent", "gestionnaire", "finance", "answerer")
STRANGERS = ("visitor", "helping", "staff")
"""Nobody; a helper acting for a resident of another city; somebody who holds every role there."""
SIGNS_OUT = {"accounts.sign_out", "accounts.sign_out_everywhere", "accounts.stop_helping"}
OWN = {"accounts.account", "accounts.change_password", "accounts.roles", "accounts.add_resident", "projects.new",
       "accounts.send_code", "accounts.sign_up", "accounts.enter_code", "accounts.help_someone",
       "funds.start_opening", "accounts.weekly_note", "accounts.answer_consent"}  # fmt: skip
"""They change what is one's own, and take nobody's number."""
EVERYBODY = {"projects.comment", "projects.report_comment"}
"""What anyone may do on the project of others: say something in public, and report what is said there."""


@dataclass
class Elsewhere:
    """The things of other people, by the name that routes give to their numbers."""

    draft: Project
    public: Project
    people: dict[str, Person | None] = field(default_factory=dict)
    numbers: dict[str, Any] = field(default_factory=dict)
    in_votes: dict[str, Any] = field(default_factory=dict)
    """The same, for the pages of an open vote; the other pages of editions have one that is being prepared."""


@pytest.fixture
def elsewhere(app: Flask) -> Elsewhere:
    """Build Tours, full of secrets, and people of Saint-Pierre-des-Corps who have no business there."""
    place, there = make.neighbourhood(), room()
    neighbour = make.person(
        "Nora SECRET-NOM", public_label="Nora", phone="+33611223344", address="1 SECRET-RUE",
        email="secret@exemple.fr", preferred_channel=PreferredChannel.LETTER, neighbourhood_id=place.id,
    )  # fmt: skip
    carrier = make.actor(name="Lise SECRET-HABITANTE")
    draft = make.project(carrier, title="SECRET-BROUILLON du jardin")
    public = make.project(carrier, published_at=clock.now(), fund_id=there.money.id, rules_id=there.money.rules[0].id)
    numbers = _secrets(app, public, neighbour, carrier)
    given = make.role(make.person("Rémi Référent"), "referent", Scope.COMMUNE, place.commune_id)
    meeting = make.meeting(place)
    printed = make.sheet(place, make.actor("helper"))
    numbers |= _of_dialogue(place, meeting, carrier) | _of_voices(meeting)
    numbers |= make.followed(public, message="SECRET-FIL")
    numbers |= make.traced(public, make.remark(meeting, "Et de l'ombre"), carrier)
    numbers |= {
        "serial": make.serial(printed), "batch": printed.batch, "purpose": "invitations",
        "slug": place.slug, "meeting_id": meeting.id, "space_id": meeting.space_id, "tally_serial": make.tally_sheet(meeting).serial, "sitting_id": there.sitting.id, "seat_id": there.seats[0].id,
        "committee_id": there.committee.id, "code": there.money.code, "person_id": neighbour.id,
        "assignment_id": given.id, "step": "what", "signature_id": 1, "version": 1, "part": "fund",
        "training_id": make.training(there.money, title="SECRET-BESOIN").id, "task": "describe",
        "edition_id": make.edition("design", title="SECRET-EDITION").id, "voter_id": 1, "note_id": 1, "kiosk_id": 1, "run_id": 1,
        "referral_id": make.referral(place.commune_id), "batch_id": 1, "scan_id": 1, "keying_id": 1, "paper_serial": 1,
        "indicator": "I2a", "drawing": "places", "report_id": 1, "document": "pdf",
        "opening_id": make.opening(make.person("Gina"), name="SECRET-FONDS").id,
        **make.survey("SECRET-REPONSE-LIBRE"),
    }  # fmt: skip
    return Elsewhere(draft, public, _strangers(), numbers, _of_votes())


@transaction()
def _secrets(app: Flask, public: Project, neighbour: Person, carrier: Any) -> dict[str, Any]:
    attached = make.document(public, "quote", carrier)
    attached.name, attached.caption = "SECRET-DEVIS.pdf", "SECRET-DEVIS"
    stored = app.config["UPLOADS"] / attached.sha256[:2] / attached.sha256
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_bytes(b"%PDF-1.7 SECRET-DEVIS")
    public.team[0].phone = "+33611223344"
    expense = Expense(
        project_id=public.id, spent_on=clock.today(), supplier="SECRET-MAGASIN", label="Terre", amount_cents=1000
    )
    public.granted_cents = 600_00
    session().flush()
    payment = Payment(
        project_id=public.id, kind=PaymentKind.PURCHASE, mode=PaymentMode.DIRECT_PURCHASE, payee="SECRET-BENEFICIAIRE",
        amount_cents=1000, ordered_by_id=carrier.person_id, ordered_at=clock.now(), paid_at=clock.now(),
    )  # fmt: skip
    panel = Panel(project_id=public.id, formation=Formation.VOLUNTEERS, formed_at=clock.now())
    helped = AssistedEntry(
        helper_id=carrier.person_id, person_id=neighbour.id, mode=AssistedMode.ORAL, agreement="SECRET-NOTE",
        started_at=clock.now(), expires_at=clock.now(),
    )  # fmt: skip
    session().add_all([expense, payment, panel, helped])
    session().flush()
    session().add_all(PanelMember(panel_id=panel.id, name=f"Prénom{n} SECRET-JURY") for n in range(3))
    message = mail.write(neighbour, "SECRET-LETTRE", "SECRET-LETTRE", about=public)
    steps.record(public, "receipt", carrier, "SECRET-NOTE", is_public=False)
    return {"attachment_id": attached.id, "expense_id": expense.id, "message_id": message.id, "payment_id": payment.id}


def _of_voices(meeting: Meeting) -> dict[str, Any]:
    """Leave original words, a private question with its answer, and another being answered."""
    town = asking.town()
    said = make.remark(meeting)
    asking.stored(ContributionOriginal(contribution_id=said.id, text="SECRET-ORIGINE"))
    private = asking.sorted_out(town, asking.asked(town, "SECRET-QUESTION : mon loyer ?"), is_private=True)
    asking.questions.entrust(private.id, town.landlord.id, town.answerer.person_id, town.referent)
    promise = [("SECRET-REPONSE", clock.today() + timedelta(days=9))]
    asking.answered(town, private, text="SECRET-REPONSE", plain_text="SECRET-REPONSE", commitments=promise)
    return {
        "said_id": said.id, "question_id": private.id, "number": "00000000", "organisation_id": town.landlord.id,
        "commitment_id": private.answers[0].commitments[0].id, "outcome": "kept", "linking": "link",
    }  # fmt: skip


def _of_votes() -> dict[str, Any]:
    """Leave on the roll of an open vote somebody whom the team vouched for, with their ballot."""
    edition = votes.opened()
    known = Known("Paul SECRET-VOTANT", "2 SECRET-RUE", None)
    voter_id = roll.vouch(edition.id, known, make.actor("helper")).voter_id
    votes.ballot(edition, voter_id, [edition.candidacies[0].id])
    roll.strike_off(edition.id, voter_id, "SECRET-RAISON", make.actor("referent"))
    return {"edition_id": edition.id, "voter_id": voter_id, "kiosk_id": votes.kiosk(edition).id}


@transaction()
def _of_dialogue(place: Neighbourhood, meeting: Meeting, taker: Actor) -> dict[str, Any]:
    """Leave in a meeting a contact, a line of agenda, something done to reach people; a note that waits."""
    left = LeftContact(
        neighbourhood_id=place.id, meeting_id=meeting.id, name="SECRET-NOM", phone="+33611223344",
        preferred_channel=PreferredChannel.SMS, consented_at=clock.now(),
    )  # fmt: skip
    line = MeetingLine(meeting_id=meeting.id, kind=AgendaKind.INFO, title="Les bancs", position=0)
    gone = OutreachAction(
        neighbourhood_id=place.id, meeting_id=meeting.id, mode=OutreachMode.MARKET, done_on=clock.today(),
        note="SECRET-SORTIE", by_id=taker.person_id, noted_at=clock.now(),
    )  # fmt: skip
    session().add_all([left, line, gone])
    session().flush()
    waiting = make.note(place, published=False, title="SECRET-ATTENTE")
    return {"contact_id": left.id, "item_id": line.id, "outreach_id": gone.id, "note_id": waiting.id, "move": "up"}


def _strangers() -> dict[str, Person | None]:
    city = make.commune("Saint-Pierre-des-Corps", "37233")
    place = make.neighbourhood("La Rabaterie", city)
    make.envelope(make.fund(city))
    people: dict[str, Person | None] = {"visitor": None}
    for who in ("resident", *STRANGERS[1:]):
        people[who] = make.person(f"Quelqu'un {who}", neighbourhood_id=place.id)
    for role in ROLES:
        make.role(people["staff"], role, Scope.COMMUNE, city.id)
    make.role(people["helping"], "helper", Scope.COMMUNE, city.id)
    return people


def _enter(client: FlaskClient, elsewhere: Elsewhere, who: str) -> None:
    """Come in as one of the strangers; the helper begins to help."""
    person = elsewhere.people[who]
    if person:
        sign_in(client, person)
    if who == "helping":
        helped = elsewhere.people["resident"]
        assert helped
        client.post(f"/help/{helped.id}", data={"mode": "oral", "agreement": "read_back"})
        assert "Quelqu&#39;un resident" in client.get("/").text


def states() -> list[str]:
    """List every state of the workflow; the project is published in each but the draft has its own.

    The code that refuses is the same on both databases: one walks the even states, the other some odd ones.
    """
    every = list(catalogue().latest("micro-grant").states)
    return every[::2] if session().get_bind().dialect.name == "sqlite" else every[1::6]


@transaction()
def _put(project: Project, state: str) -> None:
    fresh = session().get_one(Project, project.id)
    fresh.granted_cents, fresh.evaluated_at = 600_00, clock.now()
    fresh.merged_into_id = session().scalar(sa.select(Project.id).where(Project.id != fresh.id).limit(1))
    session().flush()
    make.put(fresh, state)


@pytest.mark.parametrize("who", STRANGERS)
def test_nothing_of_others_can_be_read(app: Flask, client: FlaskClient, elsewhere: Elsewhere, who: str) -> None:
    _enter(client, elsewhere, who)
    reading = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.endpoint != "static"]
    of_projects = [rule for rule in reading if "ref" in rule.arguments]

    seen = list(_read(app, client, elsewhere, elsewhere.draft, reading))
    for state in states():
        _put(elsewhere.public, state)
        read = _read(app, client, elsewhere, elsewhere.public, of_projects)
        seen += [(f"{state} {address}", text) for address, text in read]

    leaks = {(address, secret) for address, text in seen for secret in SECRETS if secret in text}
    assert leaks == set()
    assert len(seen) > 150


@pytest.mark.parametrize("who", STRANGERS)
def test_nothing_of_others_can_be_changed(app: Flask, client: FlaskClient, elsewhere: Elsewhere, who: str) -> None:
    _enter(client, elsewhere, who)
    writing = [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and rule.endpoint not in SIGNS_OUT | OWN | EVERYBODY
    ]
    before = _everything()
    for rule in writing:
        client.post(_address(app, elsewhere, elsewhere.draft, rule, "submit"), data=_filled())
    assert _everything() == before
    for state in states():
        _put(elsewhere.public, state)
        before = _everything()
        for address in _ways_to_change(app, elsewhere, writing, state):
            client.post(address, data=_filled())
        assert _everything() == before, f"in {state}"


def _ways_to_change(app: Flask, elsewhere: Elsewhere, rules: list[Rule], state: str) -> Iterator[str]:
    actions = catalogue().latest("micro-grant").states[state].actions
    for rule in (rule for rule in rules if "ref" in rule.arguments):
        for action in actions if "action" in rule.arguments else ("",):
            yield _address(app, elsewhere, elsewhere.public, rule, action)


def _read(
    app: Flask, client: FlaskClient, elsewhere: Elsewhere, project: Project, rules: list[Rule]
) -> Iterator[tuple[str, str]]:
    for rule in rules:
        address = _address(app, elsewhere, project, rule, "")
        answer = client.get(address)
        yield address, answer.get_data().decode("utf-8", "replace")


def _address(app: Flask, elsewhere: Elsewhere, project: Project, rule: Rule, action: str) -> str:
    named = elsewhere.numbers | {"ref": project.ref, "action": action}
    named |= elsewhere.in_votes if rule.rule.startswith("/vote/") else {}
    unknown = rule.arguments - named.keys()
    assert not unknown, f"the walk has nothing to put in {unknown} of {rule.rule}: add it to `elsewhere`"
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: named[name] for name in rule.arguments} | (rule.defaults or {}))


def _filled() -> dict[str, Any]:
    """Fill what forms ask, well enough to pass their checks."""
    today = clock.today().isoformat()
    return {
        "note": "Une bonne raison", "reason": "Une bonne raison", "earmark": "general", "carry_rule": "", "siret": "21370261700019", "seen": "99", "title": "Un titre volé",
        "amount": "10", "payee": "Moi", "mode": "transfer", "organisation": "Moi", "held_on": today, "place": "Ici",
        "happened_on": today, "kind": "meeting", "residents_count": "3", "what": "Nous avons parlé",
        "pace": "blocked", "unblocker": "referent", "result": "refuse", "votes_for": "0", "votes_against": "7",
        "abstentions": "0", "supplier": "Moi", "label": "Terre", "spent_on": today, "story": "Bien",
        "participants": "1", "newcomers": "1", "verdict": "accept", "happened": "yes", "agreement": "oral",
        "helping-mode": "oral", "helping-agreement": "oral", "undone": "submit", "seat_id": "1", "present": "1", "tap": "arrival:association",
        "outcome": "waiting", "answer": "yes", "causes": "1", "stage": "codesign", "into": "2026-0001",
    }  # fmt: skip


def _everything() -> dict[str, list[tuple[Any, ...]]]:
    """Read every row of every table but the passing ones."""
    session().rollback()
    return {
        table.name: sorted((tuple(row) for row in session().execute(sa.select(table))), key=repr)
        for table in Model.metadata.sorted_tables
        if table.name not in {"sign_in_code", "project_counter"}
    }
