"""What is kept too long is forgotten each night, once, and said beforehand to whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock, mail, retention
from app.accounts.models import AssistedEntry, AssistedMode, Person, SignInCode
from app.accounts.services import codes
from app.db import session, transaction
from app.mail.models import Delivery, Message
from app.retention import services
from app.retention.models import RetentionRun
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make

LONG_AGO = datetime(2021, 3, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@transaction()
def old_message(person: Person) -> int:
    written = mail.write(person, "Votre projet", "Bonjour Amina")
    written.delivery, written.delivered_at = Delivery.SENT, clock.now()
    return written.id


@transaction()
def old_help(helper: Person, person: Person) -> int:
    entry = AssistedEntry(
        helper_id=helper.id, person_id=person.id, mode=AssistedMode.ORAL, agreement="witness: Ali",
        started_at=clock.now(), expires_at=clock.now(), ended_at=clock.now(),
    )  # fmt: skip
    session().add(entry)
    session().flush()
    return entry.id


def test_a_dry_run_counts_and_changes_nothing(app: Flask) -> None:
    with clock.told(LONG_AGO):
        message_id = old_message(make.person())

    with clock.told(NOW):
        counted = {rule.code: count for rule, count in services.due()}

    assert counted["messages"] == 1
    assert counted["accounts"] == 1
    assert session().get_one(Message, message_id).body == "Bonjour Amina"
    assert session().scalar(sa.select(sa.func.count()).select_from(RetentionRun)) == 0


def test_the_night_forgets_what_is_too_old_and_keeps_the_rest(app: Flask) -> None:
    with clock.told(LONG_AGO):
        helper, amina = make.person("Léa Morin"), make.person()
        make.role(helper, "helper")
        message_id, entry_id = old_message(amina), old_help(helper, amina)
        codes.send_code("nobody@exemple.fr", "fr")
    with clock.told(NOW - timedelta(days=2)):
        recent = make.person("Bilal Roy")

    with clock.told(NOW):
        services.nightly()
        services.nightly()

    assert session().get_one(Message, message_id).body == ""
    assert session().get_one(AssistedEntry, entry_id).agreement == ""
    assert session().get_one(Person, amina.id).erased_at is not None
    assert session().get_one(Person, helper.id).erased_at is None
    assert session().get_one(Person, recent.id).erased_at is None
    assert session().scalar(sa.select(SignInCode)) is None
    assert session().get_one(RetentionRun, ("accounts", NOW.date())).forgotten == 1


def test_nothing_is_forgotten_before_the_hour_of_the_night(app: Flask) -> None:
    with clock.told(LONG_AGO):
        amina = make.person()

    with clock.told(NOW.replace(hour=0)):
        services.nightly()

    assert session().get_one(Person, amina.id).erased_at is None


def test_whoever_was_helped_lately_is_not_asleep(app: Flask) -> None:
    with clock.told(LONG_AGO):
        amina = make.person()
        carrier = make.person("Bilal Roy")
    with clock.told(NOW - timedelta(days=30)):
        make.fund(make.commune())
        steps.perform(make.project(Actor(carrier.id)), "submit", Actor(carrier.id))

    with clock.told(NOW):
        services.apply_all()

    assert session().get_one(Person, amina.id).erased_at is not None
    assert session().get_one(Person, carrier.id).erased_at is None


def test_everybody_can_read_how_long_things_are_kept(client: FlaskClient) -> None:
    page = client.get("/privacy").text

    for rule in retention.rules():
        assert str(rule.label) in page.replace("&#39;", "'")
    assert "3 ans" in page


def test_the_command_says_what_it_would_forget(app: Flask) -> None:
    with clock.told(LONG_AGO):
        make.person()

    told = app.test_cli_runner().invoke(args=["retention", "apply", "--dry-run"]).output

    assert "accounts\t3 ans\t1" in told


def test_an_old_message_to_somebody_without_account_names_nobody_any_more(app: Flask) -> None:
    with clock.told(LONG_AGO):
        message_id = old_message_to_nora()

    with clock.told(NOW):
        services.apply_all()

    kept = session().get_one(Message, message_id)
    assert (kept.body, kept.recipient) == ("", "")
    assert "Nora" not in kept.addressee


@transaction()
def old_message_to_nora() -> int:
    sent = Message(
        addressee="Nora Petit", channel=mail.Channel.EMAIL, recipient="nora@exemple.fr", subject="Rencontre",
        body="Bonjour Nora", delivery=Delivery.SENT, written_at=clock.now(), delivered_at=clock.now(),
    )  # fmt: skip
    session().add(sent)
    session().flush()
    return sent.id
