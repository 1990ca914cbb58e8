"""Who counts for one file at this moment, without a database: holders, substitutes, those aside, who presides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.committees.models import College, Seat
from app.funds.models import FundRules
from app.i18n import gettext as _
from app.i18n import ngettext

HALF = 50
"""Per cent."""


@dataclass(frozen=True)
class Mandate:
    """One vote of the committee: the seat that holds it, and the member who casts it now (None: nobody is there)."""

    seat: Seat
    voter: Seat | None
    in_quorum: bool

    @property
    def is_resident(self) -> bool:
        """Say whether this vote belongs to the residents."""
        return self.seat.college is College.RESIDENT


def mandates(
    seats: Sequence[Seat], present: Collection[int], aside: Collection[int], rules: FundRules
) -> list[Mandate]:
    """Return the votes of the committee on a file; `present` and `aside` are ids of seats.

    A substitute votes only when the holder is away or steps aside. A vote that nobody may cast because its holder
    steps aside leaves the quorum (CRPA R133-12); a funder's vote counts only under rules that give it one.
    """
    voting = [seat for seat in seats if seat.is_voting and (rules.funders_vote or not seat.is_funder)]
    return [_mandate(seat, _substitutes(seat, seats), present, aside) for seat in voting]


def presiding(voters: Collection[Seat], named: Iterable[int]) -> Seat | None:
    """Return who presides among those who vote: the chair, else the last one named who is there; or None."""
    chair = next((seat for seat in voters if seat.is_chair), None)
    if chair is not None:
        return chair
    there = {seat.id: seat for seat in voters}
    return next((there[seat_id] for seat_id in named if seat_id in there), None)


@dataclass(frozen=True)
class Room:
    """Who counts for one file at this moment: members who stepped aside are left out everywhere."""

    voting_seats: int
    voting_present: int
    residents_present: int
    quorum_needed: int
    residents_needed: int
    quorum_waived: bool
    residents_majority_pct: int = 50
    voters: tuple[int, ...] = ()
    presiding_id: int | None = None

    @property
    def chair_votes(self) -> bool:
        """Say whether somebody presides, and so may break a tie."""
        return self.presiding_id is not None

    @property
    def has_quorum(self) -> bool:
        """Say whether enough members, and enough residents, are there; a second call asks neither."""
        enough = self.voting_present >= self.quorum_needed and self.residents_present >= self.residents_needed
        return self.quorum_waived or enough

    @property
    def residents_hold_majority(self) -> bool:
        """Say whether residents are strictly more than the share of votes that the rules ask."""
        return 100 * self.residents_present > self.residents_majority_pct * self.voting_present

    def obstacles(self) -> list[str]:
        """Return why this file cannot be decided now, in sentences; empty when it can."""
        return list(_room_obstacles(self))


@dataclass(frozen=True)
class There:
    """Who sits the day of a sitting, who is there, and who was named to preside, the last one first; ids of seats."""

    seats: Sequence[Seat]
    present: frozenset[int] = frozenset()
    named: tuple[int, ...] = ()


@dataclass(frozen=True)
class Terms:
    """Under which rules a file is judged, and whether its quorum is waived by a second call."""

    rules: FundRules
    quorum_waived: bool = False


def room(there: There, aside: Collection[int], terms: Terms) -> Room:
    """Count who may vote on a file; `aside` are ids of seats."""
    rules = terms.rules
    votes = mandates(there.seats, there.present, aside, rules)
    cast = [vote for vote in votes if vote.voter is not None]
    voters = [vote.voter for vote in cast if vote.voter is not None]
    counted = sum(vote.in_quorum for vote in votes)
    chair = presiding(voters, there.named)
    return Room(
        voting_seats=counted,
        voting_present=len(cast),
        residents_present=sum(vote.is_resident for vote in cast),
        quorum_needed=-(-counted * rules.quorum_pct // 100),
        residents_needed=rules.quorum_residents,
        quorum_waived=terms.quorum_waived,
        residents_majority_pct=rules.residents_majority_pct,
        voters=tuple(seat.id for seat in voters),
        presiding_id=chair.id if chair else None,
    )


def _substitutes(seat: Seat, seats: Iterable[Seat]) -> list[Seat]:
    return [other for other in seats if other.substitute_for_id is not None and other.substitute_for_id == seat.id]


def _mandate(seat: Seat, substitutes: Sequence[Seat], present: Collection[int], aside: Collection[int]) -> Mandate:
    able = [one for one in (seat, *substitutes) if one.id in present and one.id not in aside]
    voter = able[0] if able else None
    return Mandate(seat, voter, in_quorum=voter is not None or seat.id not in aside)


def _room_obstacles(where: Room) -> Iterator[str]:
    if not where.quorum_waived and where.voting_present < where.quorum_needed:
        yield ngettext(
            "Le quorum n'est pas atteint : il faut %(num)d membre votant, il y en a %(there)d.",
            "Le quorum n'est pas atteint : il faut %(num)d membres votants, il y en a %(there)d.",
            where.quorum_needed,
            there=where.voting_present,
        )
    if not where.quorum_waived and where.residents_present < where.residents_needed:
        yield ngettext(
            "Il faut au moins %(num)d habitant ou habitante pour décider. Il y en a %(there)d.",
            "Il faut au moins %(num)d habitants et habitantes pour décider. Il y en a %(there)d.",
            where.residents_needed,
            there=where.residents_present,
        )
    if not where.residents_hold_majority and where.residents_majority_pct > HALF:
        share = where.residents_majority_pct
        yield _("Les habitants et habitantes doivent avoir plus de %(share)d %% des voix.", share=share)
    elif not where.residents_hold_majority:
        yield _("Les habitants et habitantes doivent être plus de la moitié des membres qui votent.")
