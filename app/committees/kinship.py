"""Who steps aside for a file: its team, those who declared an interest; and the signs that somebody is close to it."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.committees.models import Recusal, Seat
from app.committees.room_models import Ground
from app.committees.wording import GROUNDS
from app.db import session
from app.projects.models import Project, TeamMember

SIGN, LIFTED = "sign", "lifted"
By = defaultdict[int, dict[int, "Recused"]]
Row = sa.Select[int, int, str, str]


@dataclass(frozen=True)
class Recused:
    """Why a member steps aside for a project; carriers do so whether they say it or not."""

    reason: str
    ground: Ground

    @property
    def is_carrier(self) -> bool:
        """Say whether the member carries the project: nothing lifts that."""
        return self.ground is Ground.TEAM


def of_files(committee_id: int, project_ids: Sequence[int]) -> By:
    """Return, by project, the seats that step aside, each with its reason; one query."""
    return _sorted(session().execute(_declared_and_carried(), _asked(committee_id, project_ids)))[0]


def of_file(committee_id: int, project_id: int) -> tuple[Mapping[int, Recused], frozenset[int]]:
    """Return the seats that step aside for one file, and those that have something in common with its team; one query.

    The same telephone or postal address as a person of the team is a sign to check, not a proof: neighbours share a
    staircase. A sign already examined is not raised again.
    """
    found, signs, lifted = _sorted(session().execute(_with_signs(), _asked(committee_id, [project_id])))
    aside = found[project_id]
    return aside, frozenset(signs - lifted - set(aside))


def _asked(committee_id: int, project_ids: Sequence[int]) -> dict[str, Any]:
    return {"committee_id": committee_id, "project_ids": list(project_ids)}


@functools.cache
def _declared_and_carried() -> sa.CompoundSelect[int, int, str, str]:
    """Write the question once: it is asked at each press of a button in the room."""
    return sa.union_all(*_known())


@functools.cache
def _with_signs() -> sa.CompoundSelect[int, int, str, str]:
    return sa.union_all(*_known(), _signs(), _lifted())


def _sorted(rows: Any) -> tuple[By, set[int], set[int]]:
    found: By = defaultdict(dict)
    marked: dict[str, set[int]] = {SIGN: set(), LIFTED: set()}
    for project_id, seat_id, why, reason in rows:
        if why in marked:
            marked[why].add(seat_id)
        else:
            ground = Ground(why)
            if (ground is Ground.TEAM and not reason) or seat_id not in found[project_id]:
                found[project_id][seat_id] = Recused(reason or str(GROUNDS[ground]), ground)
    return found, marked[SIGN], marked[LIFTED]


COMMITTEE = sa.bindparam("committee_id", type_=sa.Integer)
FILES = sa.bindparam("project_ids", expanding=True, type_=sa.Integer)


def _known() -> Iterator[Row]:
    declared = sa.select(Recusal.project_id, Recusal.seat_id, sa.cast(Recusal.ground, sa.String), Recusal.reason)
    yield (
        declared.join(Seat, Seat.id == Recusal.seat_id)
        .where(Recusal.project_id.in_(FILES), Seat.committee_id == COMMITTEE)
        .where(Recusal.lifted_at.is_(None))
    )
    team = sa.literal(Ground.TEAM.value), sa.literal("")
    yield (
        sa.select(TeamMember.project_id, Seat.id, *team)
        .join(Seat, Seat.person_id == TeamMember.person_id)
        .where(TeamMember.project_id.in_(FILES), Seat.committee_id == COMMITTEE)
    )
    yield (
        sa.select(Project.id, Seat.id, *team)
        .join(Seat, Seat.person_id == Project.created_by_id)
        .where(Project.id.in_(FILES), Seat.committee_id == COMMITTEE)
    )


def _signs() -> Row:
    member, carrier = aliased(Person), aliased(Person)
    same_phone = sa.or_(TeamMember.phone == member.phone, carrier.phone == member.phone)
    home = sa.func.lower(sa.func.trim(member.address))
    same_home = sa.and_(home != "", home == sa.func.lower(sa.func.trim(carrier.address)))
    return (
        sa.select(TeamMember.project_id, Seat.id, sa.literal(SIGN), sa.literal(""))
        .outerjoin(carrier, carrier.id == TeamMember.person_id)
        .join(Seat, Seat.committee_id == COMMITTEE)
        .join(member, member.id == Seat.person_id)
        .where(TeamMember.project_id.in_(FILES), TeamMember.person_id.is_distinct_from(member.id))
        .where(sa.or_(same_phone, same_home))
    )


def _lifted() -> Row:
    return (
        sa.select(Recusal.project_id, Recusal.seat_id, sa.literal(LIFTED), sa.literal(""))
        .join(Seat, Seat.id == Recusal.seat_id)
        .where(Recusal.project_id.in_(FILES), Seat.committee_id == COMMITTEE, Recusal.lifted_at.is_not(None))
    )
