"""What is read of results: the counts of an edition, in order of version; who voted, by neighbourhood."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.ballots.models import VoteCount, Voter
from app.db import remembered, session
from app.territory.models import Neighbourhood


def counts_of(edition_id: int) -> Sequence[VoteCount]:
    """Return every count of an edition, the first version first."""
    asked = sa.select(VoteCount).filter_by(edition_id=edition_id).order_by(VoteCount.version)
    return remembered(("counts", edition_id), lambda: session().scalars(asked).all())


def turnout_of(edition_id: int) -> dict[str, int]:
    """Count those of the roll who voted, by the name of their neighbourhood, "" where none is known."""
    name = sa.func.coalesce(Neighbourhood.name, "")
    asked = sa.select(name, sa.func.count()).select_from(Voter).outerjoin(Voter.neighbourhood)
    asked = asked.where(Voter.edition_id == edition_id, Voter.voted_on.is_not(None), Voter.cancelled_on.is_(None))
    return {row[0]: row[1] for row in session().execute(asked.group_by(name).order_by(name))}
