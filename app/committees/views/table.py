"""Everything on the table for one file: the committee, its sitting, who counts, what the reader may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import abort

from app import clock
from app.committees import files, policy, queries, room_queries
from app.committees.amounts import Proposals
from app.committees.models import Committee, Seat, Sitting
from app.committees.roll import There
from app.committees.room_models import HearingMode
from app.committees.room_queries import Beat, Mark, Standing
from app.security import current_actor

STEPS = ("presents", "hearing", "vote", "decision")
"""What the committee does with a file, in order; also the names of the parts of its page."""


@dataclass(frozen=True)
class Table:
    """Everything on the table for one file."""

    file: files.File
    committee: Committee
    sitting: Sitting | None
    ahead: Sequence[Sitting]
    there: There
    marks: Mapping[int, Mark]
    standing: Standing
    my_seat: Seat | None
    is_secretary: bool
    seats: Mapping[int, Seat] = field(default_factory=dict)

    @property
    def may_attend(self) -> bool:
        """Say whether the reader takes part in the deliberation."""
        return self.my_seat is not None or self.is_secretary

    @property
    def coming(self) -> Sitting | None:
        """Return the next sitting, or None."""
        return self.ahead[0] if self.ahead else None

    @property
    def in_room(self) -> bool:
        """Say whether the file is being deliberated on now, under the secretary's eyes."""
        return self.is_secretary and self.sitting is not None and self.file.project.state == "scheduled"

    @property
    def voters(self) -> list[Seat]:
        """Return who votes on the file now."""
        return [self.seats[seat_id] for seat_id in self.file.room.voters]

    @property
    def on_roll(self) -> list[Seat]:
        """Return who is on the roll of the vote under way."""
        return [seat for seat in self.there.seats if self.marks.get(seat.id, Mark()).on_roll]

    @property
    def voted(self) -> int:
        """Count who has voted."""
        return sum(mark.has_voted for mark in self.marks.values())

    @property
    def beat(self) -> Beat:
        """Return what the bar of the room shows."""
        is_open = self.standing.open_vote is not None
        on_roll = len(self.on_roll) if is_open else None
        return Beat(self.standing.envelope, len(self.there.present), on_roll, self.voted, self.file.project.ref)

    @property
    def needs_presiding(self) -> bool:
        """Say whether nobody presides although somebody is there to."""
        return not self.file.room.chair_votes and bool(self.file.room.voters)

    @property
    def proposals(self) -> Proposals | None:
        """Return the amounts that those who vote propose, or None when nobody did."""
        said = {seat_id: mark.amount_cents for seat_id, mark in self.marks.items() if mark.amount_cents is not None}
        return room_queries.proposals(said, self.file.room.voters, self.file.limits.largest) if said else None

    @property
    def step(self) -> str:
        """Return what comes next for the file."""
        if self.standing.vote is not None:
            return "vote" if self.standing.vote.is_open else "decision"
        return "vote" if self.standing.hearing is not None and not self.file.room.obstacles() else "presents"

    @property
    def done(self) -> set[str]:
        """Return the steps that are behind."""
        facts = {"hearing": self.standing.hearing, "vote": self.standing.closed_vote}
        return {step for step, fact in facts.items() if fact is not None}

    @property
    def may_wait_for_bearers(self) -> bool:
        """Say whether to propose to adjourn: nobody came, for the first time."""
        hearing = self.standing.hearing
        return hearing is not None and hearing.mode is HearingMode.ABSENT and not self.standing.adjourned_before


def table_of(ref: str) -> Table:
    """Return everything on the table for a file; 404 for what was not sent to a fund with a committee."""
    file = files.file_named(ref) or abort(404)
    coming = queries.coming_sittings(file.project.fund_id)
    committee = coming[0].committee if coming else queries.committee_of(file.project)
    if committee is None or file.project.published_at is None:
        abort(404)
    held = coming[0] if coming and coming[0].in_session else None
    there, marks = _around(committee, held, file.project.id)
    actor = current_actor()
    return Table(
        file=files.before(file, committee.id, held, there),
        committee=committee,
        sitting=held,
        ahead=[one for one in coming if not one.in_session],
        there=there,
        marks=marks,
        standing=_standing(committee, held, file.project.id),
        my_seat=next((seat for seat in there.seats if seat.person_id == actor.acting_id), None),
        is_secretary=policy.may_run(committee, actor),
        seats={seat.id: seat for seat in there.seats},
    )


def _around(committee: Committee, held: Sitting | None, project_id: int) -> tuple[There, Mapping[int, Mark]]:
    if held is None:
        return There(queries.seats_on(committee.id, clock.today())), {}
    return room_queries.seats_on_file(held, project_id)


def _standing(committee: Committee, held: Sitting | None, project_id: int) -> Standing:
    if held is None:
        return Standing(queries.envelope_left(committee.fund_id))
    return room_queries.standing(held, committee.fund_id, project_id)
