"""Reading what the form of a project needs: the file, and what may be chosen."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.db import session
from app.dialogue.models import HELD, DialogueSpace, Meeting
from app.projects.models import Project
from app.steps.actor import Actor
from app.steps.catalogue import catalogue
from app.steps.kinds import roles_of
from app.territory.models import Commune, Neighbourhood
from app.voices.models import Contribution, shown
from workflows.engine import Obstacle

RECENT_MEETINGS = 40
RECENT_REMARKS = 120
SENDING = ("submit", "complete")


def file_by_ref(ref: str) -> Project | None:
    """Return a project with its place and its origin in one query, or None."""
    return session().scalar(
        sa.select(Project)
        .where(Project.ref == ref)
        .options(
            joinedload(Project.neighbourhood),
            joinedload(Project.origin_meeting),
            joinedload(Project.origin_contribution),
        )
    )


def meetings_to_choose(neighbourhood_id: int | None, chosen_id: int | None = None) -> list[Meeting]:
    """Return the last meetings held in a neighbourhood, or in all, latest first; the chosen one is always there."""
    wanted = (
        sa.select(Meeting.id).join(DialogueSpace, DialogueSpace.id == Meeting.space_id).where(Meeting.state.in_(HELD))
    )
    if neighbourhood_id:
        wanted = wanted.where(DialogueSpace.neighbourhood_id == neighbourhood_id)
    recent = wanted.order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(RECENT_MEETINGS).subquery()
    return list(
        session().scalars(
            sa.select(Meeting)
            .join(Meeting.space)
            .join(DialogueSpace.neighbourhood)
            .options(contains_eager(Meeting.space).contains_eager(DialogueSpace.neighbourhood))
            .where(sa.or_(Meeting.id.in_(sa.select(recent.c.id)), Meeting.id == chosen_id))
            .order_by(Neighbourhood.name, Neighbourhood.id, Meeting.held_on.desc(), Meeting.id.desc())
        )
    )


def remarks_of(meeting_ids: Iterable[int], chosen_id: int | None = None) -> list[Contribution]:
    """Return what was said in these meetings; the chosen remark is always there."""
    ids = list(meeting_ids)
    return list(
        session().scalars(
            sa.select(Contribution)
            .where(shown(), sa.or_(Contribution.meeting_id.in_(ids), Contribution.id == chosen_id))
            .order_by(Contribution.said_on.desc(), Contribution.meeting_id, Contribution.id)
            .limit(RECENT_REMARKS)
        )
    )


def neighbourhoods_to_choose(commune_id: int | None = None) -> list[Neighbourhood]:
    """Return every neighbourhood by city and name; those of one city only when the fund is already known."""
    asked = (
        sa.select(Neighbourhood)
        .join(Neighbourhood.commune)
        .options(contains_eager(Neighbourhood.commune))
        .order_by(Commune.name, Commune.id, Neighbourhood.name)
    )
    return list(session().scalars(asked.where(Commune.id == commune_id) if commune_id else asked))


def obstacles_to_sending(project: Project, actor: Actor) -> tuple[Obstacle, ...] | None:
    """Return what stands in the way of sending the file, or None when it is not to be sent now."""
    for option in catalogue().options(project, roles_of(project, actor)):
        if option.action.name in SENDING:
            return option.obstacles
    return None
