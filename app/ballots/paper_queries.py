"""What is read of paper votes: the register, the batches, what still keeps a batch from counting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from app.ballots.models.paper import (
    PaperBallot,
    PaperBatch,
    PaperKeying,
    PaperKind,
    PaperRun,
    PaperSettlement,
    PaperVoter,
)
from app.ballots.models.roll import Voter
from app.db import remembered, session

LINES_A_PAGE = 50


def voters_who_voted_on_paper(edition_id: int) -> set[int]:
    """Return the voters of the roll who signed the register of paper votes: their online ballot is void."""
    asked = sa.select(PaperVoter.voter_id).filter_by(edition_id=edition_id, cancelled_on=None)
    return set(session().scalars(asked))


def lines_of_register(edition_id: int) -> int:
    """Count the lines of the register, those crossed out included."""
    return session().scalar(sa.select(sa.func.count()).select_from(PaperVoter).filter_by(edition_id=edition_id)) or 0


def register_of(edition_id: int, page: int = 1) -> Sequence[PaperVoter]:
    """Return a page of the register, counted from 1, lines crossed out included: the last day first, then by name."""
    asked = sa.select(PaperVoter).filter_by(edition_id=edition_id).join(PaperVoter.voter)
    asked = asked.options(contains_eager(PaperVoter.voter))
    ordered = asked.order_by(PaperVoter.noted_on.desc(), Voter.plain_name, PaperVoter.voter_id)
    return session().scalars(ordered.limit(LINES_A_PAGE).offset((page - 1) * LINES_A_PAGE)).all()


def runs_of(edition_id: int) -> Sequence[PaperRun]:
    """Return what was printed, in order of number."""
    asked = sa.select(PaperRun).filter_by(edition_id=edition_id).order_by(PaperRun.first_serial)
    return remembered(("paper runs", edition_id), lambda: session().scalars(asked).all())


def batches_of(edition_id: int) -> Sequence[PaperBatch]:
    """Return the batches of an edition, in the order in which their urns were opened."""
    asked = sa.select(PaperBatch).filter_by(edition_id=edition_id).options(selectinload(PaperBatch.scans))
    return session().scalars(asked.order_by(PaperBatch.id)).all()


def batch_by_id(edition_id: int, batch_id: int) -> PaperBatch | None:
    """Return a batch of an edition with its scans, or None."""
    asked = sa.select(PaperBatch).filter_by(edition_id=edition_id, id=batch_id)
    return session().scalar(asked.options(selectinload(PaperBatch.scans)))


def keyed_by(batch: PaperBatch, turn: int) -> Sequence[PaperKeying]:
    """Return what one of the two keyed, the last one first."""
    asked = sa.select(PaperKeying).filter_by(batch_id=batch.id, turn=turn)
    return session().scalars(asked.order_by(PaperKeying.id.desc())).all()


@dataclass(frozen=True)
class Reading:
    """A number of a batch as each of the two keyed it (None: not at all), and what was settled where they differ."""

    serial: int
    first: PaperKeying | None
    second: PaperKeying | None
    settlement: PaperSettlement | None

    @property
    def differs(self) -> bool:
        """Whether the two keyed it differently, or only one of them did."""
        if self.first is None or self.second is None:
            return True
        return (self.first.kind, self.first.choices) != (self.second.kind, self.second.choices)

    @property
    def is_settled(self) -> bool:
        """Whether two persons said what the ballot says."""
        return self.settlement is not None and self.settlement.confirmed_by_id is not None


def readings(batch: PaperBatch) -> list[Reading]:
    """Put both keyings of a batch side by side, by number; call it only once both are done."""
    first, second = ({each.serial: each for each in keyed_by(batch, turn)} for turn in (1, 2))
    settled = settlements_of(batch)
    return [
        Reading(serial, first.get(serial), second.get(serial), settled.get(serial))
        for serial in sorted(first.keys() | second.keys())
    ]


def settlements_of(batch: PaperBatch) -> Mapping[int, PaperSettlement]:
    """Return what was settled in a batch, by number."""
    asked = sa.select(PaperSettlement).filter_by(batch_id=batch.id)
    return {each.serial: each for each in session().scalars(asked)}


def counted_elsewhere(batch: PaperBatch, serials: Iterable[int]) -> set[int]:
    """Return those of these numbers that count already in another urn of the vote: the papers here are copies."""
    asked = sa.select(PaperBallot.serial).where(
        PaperBallot.edition_id == batch.edition_id, PaperBallot.batch_id != batch.id
    )
    return set(session().scalars(asked.where(PaperBallot.serial.in_(list(serials)))))


def paper_totals(edition_id: int) -> dict[PaperKind, int]:
    """Count the accepted ballots by kind."""
    asked = sa.select(PaperBallot.kind, sa.func.count()).filter_by(edition_id=edition_id).group_by(PaperBallot.kind)
    return {row[0]: row[1] for row in session().execute(asked)}


def batches_waiting(edition_id: int) -> int:
    """Count the urns that were opened and are not accepted yet: nothing is counted while there are some."""
    asked = sa.select(sa.func.count()).select_from(PaperBatch).filter_by(edition_id=edition_id, accepted_at=None)
    return session().scalar(asked) or 0


def signatures_expected(edition_id: int) -> dict[str, int]:
    """Count the signatures noted on the screen, by place."""
    asked = sa.select(PaperVoter.place, sa.func.count()).filter_by(edition_id=edition_id, cancelled_on=None)
    return {row[0]: row[1] for row in session().execute(asked.group_by(PaperVoter.place).order_by(PaperVoter.place))}


def signed_at(edition_id: int, place: str) -> int:
    """Count the signatures noted on the screen for one place, however it was typed."""
    noted = signatures_expected(edition_id)
    return sum(number for typed, number in noted.items() if same_place(typed) == same_place(place))


def places_without_urn(edition_id: int) -> list[str]:
    """Name the places where people signed the register and whose urn was not opened; nothing is counted meanwhile.

    Places are typed by several people: capitals and spaces make no difference.
    """
    known = session().scalars(sa.select(PaperBatch.place).filter_by(edition_id=edition_id))
    opened = {same_place(place) for place in known}
    return [place for place in signatures_expected(edition_id) if same_place(place) not in opened]


def same_place(place: str) -> str:
    """Write a place in the one way in which two people who mean the same write it."""
    return " ".join(place.casefold().split())
