"""Paper ballots out of the urn: keyed ballot by ballot by two persons, compared, explained, then counted once."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app import clock
from app.ballots import paper_numbers, voting_policy
from app.ballots.models import (
    Edition,
    PaperBallot,
    PaperBatch,
    PaperKeying,
    PaperKind,
    PaperScan,
    PaperSettlement,
    VoteCount,
)
from app.ballots.paper_checks import compared, obstacles
from app.ballots.paper_queries import batches_of, readings, runs_of, same_place
from app.ballots.services.register import PaperRefused
from app.db import lock, session, transaction
from app.files import StoredFile
from app.i18n import gettext as _
from app.steps.actor import Actor


@dataclass(frozen=True)
class Urn:
    """What was found when an urn was opened: papers in it, signatures in the register beside it."""

    place: str
    in_urn: int
    signatures: int


@dataclass(frozen=True)
class Read:
    """What a paper says: its choices packed as in the box, nothing for a blank or a spoiled one."""

    kind: PaperKind
    choices: bytes = b""
    is_absent: bool = False
    """No ballot of the urn has this number: one of the two keyed it wrong."""


def is_over(edition: Edition) -> bool:
    """Say whether the time of the vote is over: urns may be opened."""
    return edition.closes_at is not None and clock.now() >= edition.closes_at


@transaction()
def open_urn(edition: Edition, urn: Urn, actor: Actor) -> PaperBatch:
    """Begin the batch of an urn, once the vote is over.

    Raises NotAllowed, and PaperRefused before the close, after the count, and for a place whose urn is open already.
    """
    voting_policy.check(voting_policy.can_welcome(edition, actor))
    held = lock(Edition, edition.id)
    if held is None or not is_over(held):
        raise PaperRefused(_("Les urnes s'ouvrent quand le vote est fini, pas avant."))
    if session().scalar(sa.select(VoteCount.id).filter_by(edition_id=edition.id).limit(1)):
        raise PaperRefused(_("Les bulletins sont déjà comptés : aucune urne ne s'ajoute."))
    if not urn.place.strip():
        raise PaperRefused(_("Dites dans quel lieu se trouvait cette urne."))
    if any(same_place(each.place) == same_place(urn.place) for each in batches_of(edition.id)):
        raise PaperRefused(_("L'urne de ce lieu est déjà ouverte."))
    batch = PaperBatch(
        edition_id=edition.id,
        place=urn.place.strip(),
        in_urn=urn.in_urn,
        signatures=urn.signatures,
        opened_by_id=actor.person_id,
        opened_at=clock.now(),
    )
    session().add(batch)
    session().flush()
    return batch


@transaction()
def key_ballot(edition: Edition, batch: PaperBatch, number: str, read: Read, actor: Actor) -> PaperKeying:
    """Key one ballot. The first two persons to key a batch are its two keyers.

    Raises NotAllowed, and PaperRefused for a third person, a finished keying, a number that was never printed, that
    the same person keyed already, or that counts already elsewhere.
    """
    held = _held(edition, batch, actor)
    turn = _turn(held, actor)
    try:
        serial = paper_numbers.serial_of(number, runs_of(edition.id))
    except paper_numbers.WrongNumber:
        raise PaperRefused(_("Ce numéro n'est celui d'aucun bulletin imprimé. Relisez-le.")) from None
    if session().scalar(sa.select(PaperKeying.id).filter_by(batch_id=held.id, turn=turn, serial=serial)):
        raise PaperRefused(_("Vous avez déjà saisi ce numéro. Est-ce une copie ?"))
    if session().scalar(sa.select(PaperBallot.id).filter_by(edition_id=edition.id, serial=serial)):
        raise PaperRefused(_("Ce numéro compte déjà dans une autre urne : ce papier est une copie."))
    keying = PaperKeying(batch_id=held.id, turn=turn, serial=serial, kind=read.kind, choices=_choices(read))
    session().add(keying)
    session().flush()
    return keying


@transaction()
def take_back(edition: Edition, batch: PaperBatch, keying_id: int, actor: Actor) -> None:
    """Take back a ballot that one keyed oneself, before one's keying is finished. Raises NotAllowed, PaperRefused."""
    held = _held(edition, batch, actor)
    turn = _turn(held, actor)
    keying = session().get(PaperKeying, keying_id)
    if keying is None or (keying.batch_id, keying.turn) != (held.id, turn):
        raise PaperRefused(_("Vous n'avez pas saisi ce bulletin."))
    session().delete(keying)


@transaction()
def finish_keying(edition: Edition, batch: PaperBatch, actor: Actor) -> None:
    """Say that one has keyed every paper of the urn. Raises NotAllowed, PaperRefused."""
    held = _held(edition, batch, actor)
    if _turn(held, actor) == 1:
        held.first_done_at = clock.now()
    else:
        held.second_done_at = clock.now()
    session().flush()
    _count_keyed(held)


@transaction()
def settle(edition: Edition, batch: PaperBatch, serial: int, read: Read, actor: Actor) -> None:
    """Say what a ballot that was keyed differently says, looking at it; another person must confirm it.

    Raises NotAllowed, and PaperRefused where both keyings agree, or are not finished.
    """
    held = _held(edition, batch, actor)
    settlement = _settlement(held, serial)
    settlement.kind, settlement.choices, settlement.is_absent = read.kind, _choices(read), read.is_absent
    settlement.proposed_by_id, settlement.confirmed_by_id = _person(actor), None
    session().add(settlement)
    session().flush()
    _count_keyed(held)


