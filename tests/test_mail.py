"""Messages: by the channel of each person, delivered once a server answers, and never for ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import clock, mail
from app.accounts.models import PreferredChannel
from app.db import session, transaction
from app.mail import gateways, services
from app.mail.models import Channel, Delivery, Message
from app.mail.outbox import channel_for
from tests import make

pytestmark = pytest.mark.usefixtures("app")


class Provider:
    """A text message provider that is away for its first calls, or refuses the number."""

    def __init__(self) -> None:
        """Begin present, with nothing sent."""
        self.away, self.refuses, self.sent = 0, False, []

    def __call__(self, parcel: gateways.Parcel) -> None:
        """Take one message."""
        if self.refuses:
            raise gateways.Refused("address_refused")
        if self.away:
            self.away -= 1
            raise ConnectionRefusedError
        self.sent.append(parcel.body)


@pytest.fixture
def provider(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """Send text messages through a provider of the test."""
    made = Provider()
    monkeypatch.setitem(gateways.SMS_GATEWAYS, "test", made)
    app.config["SMS_GATEWAY"] = "test"
    return made


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"preferred_channel": "email", "email": "a@exemple.fr"}, Channel.EMAIL),
        ({"preferred_channel": "sms", "phone": "+33612345678"}, Channel.SMS),
        ({"preferred_channel": "call", "phone": "+33612345678"}, Channel.CALL),
        ({"preferred_channel": "letter", "address": "1 rue du Sanitas"}, Channel.LETTER),
        ({"preferred_channel": "letter", "phone": "+33612345678"}, Channel.CALL),
        ({"preferred_channel": "letter", "email": "a@exemple.fr"}, Channel.EMAIL),
        ({"preferred_channel": "letter"}, Channel.LETTER),
    ],
)
def test_a_message_goes_by_the_channel_of_the_person_or_the_nearest(known: dict, expected: Channel) -> None:
    person = make.person(**(known | {"preferred_channel": PreferredChannel(known["preferred_channel"])}))

    assert channel_for(person) is expected


def test_without_a_provider_in_production_a_text_message_becomes_a_call(app: Flask) -> None:
    person = make.person(phone="+33612345678", preferred_channel=PreferredChannel.SMS)
    app.config["PRODUCTION"] = True

    assert channel_for(person) is Channel.CALL


def test_an_email_leaves_once_its_act_is_stored(app: Flask) -> None:
    person = make.person(email="amina@exemple.fr", preferred_channel=PreferredChannel.EMAIL)

    message = _written(person)

    kept = list(Path(app.config["INSTANCE"], "outbox").glob("*.eml"))
    assert [path.name for path in kept] == [f"{message.id}.eml"]
    assert b"To: amina@exemple.fr" in kept[0].read_bytes()
    assert _again(message).delivery is Delivery.SENT


def test_a_message_of_an_act_that_fails_is_never_written() -> None:
    person = make.person(email="amina@exemple.fr", preferred_channel=PreferredChannel.EMAIL)

    @transaction()
    def act() -> None:
        mail.write(person, "Bonjour", "Texte")
        raise LookupError

    with pytest.raises(LookupError):
        act()

    assert session().scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_a_message_is_tried_again_when_the_provider_was_away_and_leaves_once(provider: Provider) -> None:
    provider.away = 1
    message = _written(_with_phone())
    assert _again(message).delivery is Delivery.WAITING

    early = services.deliver_waiting()
    with clock.told(clock.now() + timedelta(minutes=3)):
        left, more = services.deliver_waiting(), services.deliver_waiting()

    assert (early, left, more) == (0, 1, 0)
    assert provider.sent == ["Votre projet avance."]


def test_a_message_taken_by_one_sender_is_not_taken_by_another(provider: Provider) -> None:
    provider.away = 1
    message = _written(_with_phone())

    with clock.told(clock.now() + timedelta(minutes=3)):
        first, second = services._claim(message.id), services._claim(message.id)

    assert first is not None
    assert second is None


def test_a_sender_that_died_lets_another_take_its_message(provider: Provider) -> None:
    provider.away = 1
    message = _written(_with_phone())
    with clock.told(clock.now() + timedelta(minutes=3)):
        services._claim(message.id)

    with clock.told(clock.now() + timedelta(minutes=9)):
        left = services.deliver_waiting()

    assert left == 1


def test_a_refused_number_is_a_failure_with_its_reason_and_no_other_try(provider: Provider) -> None:
    provider.refuses = True

    message = _again(_written(_with_phone()))

    assert (message.delivery, message.error, message.attempts) == (Delivery.FAILED, "address_refused", 1)


def test_a_provider_away_for_good_ends_in_a_failure(provider: Provider) -> None:
    provider.away = 99
    message = _written(_with_phone())

    for hours in range(1, 8):
        with clock.told(clock.now() + timedelta(hours=hours)):
            services.deliver_waiting()

    assert _again(message).delivery is Delivery.FAILED
    assert _again(message).attempts == services.ATTEMPTS


def test_a_code_is_erased_from_the_outbox_once_it_has_left(provider: Provider) -> None:
    message = _written_secret()

    assert provider.sent == ["Code 123456"]
    assert _again(message).body == ""


def test_a_code_that_would_come_too_late_is_not_sent(provider: Provider) -> None:
    provider.away = 1
    message = _written_secret()

    with clock.told(clock.now() + timedelta(minutes=11)):
        services.deliver_waiting()

    assert provider.sent == []
    assert (_again(message).error, _again(message).body) == ("too_late", "")


def test_a_letter_waits_for_a_hand() -> None:
    message = _written(make.person(address="1 rue du Sanitas"))

    left = services.deliver_waiting()

    assert left == 0
    assert _again(message).delivery is Delivery.WAITING


def _with_phone() -> object:
    return make.person(phone="+33612345678", preferred_channel=PreferredChannel.SMS)


@transaction()
def _written(person: object) -> Message:
    return mail.write(person, "Votre projet", "Votre projet avance.")


@transaction()
def _written_secret() -> Message:
    return mail.write_secret("+33612345678", "Votre code", "Code 123456")


def _again(message: Message) -> Message:
    session().rollback()
    session().refresh(message)
    return message
