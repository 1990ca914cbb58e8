"""A copy of everything that is kept, before the close without the key and after it, leads from nobody to a ballot."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.ballots import merkle, packing, secrecy
from app.ballots.marking import Marked
from app.ballots.models import (
    BallotBox,
    CastBallot,
    Channel,
    Checkpoint,
    DraftBallot,
    Edition,
    FinalBallot,
    PublicReceipt,
    Voter,
)
from app.ballots.policy import NotAllowed
from app.ballots.services import closing, register, roll, sealing, voting
from app.ballots.services.sealing import NeedsAnother, NeedsTwo, TooEarly
from app.ballots.services.voting import Casting, VoteClosed, keep_draft
from app.db import Model, is_sqlite, open_transaction, session
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.make import votes

MANY = 40


def everything() -> Iterator[tuple[str, Any]]:
    """Give every value of every table, with the table it is in, in the order in which the database gives the rows."""
    session().rollback()
    for table in Model.metadata.sorted_tables:
        for row in session().execute(sa.select(table)):
            yield from ((table.name, value) for value in row)


def as_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def keys_one_could_try(app: Flask) -> set[bytes]:
    """Give every value of the copy as a key, as it is and decoded, and the secrets that whoever holds the server knows."""
    found = {as_bytes(value) for _table, value in everything()} | {app.config["SECRET_KEY"].encode(), b""}
    hexadecimal = {bytes.fromhex(each.decode()) for each in found if re.fullmatch(rb"(?:[0-9a-f]{2})+", each)}
    return found | hexadecimal | {hashlib.sha256(each).digest() for each in found}


def linked(app: Flask, voters: list[int], kept: set[bytes]) -> int:
    """Count the voters whom some key of the copy leads to a value of the copy, as the product would name them."""
    return sum(
        any(
            secrecy.pseudonym(key, voter) in kept or secrecy.pseudonym(key, voter).hex().encode() in kept
            for voter in voters
        )
        for key in keys_one_could_try(app)
    )


def witnesses() -> tuple[Actor, Actor]:
    return make.actor("referent"), make.actor("committee_secretary")


def close(edition: Edition, people: tuple[Actor, Actor] | None = None) -> None:
    with clock.told(edition.closes_at + timedelta(minutes=5)):
        for person in people or witnesses():
            sealing.sign_closing(edition.id, person)
        closing.close(edition.id)


def filled(count: int = MANY) -> tuple[Edition, list[int], dict[int, tuple[int, ...]]]:
    """Open a vote in which each voter chooses something of their own, in an order that is not that of the roll."""
    edition = votes.opened(costs=[1_000_00] * 10, max_choices=3)
    ids = [one.id for one in edition.candidacies]
    voters = votes.voters(edition, count)
    chosen = {voter: tuple(sorted(Random(rank).sample(ids, 3))) for rank, voter in enumerate(voters)}
    for voter in Random(7).sample(voters, len(voters)):
        votes.ballot(edition, voter, chosen[voter])
    return edition, voters, chosen


def test_before_the_close_a_copy_without_the_key_leads_from_nobody_to_a_ballot(app: Flask) -> None:
    edition, voters, _chosen = filled()
    kept = {as_bytes(value) for _table, value in everything()}
    key = secrecy.key_of(edition.id, session().get_one(BallotBox, edition.id).fingerprint)

    assert linked(app, voters, kept) == 0
    assert sum(secrecy.pseudonym(key, voter) in kept for voter in voters) == MANY, "with the key all of them are"
    assert key not in kept
    assert key.hex().encode() not in kept


def test_after_the_close_a_copy_of_everything_leads_from_nobody_to_a_ballot(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    edition, voters, chosen = filled()
    sealing.checkpoint(edition.id)
    key = secrecy.key_of(edition.id, session().get_one(BallotBox, edition.id).fingerprint)
    names = {secrecy.pseudonym(key, voter) for voter in voters}

    close(edition)

    kept = {as_bytes(value) for _table, value in everything()}
    told = caplog.text.encode() + files_of(app)
    assert linked(app, voters, kept) == 0
    assert not any(name in kept or name in told or name.hex().encode() in told for name in names)
    assert key not in told
    assert key.hex().encode() not in told
    assert guessed_by_order(edition, voters, chosen) < MANY // 4
    assert set(FinalBallot.__table__.columns.keys()) == {"id", "edition_id", "choices", "channel"}


def files_of(app: Flask) -> bytes:
    """Read whatever the instance keeps: the database itself on SQLite, its journal, the queue, the keys."""
    return b"".join(path.read_bytes() for path in Path(app.config["INSTANCE"]).rglob("*") if path.is_file())


def guessed_by_order(edition: Edition, voters: list[int], chosen: dict[int, tuple[int, ...]]) -> int:
    """Match ballots to voters by every order there is: of storage, of number, of receipt; return the best score."""
    rows = session().execute(sa.select(FinalBallot.choices).filter_by(edition_id=edition.id)).scalars()
    stored = [packing.unpacked(choices)[0] for choices in rows]
    numbered = session().execute(sa.select(FinalBallot.choices).order_by(FinalBallot.id)).scalars()
    orders = [stored, [packing.unpacked(choices)[0] for choices in numbered]]
    came = Random(7).sample(voters, len(voters))
    return max(
        sum(chosen[voter] == ballot for voter, ballot in zip(people, order, strict=True))
        for people in (voters, came, came[::-1])
        for order in orders
    )


def test_the_night_leaves_no_order_in_the_box(app: Flask) -> None:
    edition, voters, chosen = filled()
    for voter in voters[:9]:
        keep_draft(Casting(edition.id, voter), Marked(list(chosen[voter])))

    sealing.checkpoint(edition.id)
    sealing.checkpoint(edition.id)

    lying = list(session().scalars(sa.select(CastBallot.pseudonym)))
    days = session().scalars(sa.select(Voter.voted_on)).all()
    noted = session().scalars(sa.select(Checkpoint)).one()
    assert days == [clock.today()] * MANY
    assert noted.root == merkle.root(session().scalars(sa.select(PublicReceipt.code)))
    if is_sqlite():
        assert lying == sorted(lying)
    else:  # one transaction wrote them all, into whatever room there was
        for table in ("cast_ballot", "draft_ballot"):
            assert len(set(session().scalars(sa.text(f"SELECT xmin::text FROM {table}")))) == 1


def test_the_closing_needs_two_persons_of_this_city_after_the_end(app: Flask) -> None:
    edition, *_rest = filled(2)
    first, second = witnesses()
    stranger = make.actor()

    with pytest.raises(TooEarly):
        sealing.sign_closing(edition.id, first)
    with clock.told(edition.closes_at):
        with pytest.raises(NotAllowed):
            sealing.sign_closing(edition.id, stranger)
        sealing.sign_closing(edition.id, first)
        with pytest.raises(NeedsAnother):
            sealing.sign_closing(edition.id, first)
        with pytest.raises(NeedsTwo):
            closing.close(edition.id)
        sealing.sign_closing(edition.id, second)
        closing.close(edition.id)

    box = session().get_one(BallotBox, edition.id, populate_existing=True)
    assert (box.first_id, box.second_id) == (first.person_id, second.person_id)
    assert not list(Path(app.config["KEYS"][0]).iterdir())
    assert session().get_one(Edition, edition.id, populate_existing=True).state == "count"


def test_a_closing_killed_anywhere_goes_on_and_does_nothing_twice(app: Flask) -> None:
    edition, _voters, chosen = filled(12)
    with clock.told(edition.closes_at):
        for person in witnesses():
            sealing.sign_closing(edition.id, person)
        sealing.empty_box(edition.id)
        sealing.empty_box(edition.id)
        secrecy.destroy_key(edition.id)

        closing.close(edition.id)
        closing.close(edition.id)

    kept = sorted(packing.unpacked(one)[0] for one in session().scalars(sa.select(FinalBallot.choices)))
    done = [line["what"] for line in session().get_one(BallotBox, edition.id, populate_existing=True).log]
    assert kept == sorted(chosen.values())
    assert len(done) == len(set(done)) + 1, "only the signature is there twice"


def test_paper_strikes_and_strangers_void_ballots_unread(app: Flask) -> None:
    edition, voters, chosen = filled(12)
    referent = make.actor("referent")
    register.note_paper_vote(edition, voters[0], "Centre social", referent)
    roll.strike_off(edition.id, voters[1], "Inscrite deux fois", referent)
    stuffed(edition)
    keep_draft(Casting(edition.id, voters[2]), Marked(list(chosen[voters[2]])))

    close(edition)

    kept = sorted(packing.unpacked(one)[0] for one in session().scalars(sa.select(FinalBallot.choices)))
    log = {line["what"]: line.get("count") for line in session().get_one(BallotBox, edition.id).log}
    assert kept == sorted(chosen[voter] for voter in voters[2:])
    assert (log["paper"], log["struck"], log["unknown"], log["drafts"]) == (1, 1, 1, 1)
    assert session().get_one(Voter, voters[0], populate_existing=True).voted_channel is Channel.PAPER
    assert session().scalar(sa.select(sa.func.count()).select_from(DraftBallot)) == 0


def stuffed(edition: Edition) -> None:
    with open_transaction() as current:
        current.add(
            CastBallot(
                edition_id=edition.id, pseudonym=b"x" * 32, choices=b"\0", channel=Channel.ONLINE, receipt="A" * 24
            )
        )


def test_without_its_key_a_vote_stops_and_no_other_key_is_drawn(app: Flask, client: FlaskClient) -> None:
    edition = votes.opened()
    voter = votes.voters(edition)[0]
    path = Path(app.config["KEYS"][0]) / f"edition-{edition.id}.key"
    mode = path.stat().st_mode & 0o777
    path.write_bytes(b"0" * 32)

    with pytest.raises(secrecy.KeyMissing):
        votes.ballot(edition, voter, [edition.candidacies[0].id])
    voting.open_box(edition.id)

    assert mode == 0o600
    assert path.read_bytes() == b"0" * 32


def test_a_key_in_two_folders_is_in_neither(app: Flask, tmp_path: Path) -> None:
    app.config["KEYS"] = [str(tmp_path / "a"), str(tmp_path / "b")]
    edition = votes.opened()
    fingerprint = session().get_one(BallotBox, edition.id).fingerprint

    key = secrecy.key_of(edition.id, fingerprint)
    parts = [path.read_bytes() for path in sorted(tmp_path.rglob("*.key"))]

    assert len(parts) == 2
    assert key not in parts
    assert bytes(a ^ b for a, b in zip(*parts, strict=True)) == key
    assert secrecy.destroy_key(edition.id) == 2


def test_a_ballot_waits_for_the_closing_then_is_refused(app: Flask) -> None:
    edition, voters, chosen = filled(3)
    close(edition)

    with clock.told(edition.closes_at - timedelta(minutes=1)), pytest.raises(VoteClosed):
        votes.ballot(edition, voters[0], chosen[voters[0]])


def test_the_ballots_of_a_cancelled_vote_are_deleted_unread_with_their_key(app: Flask) -> None:
    edition, *_rest = filled(3)

    steps.perform(edition, "cancel", make.actor("metro_admin"), "Le vote est à refaire")

    assert session().scalar(sa.select(sa.func.count()).select_from(CastBallot)) == 0
    assert session().scalar(sa.select(sa.func.count()).select_from(FinalBallot)) == 0
    assert not list(Path(app.config["KEYS"][0]).iterdir())
    left = Path(app.config["KEYS"][0]) / f"edition-{edition.id}.key"
    left.write_bytes(b"0" * 32)
    with clock.told(edition.closes_at.replace(hour=12)):
        closing.nightly()
    assert not left.exists(), "a server that stopped before destroying the key destroys it at night"


def test_the_channel_is_kept_only_where_ten_ballots_share_it(app: Flask) -> None:
    edition = votes.opened()
    ids = [one.id for one in edition.candidacies]
    voters = votes.voters(edition, 15)
    for rank, voter in enumerate(voters):
        votes.ballot(edition, voter, ids[:1], Channel.KIOSK if rank < 4 else Channel.ONLINE)

    close(edition)

    assert set(session().scalars(sa.select(FinalBallot.channel))) == {None}
