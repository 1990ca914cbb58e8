"""What is read of results: the counts of an edition, in order of version."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.ballots.models import VoteCount
from app.db import remembered, session


def counts_of(edition_id: int) -> Sequence[VoteCount]:
    """Return every count of an edition, the first version first."""
    asked = sa.select(VoteCount).filter_by(edition_id=edition_id).order_by(VoteCount.version)
    return remembered(("counts", edition_id), lambda: session().scalars(asked).all())
