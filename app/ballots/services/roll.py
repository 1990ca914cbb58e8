"""The roll: who may vote, a list brought in, codes printed, somebody vouched for, a code replaced, a name struck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.accounts import contact
from app.ballots import roll_queries, secrecy, voting_policy
from app.ballots.electorate import Electorate, electorate_of
from app.ballots.models import Edition, RollNote, RollNoteKind, Voter, VoterSource, VotingCode
from app.ballots.policy import NotAllowed
from app.ballots.roll_list import Listed, RollRefused
from app.ballots.roll_queries import Alike
from app.ballots.services.voting import forget_drafts
from app.ballots.voting_policy import check
from app.db import lock, session, transaction
from app.i18n import gettext as _
from app.plain import plain
from app.steps.actor import Actor

MOST_SHEETS = 500
"""Codes printed at once."""


class RollFrozen(Exception):
    """The vote has opened: who may vote is no longer changed."""


class AlreadyOnRoll(ValueError):
    """Somebody of this name and address is on the roll: they have one code, and no other."""


class LooksLike(ValueError):
    """Somebody of the roll has a name like this one: whoever stands there may be them."""

    def __init__(self, found: Sequence[Alike]) -> None:
        super().__init__(*(one.voter.id for one in found))
        self.found = found


@dataclass(frozen=True)
class Sure:
    """The word of whoever says that a person is none of these voters, and how they know."""

    voter_ids: frozenset[int]
    reason: str


@dataclass(frozen=True)
class Code:
    """A code that has just been drawn, told once: it is kept nowhere."""

    serial: int
    code: str
    voter_id: int
    name: str = ""


@dataclass(frozen=True)
class Known:
    """Somebody whom the team has seen: what they are called, what tells them from another, where they live."""

    name: str
    about: str
    neighbourhood_id: int | None


@transaction()
def choose_electorate(edition_id: int, wanted: Electorate, actor: Actor) -> None:
    """Say who may vote and how they are known. Raises NotAllowed, and RollFrozen once the vote has opened."""
    edition = kept_by(edition_id, actor)
    if edition.frozen_at:
        raise RollFrozen
    edition.voters = wanted.as_data()


@transaction()
def import_list(edition_id: int, listed: Sequence[Listed], actor: Actor) -> int:
    """Put everybody of a list on the roll, once each; return how many are new. Raises NotAllowed, RollRefused.

    Somebody already on the roll stays as they are: the same list can be brought in twice.
    """
    edition = kept_by(edition_id, actor)
    if not electorate_of(edition.voters).by_list:
        raise NotAllowed
    places = {plain(one.neighbourhood.name): one.neighbourhood_id for one in edition.sectors}
    faults = [(one.line, _place_fault(one, places)) for one in listed if _place_fault(one, places)]
    if faults:
        raise RollRefused(faults)
    known = _identities(edition.id)
    read = {one.line: _from_list(edition.id, one, places) for one in listed}
    added = {line: voter for line, voter in read.items() if voter.identity not in known}
    _check_contacts(edition.id, added)
    session().add_all(added.values())
    session().flush()
    return len(added)


@transaction()
def print_codes(edition_id: int, count: int, actor: Actor) -> list[Code]:
    """Draw codes for as many sheets, each a new voter whom nothing names. Raises NotAllowed, ValueError beyond 500."""
    edition = kept_by(edition_id, actor)
    if not electorate_of(edition.voters).by_codes:
        raise NotAllowed
    if not 0 < count <= MOST_SHEETS:
        raise ValueError(count)
    today = clock.today()
    voters = [Voter(edition_id=edition.id, source=VoterSource.CODE, registered_on=today) for _each in range(count)]
    session().add_all(voters)
    session().flush()
    return _drawn(edition, voters, actor, ahead=True)


@transaction()
def print_listed(edition_id: int, actor: Actor) -> list[Code]:
    """Draw a code for everybody of the list who has none, 500 at most, to be handed to them by name."""
    edition = kept_by(edition_id, actor)
    waiting = sa.select(Voter).where(
        Voter.edition_id == edition.id, Voter.source == VoterSource.LIST, Voter.cancelled_on.is_(None),
        ~Voter.codes.any(VotingCode.cancelled_on.is_(None)),
    )  # fmt: skip
    voters = session().scalars(waiting.order_by(Voter.name, Voter.id).limit(MOST_SHEETS)).all()
    forget_drafts(edition.id, [one.id for one in voters])
    return _drawn(edition, voters, actor, ahead=True)


@transaction()
def vouch(edition_id: int, known: Known, actor: Actor, sure: Sure | None = None) -> Code:
    """Put somebody on the roll whom a person of the team has before them, and draw their code.

    They said their age and signed the register. Raises NotAllowed, AlreadyOnRoll, and LooksLike unless one is `sure`
    that they are none of the voters whose name is like theirs: that is noted, for somebody else to look at.
    """
    edition = _welcomed_by(edition_id, actor)
    if not electorate_of(edition.voters).by_vouching:
        raise NotAllowed
    if known.neighbourhood_id not in {None, *(one.neighbourhood_id for one in edition.sectors)}:
        raise NotAllowed
    identity = _identity(edition.id, known.name, known.about)
    if identity in _identities(edition.id):
        raise AlreadyOnRoll
    alike = _told_apart(edition, known, sure)
    voter = Voter(
        edition_id=edition.id, source=VoterSource.VOUCHED, name=known.name, about=known.about, identity=identity,
        neighbourhood_id=known.neighbourhood_id, vouched_by_id=actor.person_id, registered_on=clock.today(),
    )  # fmt: skip
    session().add(voter)
    session().flush()
    for one in alike:
        note(voter, RollNoteKind.TOLD_APART, sure.reason if sure else "", actor, one.voter.id)
    return _drawn(edition, [voter], actor)[0]


@transaction()
def replace_code(edition_id: int, voter_id: int, reason: str, actor: Actor) -> Code:
    """Cancel the code of a voter, lost or seen by somebody, and draw another: the ballot cast with it stays theirs.

    A draft is forgotten. Raises NotAllowed, also for a voter struck off or of another vote, and KeyMissing.
    """
    edition = _welcomed_by(edition_id, actor)
    voter = _voter(edition, voter_id)
    for code in session().scalars(sa.select(VotingCode).filter_by(voter_id=voter.id, cancelled_on=None)):
        code.cancelled_on, code.cancelled_by_id, code.cancel_reason = clock.today(), actor.person_id, reason
    session().flush()
    forget_drafts(edition.id, [voter.id])
    return _drawn(edition, [voter], actor)[0]


@transaction()
def strike_off(edition_id: int, voter_id: int, reason: str, actor: Actor) -> None:
    """Take somebody off the roll, with a reason: a ballot they may have cast is voided at the close, unread."""
    edition = kept_by(edition_id, actor)
    voter = _voter(edition, voter_id)
    voter.cancelled_on, voter.cancelled_by_id, voter.cancel_reason = clock.today(), actor.person_id, reason
    note(voter, RollNoteKind.STRUCK, reason, actor)


def note(voter: Voter, kind: RollNoteKind, reason: str, actor: Actor, other_id: int | None = None) -> None:
    """Write, in the running transaction, what was done to a line of the roll."""
    line = RollNote(
        edition_id=voter.edition_id, voter_id=voter.id, kind=kind, other_id=other_id, reason=reason,
        by_id=actor.person_id, noted_on=clock.today(),
    )  # fmt: skip
    session().add(line)
    session().flush()


def _told_apart(edition: Edition, known: Known, sure: Sure | None) -> Sequence[Alike]:
    """Return the voters whose name is like this one. Raises LooksLike when somebody is not sure of each of them."""
    alike = roll_queries.voters_like(edition.id, known.name, known.about)
    if not {one.voter.id for one in alike} <= (sure.voter_ids if sure else frozenset()):
        raise LooksLike(alike)
    return alike


def _drawn(edition: Edition, voters: Iterable[Voter], actor: Actor, *, ahead: bool = False) -> list[Code]:
    """Draw a code for each voter, in order; the numbers printed on the sheets follow one another.

    Sheets printed `ahead` of the voters open nothing yet, where the edition wants two persons for them.
    """
    waits = ahead and electorate_of(edition.voters).codes_by_two
    last = session().scalar(sa.select(sa.func.max(VotingCode.serial)).filter_by(edition_id=edition.id)) or 0
    drawn = [Code(last + rank, secrecy.new_code(), one.id, one.name) for rank, one in enumerate(voters, start=1)]
    session().add_all(
        VotingCode(
            edition_id=edition.id, voter_id=each.voter_id, serial=each.serial,
            digest=secrecy.code_digest(edition.id, each.code), printed_on=clock.today(), printed_by_id=actor.person_id,
            awaits_release=waits,
        )
        for each in drawn
    )  # fmt: skip
    session().flush()
    return drawn


def kept_by(edition_id: int, actor: Actor) -> Edition:
    """Lock an edition whose roll this person keeps and which is not closed. Raises NotAllowed."""
    edition = lock(Edition, edition_id)
    check(edition is not None and edition.sealed_at is None and voting_policy.can_keep_roll(edition, actor))
    assert edition is not None
    return edition


def _welcomed_by(edition_id: int, actor: Actor) -> Edition:
    edition = lock(Edition, edition_id)
    check(edition is not None and edition.sealed_at is None and voting_policy.can_welcome(edition, actor))
    assert edition is not None
    return edition


def _voter(edition: Edition, voter_id: int) -> Voter:
    voter = lock(Voter, voter_id)
    check(voter is not None and voter.edition_id == edition.id and voter.cancelled_on is None)
    assert voter is not None
    return voter


def _from_list(edition_id: int, one: Listed, places: dict[str, int]) -> Voter:
    way = contact.normalized(one.contact) if one.contact else None
    return Voter(
        edition_id=edition_id, source=VoterSource.LIST, name=one.name, about=one.about,
        identity=_identity(edition_id, one.name, one.about),
        contact=secrecy.identity_digest(edition_id, way) if way else None,
        neighbourhood_id=places.get(plain(one.place)), registered_on=clock.today(),
    )  # fmt: skip


def _place_fault(one: Listed, places: dict[str, int]) -> str:
    if not one.place or plain(one.place) in places:
        return ""
    return _("le quartier « %(place)s » ne participe pas à ce vote.", place=one.place)


def _check_contacts(edition_id: int, added: Mapping[int, Voter]) -> None:
    """Refuse the lines whose contact lets somebody else of the roll in. Raises RollRefused."""
    asked = sa.select(Voter.contact).where(Voter.edition_id == edition_id, Voter.contact.is_not(None))
    taken = set(session().scalars(asked))
    said = _("ce contact est déjà sur la liste pour une autre personne. Laissez-le vide ici.")
    if faults := [(line, said) for line, voter in added.items() if voter.contact in taken]:
        raise RollRefused(faults)


def _identities(edition_id: int) -> set[str]:
    asked = sa.select(Voter.identity).where(Voter.edition_id == edition_id, Voter.identity.is_not(None))
    return {identity for identity in session().scalars(asked) if identity}


def _identity(edition_id: int, name: str, about: str) -> str:
    """Return the digest of a name, in any order and without accents, and of what tells two people of one name apart."""
    return secrecy.identity_digest(edition_id, " ".join(sorted(plain(name).split())) + "|" + plain(about))
