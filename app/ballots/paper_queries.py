"""What is read of paper votes: the register, the batches, what still keeps a batch from counting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.ballots.models.paper import (
    PaperBallot,
    PaperBatch,
    PaperKeying,
    PaperKind,
    PaperRun,
    PaperSettlement,
    PaperVoter,
)
from app.db import remembered, session


def voters_who_voted_on_paper(edition_id: int) -> set[int]:
    """Return the voters of the roll who signed the register of paper votes: their online ballot is void."""
    asked = sa.select(PaperVoter.voter_id).filter_by(edition_id=edition_id, cancelled_on=None)
    return set(session().scalars(asked))


def register_of(edition_id: int) -> Sequence[PaperVoter]:
    """Return the register, lines crossed out included, the last day first."""
    asked = sa.select(PaperVoter).filter_by(edition_id=edition_id).options(joinedload(PaperVoter.voter))
    return session().scalars(asked.order_by(PaperVoter.noted_on.desc(), PaperVoter.voter_id)).all()


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
class Mismatch:
    """A number of a batch that the two keyed differently, or that only one of them keyed, and what was settled."""

    serial: int
    first: PaperKeying | None
    second: PaperKeying | None
    settlement: PaperSettlement | None

    @property
    def is_settled(self) -> bool:
        """Whether two persons said what the ballot says."""
        return self.settlement is not None and self.settlement.confirmed_by_id is not None


def mismatches(batch: PaperBatch) -> list[Mismatch]:
    """Compare both keyings of a batch; call it only once both are done."""
    first, second = ({each.serial: each for each in keyed_by(batch, turn)} for turn in (1, 2))
    settled = settlements_of(batch)
    return [
        Mismatch(serial, first.get(serial), second.get(serial), settled.get(serial))
        for serial in sorted(first.keys() | second.keys())
        if _differ(first.get(serial), second.get(serial))
    ]


def settlements_of(batch: PaperBatch) -> Mapping[int, PaperSettlement]:
    """Return what was settled in a batch, by number."""
    asked = sa.select(PaperSettlement).filter_by(batch_id=batch.id)
    return {each.serial: each for each in session().scalars(asked)}


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
    return {row[0]: row[1] for row in session().execute(asked.group_by(PaperVoter.place))}


def _differ(first: PaperKeying | None, second: PaperKeying | None) -> bool:
    if first is None or second is None:
        return True
    return (first.kind, first.choices) != (second.kind, second.choices)
