"""Voters, the box of a vote, ballots cast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app import clock
from app.ballots.marking import Marked
from app.ballots.models import Channel, Edition, Kiosk, Voter, VoterSource
from app.ballots.services.kiosks import open_kiosk
from app.ballots.services.voting import Casting, cast, open_box
from app.db import session, transaction
from tests.make.editions import edition
from tests.make.people import actor


def opened(**fields: Any) -> Edition:
    """Store an edition whose vote is open, with its box and its key."""
    made = edition("vote", **fields)
    open_box(made.id)
    return made


@transaction()
def voters(made: Edition, count: int = 1) -> list[int]:
    """Put people on the roll, and return their numbers."""
    rows = [
        Voter(edition_id=made.id, source=VoterSource.CODE, registered_on=clock.today(), name=f"Personne {rank}")
        for rank in range(count)
    ]
    session().add_all(rows)
    session().flush()
    return [row.id for row in rows]


def ballot(made: Edition, voter: int, choices: Sequence[int], channel: Channel = Channel.ONLINE) -> str:
    """Cast the ballot of a voter, and return its receipt."""
    return cast(Casting(made.id, voter, channel), Marked(list(choices)))


def kiosk(made: Edition) -> Kiosk:
    """Open a kiosk at a social centre."""
    return open_kiosk(made.id, "Centre social", actor("helper"))
