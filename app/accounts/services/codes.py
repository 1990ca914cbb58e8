"""One-time codes: asked for, used once, and the account that the first one opens."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from app import clock, mail
from app.accounts.models import Person, PreferredChannel, SignInCode
from app.accounts.queries import person_at
from app.db import session, transaction
from app.i18n import force_locale
from app.i18n import gettext as _

LIFE = timedelta(minutes=10)
ATTEMPTS = 5


@dataclass(frozen=True)
class Registration:
    """What a person tells of themselves to open an account."""

    name: str
    recipient: str
    neighbourhood_id: int | None
    preferred_channel: str
    locale: str = "fr"


@transaction()
def send_code(recipient: str, locale: str, *, to_anyone: bool = False) -> None:
    """Draw a code for an address, making older ones void, and send it if a person has that address.

    `to_anyone` sends it to an address we do not know either: someone opens an account.
    """
    session().execute(sa.delete(SignInCode).where(SignInCode.recipient == recipient))
    session().execute(sa.delete(SignInCode).where(SignInCode.expires_at < clock.now() - timedelta(days=1)))
    code = f"{secrets.randbelow(10**6):06d}"
    session().add(SignInCode(recipient=recipient, code_digest=_digest(recipient, code), expires_at=clock.now() + LIFE))
    person = person_at(recipient)
    if person is None and not to_anyone:
        return
    with force_locale(person.locale if person else locale):
        mail.write_secret(recipient, _("Votre code Porte-voix"), _body(code))


@transaction()
def use_code(recipient: str, code: str) -> bool:
    """Say whether a code is the one sent to an address, and use it up; each call is one of its five attempts."""
    alive = (
        SignInCode.recipient == recipient,
        SignInCode.used_at.is_(None),
        SignInCode.expires_at > clock.now(),
    )
    tried = (
        session()
        .execute(
            sa.update(SignInCode)
            .where(*alive, SignInCode.attempts < ATTEMPTS)
            .values(attempts=SignInCode.attempts + 1)
            .returning(SignInCode.id, SignInCode.code_digest)
            .execution_options(synchronize_session=False)
        )
        .first()
    )
    expected = tried.code_digest if tried else ""
    if not hmac.compare_digest(expected, _digest(recipient, code)) or tried is None:
        return False
    session().execute(sa.update(SignInCode).where(SignInCode.id == tried.id).values(used_at=clock.now()))
    return True


@transaction()
def register(told: Registration) -> Person:
    """Return the person of an address that has just been proved, opening their account when there is none."""
    known = person_at(told.recipient)
    if known is not None:
        return known
    is_email = "@" in told.recipient
    person = Person(
        name=told.name,
        public_label=first_name(told.name),
        email=told.recipient if is_email else None,
        phone=None if is_email else told.recipient,
        preferred_channel=PreferredChannel(told.preferred_channel),
        neighbourhood_id=told.neighbourhood_id,
        locale=told.locale,
        created_at=clock.now(),
    )
    session().add(person)
    session().flush()
    return person


def first_name(name: str) -> str:
    """Return what is shown of a name unless the person chooses otherwise: its first word."""
    return name.split(maxsplit=1)[0][:60]


def _body(code: str) -> str:
    return _(
        "Votre code pour entrer dans Porte-voix : %(code)s. Il sert une fois, pendant dix minutes. "
        "Vous n'avez rien demandé ? Ne faites rien et ne donnez ce code à personne.",
        code=code,
    )


def _digest(recipient: str, code: str) -> str:
    """Seal the code with the instance's secret: a stolen database does not tell it."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{recipient}\n{code.strip()}".encode(), hashlib.sha256).hexdigest()