@transaction()
def confirm_settlement(edition: Edition, batch: PaperBatch, serial: int, actor: Actor) -> None:
    """Confirm what another person read on a ballot. Raises NotAllowed, PaperRefused."""
    held = _held(edition, batch, actor)
    settlement = _settlement(held, serial)
    if settlement.id is None:
        raise PaperRefused(_("Personne n'a encore dit ce que porte ce bulletin."))
    if settlement.proposed_by_id == actor.person_id:
        raise PaperRefused(_("Une autre personne doit confirmer ce que vous avez lu."))
    settlement.confirmed_by_id = actor.person_id
    session().flush()
    _count_keyed(held)


@transaction()
def explain(edition: Edition, batch: PaperBatch, reason: str, actor: Actor) -> None:
    """Write why papers, signatures and keyed ballots differ; another person must confirm it."""
    held = _held(edition, batch, actor)
    if not reason.strip():
        raise PaperRefused(_("Écrivez pourquoi les nombres ne tombent pas juste."))
    held.reason, held.reason_by_id, held.reason_confirmed_by_id = reason.strip(), actor.person_id, None


@transaction()
def confirm_reason(edition: Edition, batch: PaperBatch, actor: Actor) -> None:
    """Confirm the reason that another person wrote. Raises NotAllowed, PaperRefused."""
    held = _held(edition, batch, actor)
    if not held.reason:
        raise PaperRefused(_("Personne n'a encore écrit de raison."))
    if held.reason_by_id == actor.person_id:
        raise PaperRefused(_("Une autre personne doit confirmer la raison que vous avez écrite."))
    held.reason_confirmed_by_id = actor.person_id


@transaction()
def accept_batch(edition: Edition, batch: PaperBatch, actor: Actor) -> None:
    """Let the ballots of a batch count, each number once.

    Raises NotAllowed, and PaperRefused with what still keeps the batch from counting.
    """
    voting_policy.check(voting_policy.can_keep_roll(edition, actor))
    held = _held(edition, batch, actor)
    found = compared(held)
    if missing := obstacles(found):
        raise PaperRefused(missing[0])
    ballots = found.agreed
    held.keyed, held.noted = len(ballots), found.noted
    held.accepted_at, held.accepted_by_id = clock.now(), actor.person_id
    for serial, (kind, choices) in sorted(ballots.items()):
        session().add(PaperBallot(edition_id=edition.id, batch_id=held.id, serial=serial, kind=kind, choices=choices))
    try:
        session().flush()
    except IntegrityError:
        raise PaperRefused(_("Un numéro de ce lot compte déjà dans une autre urne.")) from None


@transaction()
def keep_scan(edition: Edition, batch: PaperBatch, stored: StoredFile, actor: Actor) -> PaperScan:
    """Keep the scan of ballots, or of the register, with their batch. Raises NotAllowed."""
    voting_policy.check(voting_policy.can_welcome(edition, actor))
    scan = PaperScan(
        batch_id=batch.id, sha256=stored.sha256, name=stored.name, media_type=stored.media_type, size=stored.size,
        kept_by_id=actor.person_id, kept_at=clock.now(),
    )  # fmt: skip
    session().add(scan)
    session().flush()
    return scan


def _held(edition: Edition, batch: PaperBatch, actor: Actor) -> PaperBatch:
    """Lock a batch that may still change."""
    voting_policy.check(voting_policy.can_welcome(edition, actor))
    held = lock(PaperBatch, batch.id)
    if held is None or held.edition_id != edition.id:
        raise PaperRefused(_("Ce lot n'est pas de ce vote."))
    if held.accepted_at is not None:
        raise PaperRefused(_("Ce lot est accepté : il ne change plus."))
    return held


def _turn(batch: PaperBatch, actor: Actor) -> int:
    """Give the first two persons their turn, 1 or 2."""
    if batch.turn_of(_person(actor)) is None:
        if batch.first_keyer_id is None:
            batch.first_keyer_id = actor.person_id
        elif batch.second_keyer_id is None:
            batch.second_keyer_id = actor.person_id
        else:
            raise PaperRefused(_("Deux autres personnes saisissent déjà ce lot."))
    turn = batch.turn_of(_person(actor)) or 1
    if batch.is_done(turn):
        raise PaperRefused(_("Vous avez dit que votre saisie est finie."))
    return turn


def _person(actor: Actor) -> int:
    assert actor.person_id is not None
    return actor.person_id


def _choices(read: Read) -> bytes:
    return read.choices if read.kind is PaperKind.VALID else b""


def _settlement(batch: PaperBatch, serial: int) -> PaperSettlement:
    """Return the settlement of a mismatch, new if there is none. Raises PaperRefused where there is no mismatch."""
    if not batch.is_keyed_twice:
        raise PaperRefused(_("Les deux saisies ne sont pas finies."))
    found = next((each for each in readings(batch) if each.serial == serial and each.differs), None)
    if found is None:
        raise PaperRefused(_("Les deux saisies sont d'accord sur ce bulletin."))
    return found.settlement or PaperSettlement(batch_id=batch.id, serial=serial)


def _count_keyed(batch: PaperBatch) -> None:
    """Count the ballots that two persons agree on; a reason signed for another number is to be confirmed again."""
    keyed = len(compared(batch).agreed) if batch.is_keyed_twice else None
    if keyed != batch.keyed:
        batch.reason_confirmed_by_id = None
    batch.keyed = keyed
