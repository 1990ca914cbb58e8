"""The closing of a vote from the second signature to the count: every step that is left, in order, each done once."""

from __future__ import annotations

import contextlib

from app import clock
from app.ballots.models import BallotBox, Edition
from app.ballots.services import sealing, voting
from app.ballots.voting_queries import editions_thrown_away, editions_voting
from app.db import after_commit, session
from app.jobs import attempt, every_minute
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.kinds import upon
from workflows.engine import ActionRefused

FROM_HOUR = 3
"""From this hour on, in Tours, the night's checkpoint is taken."""

MIX_MINUTES = 20
"""The order in which ballots came can be read in a copy of the database's files for no longer than this."""


def close(edition_id: int) -> None:
    """Do all that is left of the closing. Raises TooEarly, NeedsTwo, KeyMissing; safe to start again at any point."""
    sealing.empty_box(edition_id)
    sealing.destroy_key(edition_id)
    sealing.wipe(edition_id)
    _pass_to_count(edition_id)


@every_minute
def nightly() -> None:
    """Take the day's checkpoint of each open vote, once a night; called every minute by the worker.

    The key of a cancelled vote goes too, should the server have stopped before it was destroyed.
    """
    if clock.now().astimezone(clock.PARIS).hour < FROM_HOUR:
        return
    waiting, thrown_away = editions_voting(), editions_thrown_away()
    session().rollback()
    for edition_id in waiting:
        attempt(sealing.checkpoint, edition_id)
    for edition_id in thrown_away:
        attempt(sealing.destroy_discarded, edition_id)


@every_minute
def mix_ballots() -> None:
    """Mix the ballots of each open vote, several times an hour; called every minute by the worker."""
    if clock.now().minute % MIX_MINUTES:
        return
    waiting = editions_voting()
    session().rollback()
    for edition_id in waiting:
        attempt(sealing.mix, edition_id)


@upon("edition", "open_vote")
def open_the_box(edition: Edition, _actor: Actor) -> None:
    """Draw the key of a vote when it opens."""
    voting.open_box(edition.id)


@upon("edition", "cancel")
def throw_the_box_away(edition: Edition, _actor: Actor) -> None:
    """Delete unread the ballots of a vote that is cancelled, and destroy its key once that is stored."""
    if sealing.discard(edition.id):
        after_commit(sealing.destroy_discarded, edition.id)


def _pass_to_count(edition_id: int) -> None:
    """Have the edition pass to the count, in the name of a witness who may; else whoever runs it will."""
    edition, box = session().get(Edition, edition_id), session().get(BallotBox, edition_id)
    if edition is None or box is None or edition.state != "vote":
        return
    for witness in (box.second_id, box.first_id):
        with contextlib.suppress(ActionRefused):
            steps.perform(edition, "close_vote", Actor(witness))
            return
