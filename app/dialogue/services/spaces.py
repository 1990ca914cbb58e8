"""Write down what exists in a neighbourhood, and open or change a space of dialogue."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.dialogue import policy
from app.dialogue.models import (
    CityPosture,
    DialogueSpace,
    InventoryDecision,
    ModeInventory,
    SpaceKind,
    SpaceOrigin,
    SpaceStatus,
)
from app.dialogue.models.space import TARGET_GAP
from app.steps.actor import Actor
from app.territory.models import Neighbourhood


class NothingDecided(ValueError):
    """No line of the inventory of this neighbourhood decides to strengthen or to create a space (F-17)."""


@dataclass(frozen=True)
class Finding:
    """One line of an inventory: what exists (nothing: an empty name), how it goes, what is decided and why."""

    existing_space: str
    assessment: str
    decision: InventoryDecision
    reason: str


@dataclass(frozen=True)
class SpaceSheet:
    """What is told of a space; `target_gap_days` is the rhythm aimed at."""

    kind: SpaceKind
    name: str
    host: str
    kind_words: str = ""
    city_posture: CityPosture = CityPosture.SUPPORTS
    animation_frame: str = ""
    charter: str = ""
    target_gap_days: int = TARGET_GAP
    status: SpaceStatus = SpaceStatus.ACTIVE


@transaction()
def note_what_exists(place: Neighbourhood, finding: Finding, actor: Actor) -> ModeInventory:
    """Add a line to the inventory of a neighbourhood, once whatever the clicks. Raises NotAllowed."""
    policy.check(policy.can_decide(place, actor))
    lock(Neighbourhood, place.id)
    told = {
        "neighbourhood_id": place.id,
        "existing_space": finding.existing_space.strip(),
        "decision": finding.decision,
        "reason": finding.reason.strip(),
        "noted_on": clock.today(),
    }
    again = session().scalar(sa.select(ModeInventory).filter_by(**told).order_by(ModeInventory.id))
    if again:
        return again
    row = ModeInventory(**told, assessment=finding.assessment.strip(), noted_by_id=actor.person_id)
    session().add(row)
    session().flush()
    return row


@transaction()
def open_space(place: Neighbourhood, sheet: SpaceSheet, actor: Actor) -> DialogueSpace:
    """Open a space of dialogue in a neighbourhood, once whatever the clicks.

    Raises NotAllowed, and NothingDecided as long as no line of the inventory decides it.
    """
    policy.check(policy.can_record(place, actor))
    lock(Neighbourhood, place.id)
    found = {"neighbourhood_id": place.id, "kind": sheet.kind, "name": sheet.name.strip()}
    again = session().scalar(sa.select(DialogueSpace).filter_by(**found).order_by(DialogueSpace.id))
    if again:
        return again
    line = _decided(place, sheet.name)
    if line is None:
        raise NothingDecided
    is_new = line.decision is InventoryDecision.CREATE
    space = DialogueSpace(
        **found,
        inventory_id=line.id,
        origin=SpaceOrigin.NEW if is_new else SpaceOrigin.EXISTING,
        opened_at=clock.now(),
    )
    _fill(space, sheet)
    session().add(space)
    session().flush()
    return space


@transaction()
def change_space(space_id: int, sheet: SpaceSheet, actor: Actor) -> None:
    """Change what is told of a space. Raises NotAllowed."""
    space = lock(DialogueSpace, space_id)
    if space is None:
        raise policy.NotAllowed
    policy.check(policy.can_record(session().get_one(Neighbourhood, space.neighbourhood_id), actor))
    space.kind, space.name = sheet.kind, sheet.name.strip()
    _fill(space, sheet)


def _fill(space: DialogueSpace, sheet: SpaceSheet) -> None:
    space.kind_words = sheet.kind_words.strip() if sheet.kind is SpaceKind.OTHER else ""
    space.host, space.city_posture = sheet.host.strip(), sheet.city_posture
    space.animation_frame, space.charter = sheet.animation_frame.strip(), sheet.charter.strip()
    space.target_gap_days, space.status = sheet.target_gap_days, sheet.status


def _decided(place: Neighbourhood, name: str) -> ModeInventory | None:
    """Return the line that allows a space: the one that names it, else the latest that strengthens or creates."""
    lines = session().scalars(
        sa.select(ModeInventory)
        .where(ModeInventory.neighbourhood_id == place.id, ModeInventory.decision != InventoryDecision.LEAVE)
        .order_by(ModeInventory.id.desc())
    ).all()  # fmt: skip
    named = [line for line in lines if line.existing_space.casefold() == name.strip().casefold()]
    return next(iter([*named, *lines]), None)
