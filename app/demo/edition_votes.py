"""Who votes in the demonstration's editions, for what, and the closing and counting of the one that is over."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import sqlalchemy as sa

from app.ballots import secrecy
from app.ballots.marking import Marked
from app.ballots.models import Channel, Edition, Voter
from app.ballots.queries import listed
from app.ballots.roll_list import Listed
from app.ballots.services import counting, roll, sealing
from app.ballots.services.voting import Casting, cast
from app.db import session
from app.demo import edition_paper
from app.demo.edition_ideas import Idea
from app.demo.names import FIRST_NAMES, LAST_NAMES
from app.steps import services as steps
from app.steps.actor import Actor

KIOSK_SHARE = 4
"""One ballot in so many is cast at a kiosk."""
OWN_PLACE = 25
"""How much more, of a hundred, people like a project of their neighbourhood."""


def put_on_roll(edition_id: int, number: int, actor: Actor) -> list[int]:
    """Bring in a list of residents, in turn of each neighbourhood; return their numbers on the roll."""
    edition = session().get_one(Edition, edition_id)
    places = [sector.neighbourhood.name for sector in edition.sectors]
    weights = list(range(len(places) + 2, 2, -1))
    homes = Random(edition_id).choices(places, weights, k=number)
    names = [f"{FIRST_NAMES[rank % len(FIRST_NAMES)]} {LAST_NAMES[rank % len(LAST_NAMES)]}" for rank in range(number)]
    people = [Listed(rank + 2, name, f"{rank + 1}, rue des Lilas", "", homes[rank]) for rank, name in enumerate(names)]
    roll.import_list(edition_id, people, actor)
    return list(session().scalars(sa.select(Voter.id).filter_by(edition_id=edition_id).order_by(Voter.id)))


def cast_ballots(edition_id: int, voters: Sequence[int], told: Sequence[Idea]) -> None:
    """Have each of these voters choose the projects that they like most, up to what the ballot allows."""
    edition = session().get_one(Edition, edition_id)
    liked = {idea.title: idea.liked for idea in told}
    homes = {row.id: row.neighbourhood_id for row in session().execute(sa.select(Voter.id, Voter.neighbourhood_id))}
    rows = [(one.id, liked[one.project.title], one.project.neighbourhood_id) for one in listed(edition)]
    for voter in voters:
        draw = Random(edition_id * 10_000 + voter)
        wish = {
            key: base + draw.randrange(60) + (OWN_PLACE if place == homes[voter] else 0) for key, base, place in rows
        }
        most = draw.randint(max(1, edition.min_choices), edition.max_choices)
        chosen = sorted(wish, key=lambda key: (-wish[key], key))[:most]
        channel = Channel.KIOSK if voter % KIOSK_SHARE == 0 else Channel.ONLINE
        cast(Casting(edition_id, voter, channel), Marked(sorted(chosen)))


def close_and_count(edition_id: int, witnesses: Sequence[Actor]) -> None:
    """Close a vote by two persons, count it, count it again, and publish what both counts say."""
    first, second = witnesses
    sealing.sign_closing(edition_id, first)
    sealing.sign_closing(edition_id, second)
    sealing.empty_box(edition_id)
    sealing.note_destroyed(edition_id, secrecy.destroy_key(edition_id))
    edition = session().get_one(Edition, edition_id)
    steps.perform(edition, "close_vote", first)
    edition_paper.key_urn(edition_id, witnesses)
    counting.count_edition(session().get_one(Edition, edition_id), first)
    counting.recount_edition(session().get_one(Edition, edition_id), second)
    counting.publish_result(session().get_one(Edition, edition_id), first)
