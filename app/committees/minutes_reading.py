"""Reading what happened at a sitting, for its minutes: one file of the agenda after the other, who came and went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.committees.models import Committee, Decision, ScheduledFile, Sitting
from app.committees.papers import MinutesText, SignedMinutes
from app.committees.roll import There
from app.committees.room_models import Hearing, Movement, Recusal, Way
from app.committees.room_queries import movements_of, who_is_there
from app.db import session
from app.funds.models import Fund
from app.projects.models import Project


@dataclass(frozen=True)
class Heard:
    """One file of the agenda: what the committee decided, how its team was heard, who stepped aside and why."""

    item: ScheduledFile
    decision: Decision | None
    hearing: Hearing | None
    aside: Mapping[int, Recusal]

    @property
    def project(self) -> Project:
        """The project."""
        return self.item.project


@dataclass(frozen=True)
class Held:
    """Everything that the minutes of a sitting are made of."""

    sitting: Sitting
    there: There
    movements: Sequence[Movement]
    files: Sequence[Heard]
    text: MinutesText | None

    @property
    def came(self) -> frozenset[int]:
        """The seats whose member was there, were it for a moment."""
        return self.there.present | {move.seat_id for move in self.movements if move.way is Way.ARRIVED}

    def names(self) -> Iterator[str]:
        """Yield every name that the sitting knows: members and teams."""
        yield from (seat.person.name for seat in self.there.seats)
        for file in self.files:
            yield from (member.name for member in file.project.team)


def sitting_with_minutes(sitting_id: int) -> tuple[Sitting, MinutesText | None, SignedMinutes | None] | None:
    """Return a sitting with its fund, the words of its secretary and what was signed, in one query; or None."""
    row = session().execute(
        sa.select(Sitting, MinutesText, SignedMinutes)
        .outerjoin(MinutesText, MinutesText.sitting_id == Sitting.id)
        .outerjoin(SignedMinutes, SignedMinutes.sitting_id == Sitting.id)
        .where(Sitting.id == sitting_id)
        .options(joinedload(Sitting.committee).joinedload(Committee.fund).joinedload(Fund.commune))
    ).first()  # fmt: skip
    return (row[0], row[1], row[2]) if row else None


def held(sitting: Sitting, text: MinutesText | None) -> Held:
    """Return what happened at a sitting, in five queries whatever the number of files."""
    return Held(sitting, who_is_there(sitting), movements_of(sitting.id), _files(sitting), text)


def _files(sitting: Sitting) -> list[Heard]:
    decided = sa.and_(
        Decision.project_id == ScheduledFile.project_id,
        Decision.sitting_id == ScheduledFile.sitting_id,
        Decision.annulled_at.is_(None),
    )
    heard = sa.and_(Hearing.project_id == ScheduledFile.project_id, Hearing.sitting_id == ScheduledFile.sitting_id)
    rows = session().execute(
        sa.select(ScheduledFile, Decision, Hearing)
        .outerjoin(Decision, decided)
        .outerjoin(Hearing, heard)
        .where(ScheduledFile.sitting_id == sitting.id)
        .options(
            joinedload(ScheduledFile.project).joinedload(Project.neighbourhood),
            joinedload(ScheduledFile.project).selectinload(Project.team),
            joinedload(Decision.target_sitting),
        )
        .order_by(ScheduledFile.position, ScheduledFile.id)
    ).all()  # fmt: skip
    recusals = _recusals([row[0].project_id for row in rows])
    files = [Heard(row[0], row[1], row[2], _aside(recusals[row[0].project_id], row[1], sitting)) for row in rows]
    return sorted(files, key=lambda file: (file.decision is None, file.decision and file.decision.decided_at))


def _recusals(project_ids: Sequence[int]) -> defaultdict[int, list[Recusal]]:
    found: defaultdict[int, list[Recusal]] = defaultdict(list)
    asked = sa.select(Recusal).where(Recusal.project_id.in_(project_ids)).order_by(Recusal.seat_id)
    for row in session().scalars(asked):
        found[row.project_id].append(row)
    return found


def _aside(recusals: Sequence[Recusal], decision: Decision | None, sitting: Sitting) -> dict[int, Recusal]:
    """Return who had stepped aside for a file at the sitting, by seat, whatever was declared or lifted since."""
    if decision is not None and "aside" in decision.roll:
        return {row.seat_id: row for row in recusals if row.seat_id in decision.roll["aside"]}
    return {row.seat_id: row for row in recusals if _stood(row, sitting.closed_at)}


def _stood(row: Recusal, closed_at: datetime | None) -> bool:
    if closed_at is None:
        return row.lifted_at is None
    return row.declared_at <= closed_at and (row.lifted_at is None or row.lifted_at > closed_at)
