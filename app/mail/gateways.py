"""The ways out: an SMTP server or a folder for e-mail, a provider or a folder for text messages."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app

from app import clock

SECONDS = 20
"""How long a server may stay silent."""

FOR_GOOD = 500
"""From this answer on, SMTP means no for ever (RFC 5321, 4.2.1)."""


class Refused(Exception):
    """The message will never get through: `code` says why (address_refused, message_refused)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Parcel:
    """A message on its way, free of the database."""

    id: int
    channel: str
    recipient: str
    subject: str
    body: str


SmsGateway = Callable[[Parcel], None]
SMS_GATEWAYS: dict[str, SmsGateway] = {}
"""Providers by the name that SMS_GATEWAY gives; another one is a function added here with `sms_gateway`."""


def sms_gateway(name: str) -> Callable[[SmsGateway], SmsGateway]:
    """Register a way to send text messages. It raises Refused for good, OSError to be tried again."""

    def add(function: SmsGateway) -> SmsGateway:
        SMS_GATEWAYS[name] = function
        return function

    return add


def send(parcel: Parcel) -> None:
    """Send an e-mail or a text message. Raises Refused for good, OSError or SMTPException to be tried again."""
    if parcel.channel == "sms":
        SMS_GATEWAYS[current_app.config["SMS_GATEWAY"]](parcel)
    elif current_app.config["SMTP_URL"]:
        _send_by_smtp(parcel, current_app.config["SMTP_URL"])
    else:
        _keep(current_app.config["INSTANCE"] / "outbox", f"{parcel.id}.eml", letter(parcel).as_bytes())


def letter(parcel: Parcel) -> EmailMessage:
    """Return the e-mail; its Message-ID never changes, so that a message sent twice shows once."""
    written = EmailMessage()
    written["From"], written["To"] = current_app.config["MAIL_FROM"], parcel.recipient
    written["Subject"] = " ".join(parcel.subject.split())
    written["Date"] = format_datetime(clock.now())
    host = urlsplit(current_app.config["SITE_URL"]).hostname or "localhost"
    written["Message-ID"] = f"<message-{parcel.id}@{host}>"
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(parcel.body)
    return written


@sms_gateway("file")
def keep_sms(parcel: Parcel) -> None:
    """Write the text message in a folder: development, demonstration, or a city that reads it out by telephone."""
    _keep(current_app.config["SMS_FOLDER"], f"{parcel.id}.txt", f"{parcel.recipient}\n{parcel.body}\n".encode())


def _send_by_smtp(parcel: Parcel, url: str) -> None:
    server = urlsplit(url)
    host, safe = server.hostname or "localhost", ssl.create_default_context()
    port = server.port or (465 if server.scheme == "smtps" else 25)
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=safe)
    else:
        connection = smtplib.SMTP(host, port, timeout=SECONDS)
    with connection:
        if server.scheme != "smtps" and (server.username or connection.has_extn("starttls")):
            connection.starttls(context=safe)
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        _hand_over(connection, parcel)


def _hand_over(connection: smtplib.SMTP, parcel: Parcel) -> None:
    try:
        connection.send_message(letter(parcel))
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= FOR_GOOD for code, _ in error.recipients.values()):
            raise Refused("address_refused") from error
        raise
    except smtplib.SMTPResponseException as error:
        if error.smtp_code >= FOR_GOOD:
            raise Refused("message_refused") from error
        raise


def _keep(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / name).write_bytes(content)
