"""Before the urn is opened: ballots are printed and numbered, and the register says who put one in the urn."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.ballots import voting_policy
from app.ballots.models import BallotBox, Edition, PaperRun, PaperVoter, Voter
from app.ballots.paper_queries import batches_of, same_place, voters_who_voted_on_paper
from app.ballots.services.sealing import paper_register
from app.db import lock, session, transaction
from app.i18n import gettext as _
from app.steps.actor import Actor

MOST_AT_ONCE = 500
"""Ballots in one PDF: more would keep the person waiting."""


class PaperRefused(ValueError):
    """This cannot be done to paper votes now; its text is the sentence shown to the person."""


@dataclass(frozen=True)
class ToPrint:
    """How many ballots, for which place, in large print or not."""

    number: int
    place: str
    is_large: bool = False


@transaction()
def print_ballots(edition: Edition, wanted: ToPrint, actor: Actor) -> PaperRun:
    """Give the next numbers to ballots that will be printed, and keep who printed them.

    Raises NotAllowed, and PaperRefused before the list is frozen, after the close, or for too many ballots.
    """
    voting_policy.check(voting_policy.can_keep_roll(edition, actor))
    held = lock(Edition, edition.id)
    assert held is not None
    if held.frozen_at is None:
        raise PaperRefused(_("Figez d'abord la liste : les bulletins imprimés ne doivent plus changer."))
    if held.closes_at is None or clock.now() >= held.closes_at:
        raise PaperRefused(_("Le vote est fini : on n'imprime plus de bulletins."))
    if not 1 <= wanted.number <= MOST_AT_ONCE:
        raise PaperRefused(_("Imprimez entre 1 et %(most)d bulletins à la fois.", most=MOST_AT_ONCE))
    last = session().scalar(sa.select(sa.func.max(PaperRun.last_serial)).filter_by(edition_id=edition.id)) or 0
    run = PaperRun(
        edition_id=edition.id,
        first_serial=last + 1,
        last_serial=last + wanted.number,
        is_large=wanted.is_large,
        salt=secrets.token_hex(8),
        place=wanted.place.strip(),
        printed_by_id=actor.person_id,
        printed_at=clock.now(),
    )
    session().add(run)
    session().flush()
    return run


@transaction()
def note_paper_vote(edition: Edition, voter_id: int, place: str, actor: Actor) -> PaperVoter:
    """Note that somebody of the roll signed the register and put a paper in the urn: their online ballot is void.

    Raises NotAllowed, and PaperRefused before the opening, once the box is emptied, or for somebody who is not on the
    roll or is noted already.
    """
    voting_policy.check(voting_policy.can_welcome(edition, actor))
    held = lock(Edition, edition.id)
    _check_register_open(held)
    voter = session().get(Voter, voter_id)
    if voter is None or voter.edition_id != edition.id or voter.cancelled_on is not None:
        raise PaperRefused(_("Cette personne n'est pas sur la liste de ce vote."))
    line = session().get(PaperVoter, voter_id)
    if line is not None and line.cancelled_on is None:
        raise PaperRefused(_("Cette personne a déjà signé le registre."))
    if not place.strip():
        raise PaperRefused(_("Dites dans quel lieu la personne a voté."))
    _change_place(edition.id, place)
    line = line or PaperVoter(voter_id=voter_id, edition_id=edition.id)
    assert actor.person_id is not None
    line.place, line.noted_on, line.noted_by_id = place.strip(), clock.today(), actor.person_id
    line.cancelled_on, line.cancelled_by_id, line.cancel_reason = None, None, ""
    session().add(line)
    session().flush()
    return line


@transaction()
def cancel_paper_vote(edition: Edition, voter_id: int, reason: str, actor: Actor) -> None:
    """Cross a line of the register out, with the reason. Raises NotAllowed and PaperRefused."""
    voting_policy.check(voting_policy.can_welcome(edition, actor))
    _check_register_open(lock(Edition, edition.id))
    line = session().get(PaperVoter, voter_id)
    if line is None or line.edition_id != edition.id or line.cancelled_on is not None:
        raise PaperRefused(_("Cette ligne n'est pas dans le registre."))
    if not reason.strip():
        raise PaperRefused(_("Dites pourquoi cette ligne est rayée."))
    _change_place(edition.id, line.place)
    line.cancelled_on, line.cancelled_by_id, line.cancel_reason = clock.today(), actor.person_id, reason.strip()


@paper_register
def _on_paper(edition: Edition) -> set[int]:
    return voters_who_voted_on_paper(edition.id)


def _check_register_open(edition: Edition | None) -> None:
    if edition is None or edition.frozen_at is None or edition.opens_at is None or clock.now() < edition.opens_at:
        raise PaperRefused(_("Le vote n'est pas ouvert."))
    box = session().get(BallotBox, edition.id)
    if edition.sealed_at is not None or (box is not None and box.emptied_at is not None):
        raise PaperRefused(_("Le vote est clos : le registre ne change plus."))


def _change_place(edition_id: int, place: str) -> None:
    """Have a reason signed for other numbers signed again; the register of an accepted urn changes no more."""
    for batch in batches_of(edition_id):
        if same_place(batch.place) != same_place(place):
            continue
        if batch.accepted_at is not None:
            raise PaperRefused(_("L'urne de ce lieu est acceptée : son registre ne change plus."))
        batch.reason_confirmed_by_id = None
