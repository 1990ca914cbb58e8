"""Completing the minutes of a sitting, signing them by two different people, publishing them without names."""

from __future__ import annotations

from collections.abc import Mapping

from app import clock, mail
from app.committees import convoking, minutes, minutes_reading, minutes_signing
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.minutes import Content
from app.committees.minutes_reading import Held
from app.committees.models import Sitting
from app.committees.papers import Capacity, MinutesSignature, MinutesText, SignedMinutes
from app.committees.policy import may_run
from app.committees.services.room import check_secretary, locked
from app.committees.services.sittings import move
from app.db import session, transaction
from app.files import StoredFile
from app.i18n import force_locale
from app.i18n import gettext as _
from app.steps.actor import Actor

LONGEST = 4_000
"""Characters of a note or of the remarks."""


@transaction()
def write_minutes(sitting: Sitting, remarks: str, notes: Mapping[int, str], actor: Actor) -> MinutesText:
    """Keep what the secretary adds to the minutes; signatures under the former text no longer count.

    `notes` are by project id. Raises CommitteeRefused on no right, before the closing, and once two have signed.
    """
    sitting = locked(sitting)
    check_secretary(sitting.committee, actor)
    _check_is_to_sign(sitting)
    text = session().get(MinutesText, sitting.id) or MinutesText(sitting_id=sitting.id)
    text.remarks = remarks.strip()[:LONGEST]
    text.notes = {str(key): note.strip()[:LONGEST] for key, note in sorted(notes.items()) if note.strip()}
    text.written_at, text.written_by_id = clock.now(), actor.person_id
    session().add(text)
    session().flush()
    return text


@transaction()
def sign(sitting: Sitting, digest: str, actor: Actor) -> MinutesSignature:
    """Sign the minutes as they were read: `digest` is that of the page. The second of two people locks them.

    Raises CommitteeRefused on no right, when the text has changed since, and for who has already signed it.
    """
    sitting = locked(sitting)
    held, content = _read(sitting, digest)
    may = minutes_signing.capacities(held.there, actor, is_secretary=may_run(sitting.committee, actor))
    if not may:
        raise CommitteeRefused(Problem("", _("Le secrétariat et la présidence signent, chacun de son propre compte.")))
    assert actor.person_id is not None
    signature = MinutesSignature(
        sitting_id=sitting.id,
        person_id=actor.person_id,
        capacity=_capacity(may, sitting, digest),
        digest=digest,
        recorded_by_id=actor.person_id,
    )
    return _kept(held, content, signature, actor)


@transaction()
def sign_on_paper(sitting: Sitting, seat_id: int, scan: StoredFile, digest: str, actor: Actor) -> MinutesSignature:
    """Keep the scan of minutes signed by hand by the chair, or whoever presided; the secretary says who signed.

    Raises CommitteeRefused as `sign`, and when the member may not sign for the chair.
    """
    sitting = locked(sitting)
    check_secretary(sitting.committee, actor)
    held, content = _read(sitting, digest)
    signer = next((seat for seat in minutes_signing.signers_for_chair(held.there) if seat.id == seat_id), None)
    if signer is None:
        raise CommitteeRefused(Problem("seat_id", _("Choisissez la personne qui a présidé la séance.")))
    assert actor.person_id is not None
    signature = MinutesSignature(
        sitting_id=sitting.id,
        person_id=signer.person_id,
        capacity=Capacity.CHAIR,
        digest=digest,
        scan_sha256=scan.sha256,
        scan_name=scan.name,
        scan_media_type=scan.media_type,
        recorded_by_id=actor.person_id,
    )
    return _kept(held, content, signature, actor)


@transaction()
def publish(sitting: Sitting, actor: Actor) -> Sitting:
    """Show the minutes to everybody, without names. Raises CommitteeRefused without two signatures, or no right."""
    sitting = locked(sitting)
    check_secretary(sitting.committee, actor)
    move(sitting, "publish", actor)
    return sitting


def _check_is_to_sign(sitting: Sitting) -> None:
    if sitting.state != "closed":
        raise CommitteeRefused(Problem("", _("Le procès-verbal se complète après la séance, avant les signatures.")))


def _read(sitting: Sitting, digest: str) -> tuple[Held, Content]:
    _check_is_to_sign(sitting)
    held = minutes_reading.held(sitting, session().get(MinutesText, sitting.id))
    content = minutes.drafted(held)
    if minutes.digest_of(content, sitting.id) != digest:
        raise CommitteeRefused(Problem("", _("Le procès-verbal a changé. Relisez-le avant de signer.")))
    return held, content


def _capacity(may: list[Capacity], sitting: Sitting, digest: str) -> Capacity:
    """Return the capacity that still lacks a signature, among those a person has."""
    signed = {one.capacity for one in minutes_signing.signatures_of(sitting.id) if one.digest == digest}
    return next((capacity for capacity in may if capacity not in signed), may[0])


def _kept(held: Held, content: Content, signature: MinutesSignature, actor: Actor) -> MinutesSignature:
    """Store a signature; when it is the second, lock the minutes under both."""
    sitting = held.sitting
    before = minutes_signing.signatures_of(sitting.id)
    if any((one.person_id, one.digest) == (signature.person_id, signature.digest) for one in before):
        raise CommitteeRefused(Problem("", _("Cette personne a déjà signé ce procès-verbal.")))
    signature.signed_at = clock.now()
    session().add(signature)
    session().flush()
    if minutes_signing.complete([*before, signature], signature.digest):
        session().add(
            SignedMinutes(
                sitting_id=sitting.id,
                content=content,
                public_content=minutes.published(content, held),
                digest=signature.digest,
                locked_at=clock.now(),
            )
        )
        session().flush()
        move(sitting, "sign_minutes", actor)
    elif signature.capacity is Capacity.SECRETARY:
        _call_the_chair(held)
    return signature


def _call_the_chair(held: Held) -> None:
    """Tell who signs for the chair that the minutes wait for them."""
    for seat in minutes_signing.signers_for_chair(held.there)[:1]:
        with force_locale(seat.person.locale):
            subject = _("Le procès-verbal du comité attend votre signature")
            mail.write(seat.person, subject, convoking.to_sign(held.sitting, seat.person.name), about=held.sitting)
