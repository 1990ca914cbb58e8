"""Erasing somebody: a nameless stub stays, so that the history of public money and the counts hold."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app import clock, files, mail
from app.accounts import erasing, policy
from app.accounts.models import AssistedEntry, Consent, PaperForm, Person, PreferredChannel, RoleAssignment, SignInCode
from app.accounts.wording import ROLES
from app.db import after_commit, lock, session, transaction
from app.i18n import day
from app.i18n import gettext as _

NAMELESS = "Une personne"
"""What stands in the place of a name in the history; kept like a name, so never translated."""


class MustStay(Exception):
    """This account cannot be erased now; `reasons` are sentences for the person."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = list(reasons)


@transaction()
def erase(person_id: int) -> None:
    """Make a person nameless for good, everywhere. Raises MustStay, changing nothing, when a duty is under way."""
    person = lock(Person, person_id)
    if person is None or person.erased_at is not None:
        return
    reasons = obstacles(person)
    if reasons:
        raise MustStay(reasons)
    _forget_codes(person)
    erasing.erase_elsewhere(person_id)
    mail.forget_person(person_id)
    _forget_consents(person_id)
    empty_scans(PaperForm.entry_id.in_(sa.select(AssistedEntry.id).filter_by(person_id=person_id)))
    _make_a_stub(person)
    session().flush()


def obstacles(person: Person) -> list[str]:
    """Return every reason why a person cannot be erased now, in sentences; empty when they can."""
    return [*(_duty(given) for given in policy.roles_held_or_to_come(person)), *erasing.obstacles_of(person.id)]


@transaction()
def erase_idle(person_ids: Sequence[int]) -> int:
    """Erase those nobody has seen for long; return how many: a duty under way keeps an account."""
    return sum(_erased(person_id) for person_id in person_ids)


def empty_scans(these: sa.ColumnElement[bool]) -> int:
    """Forget the photos of sheets filled in by hand, inside a running transaction; return how many sheets."""
    forms = session().scalars(sa.select(PaperForm).where(these, PaperForm.scan_sha256 != "")).all()
    for form in forms:
        after_commit(files.forget_unused, form.scan_sha256)
        form.scan_sha256 = form.scan_name = form.scan_type = ""
        form.scan_size = 0
    return len(forms)


def _erased(person_id: int) -> bool:
    try:
        erase(person_id)
    except MustStay:
        return False
    return True


def _duty(given: RoleAssignment) -> str:
    """Say which role keeps the account, until when, and who can end it."""
    told = _("Vous avez le rôle « %(role)s ».", role=ROLES[given.role])
    until = _("Il dure jusqu'au %(day)s.", day=day(given.to_on)) if given.to_on else ""
    who = _("La Métropole ou la personne référente peut y mettre fin.")
    return " ".join(part for part in (told, until, who) if part)


def _make_a_stub(person: Person) -> None:
    person.name = person.public_label = NAMELESS
    person.preferred_channel = PreferredChannel.LETTER
    person.email = person.phone = person.password_hash = person.neighbourhood_id = None
    person.address = ""
    person.session_version += 1
    person.wants_weekly_note = False
    person.erased_at = clock.now()


def _forget_codes(person: Person) -> None:
    known = [address for address in (person.email, person.phone) if address]
    session().execute(sa.delete(SignInCode).where(SignInCode.recipient.in_(known)))
    mail.forget_codes(known)


def _forget_consents(person_id: int) -> None:
    """Keep that a yes was given and taken back, without what proved it."""
    now = clock.now()
    session().execute(
        sa.update(Consent)
        .where(Consent.person_id == person_id)
        .values(proof="", withdrawn_at=sa.func.coalesce(Consent.withdrawn_at, now))
        .execution_options(synchronize_session=False)
    )
    session().execute(
        sa.update(AssistedEntry)
        .where(AssistedEntry.person_id == person_id)
        .values(agreement="")
        .execution_options(synchronize_session=False)
    )
