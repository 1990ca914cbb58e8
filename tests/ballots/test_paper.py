"""Paper ballots: numbered, keyed twice by two persons, explained where they do not add up, counted once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app import clock
from app.ballots import paper_numbers
from app.ballots.models import Edition, PaperBallot, PaperBatch, PaperKind, PaperRun
from app.ballots.packing import packed
from app.ballots.paper_checks import compared, obstacles
from app.ballots.paper_print import ballots_pdf
from app.ballots.paper_queries import paper_totals, voters_who_voted_on_paper
from app.ballots.policy import NotAllowed
from app.ballots.services import closing, paper, register, sealing
from app.ballots.services.paper import Read, Urn
from app.ballots.services.register import PaperRefused, ToPrint
from app.ballots.tally import tally_of
from app.db import open_transaction, session
from app.steps.actor import Actor
from tests import make
from tests.make import votes
from tests.pdf import is_tagged, text_of

BLANK = Read(PaperKind.BLANK)


@dataclass
class Place:
    """A vote that is over, with three printed ballots and two persons to key them."""

    edition: Edition = field(default_factory=votes.opened)
    anne: Actor = field(default_factory=lambda: make.actor("committee_secretary"))
    bilal: Actor = field(default_factory=lambda: make.actor("helper"))

    def __post_init__(self) -> None:
        self.run: PaperRun = register.print_ballots(self.edition, ToPrint(3, "Mairie"), self.anne)

    def urn(self, in_urn: int = 1, signatures: int = 1, place: str = "Mairie", noted: int | None = None) -> PaperBatch:
        """Open an urn whose signatures were all noted on the screen, unless told otherwise."""
        for voter in votes.voters(self.edition, signatures if noted is None else noted):
            register.note_paper_vote(self.edition, voter, place, self.anne)
        return paper.open_urn(self.edition, Urn(place, in_urn, signatures), self.anne)

    def number(self, serial: int) -> str:
        return paper_numbers.number_of(serial, self.run.salt)

    def vote(self, *ranks: int) -> Read:
        return Read(PaperKind.VALID, packed([self.edition.candidacies[rank].id for rank in ranks]))

    def key(self, batch: PaperBatch, actor: Actor, **read: Read) -> None:
        for serial, said in read.items():
            paper.key_ballot(self.edition, batch, self.number(int(serial[1:])), said, actor)
        paper.finish_keying(self.edition, batch, actor)


@pytest.fixture
def over(app: Flask) -> Iterator[Place]:
    """Give a place after the close."""
    place = Place()
    with clock.told((place.edition.closes_at or clock.now()) + timedelta(minutes=5)):
        yield place


def test_a_number_keyed_wrong_or_made_up_is_refused() -> None:
    run = PaperRun(first_serial=1, last_serial=50, salt="sel")
    number = paper_numbers.number_of(42, "sel")

    assert paper_numbers.serial_of(f" {number.lower().replace('-', ' ')}", [run]) == 42
    for wrong in (number.replace("42", "43"), "0042", "42-", paper_numbers.number_of(51, "sel"), "", "0042-É"):
        with pytest.raises(paper_numbers.WrongNumber):
            paper_numbers.serial_of(wrong, [run])


def test_each_ballot_begins_with_another_project() -> None:
    orders = [paper_numbers.rotated([1, 2, 3], serial) for serial in (1, 2, 3)]

    assert [order[0] for order in orders] == [2, 3, 1]
    assert all(sorted(order) == [1, 2, 3] for order in orders)


def test_ballots_are_printed_with_their_number_and_every_project(app: Flask) -> None:
    place = Place()

    printed = ballots_pdf(place.edition, place.run)

    assert is_tagged(printed)
    text = text_of(printed)
    assert [text.count(place.number(serial)) for serial in (1, 2, 3)] == [2, 2, 2]
    assert all(text.count(each.project.title) == 3 for each in place.edition.candidacies)


def test_what_two_persons_keyed_alike_counts_once(over: Place) -> None:
    batch = over.urn(2, 2)
    over.key(batch, over.anne, n1=over.vote(0, 1), n2=BLANK)
    over.key(batch, over.bilal, n2=BLANK, n1=over.vote(1, 0))

    paper.accept_batch(over.edition, batch, over.anne)

    assert paper_totals(over.edition.id) == {PaperKind.VALID: 1, PaperKind.BLANK: 1}
    second = over.urn(place="École")
    with pytest.raises(PaperRefused, match="copie"):
        paper.key_ballot(over.edition, second, over.number(1), BLANK, over.anne)
    with pytest.raises(IntegrityError), open_transaction():
        session().add(
            PaperBallot(edition_id=over.edition.id, batch_id=second.id, serial=1, kind=PaperKind.BLANK, choices=b"")
        )


def test_a_mismatch_blocks_the_batch_until_two_persons_have_looked(over: Place) -> None:
    batch = over.urn()
    over.key(batch, over.anne, n1=over.vote(0))
    over.key(batch, over.bilal, n1=over.vote(1))
    with pytest.raises(PaperRefused, match="les deux saisies diffèrent"):
        paper.accept_batch(over.edition, batch, over.anne)

    paper.settle(over.edition, batch, 1, over.vote(1), over.bilal)
    with pytest.raises(PaperRefused, match="autre personne"):
        paper.confirm_settlement(over.edition, batch, 1, over.bilal)
    paper.confirm_settlement(over.edition, batch, 1, over.anne)

    paper.accept_batch(over.edition, batch, over.anne)
    kept = session().query(PaperBallot).one()
    assert (kept.serial, kept.choices) == (1, over.vote(1).choices)


def test_numbers_that_do_not_add_up_need_a_reason_by_two(over: Place) -> None:
    batch = over.urn(in_urn=1, signatures=2)
    over.key(batch, over.anne, n3=BLANK)
    over.key(batch, over.bilal, n3=BLANK)
    assert len(obstacles(compared(batch))) == 1

    paper.explain(over.edition, batch, "Une personne a gardé son bulletin.", over.anne)
    with pytest.raises(PaperRefused, match="autre personne"):
        paper.confirm_reason(over.edition, batch, over.anne)
    paper.confirm_reason(over.edition, batch, over.bilal)

    paper.accept_batch(over.edition, batch, over.anne)
    assert batch.accepted_at is not None


def test_a_signature_missing_on_the_screen_blocks_the_urn_until_two_persons_explain_it(over: Place) -> None:
    batch = over.urn(in_urn=2, signatures=2, noted=1)
    for actor in (over.anne, over.bilal):
        over.key(batch, actor, n1=BLANK, n2=BLANK)
    with pytest.raises(PaperRefused, match="ne tombent pas juste"):
        paper.accept_batch(over.edition, batch, over.anne)
    paper.explain(over.edition, batch, "Une signature est illisible.", over.anne)
    paper.confirm_reason(over.edition, batch, over.bilal)

    (found,) = votes.voters(over.edition)
    register.note_paper_vote(over.edition, found, " mairie", over.bilal)

    session().refresh(batch)
    assert batch.reason_confirmed_by_id is None
    paper.accept_batch(over.edition, batch, over.anne)
    assert batch.noted == 2
    with pytest.raises(PaperRefused, match="ne change plus"):
        register.cancel_paper_vote(over.edition, found, "Erreur", over.anne)


def test_a_number_that_one_of_the_two_made_up_is_set_aside(over: Place) -> None:
    batch = over.urn()
    over.key(batch, over.anne, n1=over.vote(0), n2=over.vote(0))
    over.key(batch, over.bilal, n1=over.vote(0))
    assert [each.serial for each in compared(batch).differing] == [2]

    paper.settle(over.edition, batch, 2, Read(PaperKind.SPOILED, is_absent=True), over.anne)
    paper.confirm_settlement(over.edition, batch, 2, over.bilal)
    paper.accept_batch(over.edition, batch, over.anne)

    assert paper_totals(over.edition.id) == {PaperKind.VALID: 1}


def test_a_third_person_and_a_stranger_key_nothing(over: Place) -> None:
    batch = over.urn()
    over.key(batch, over.anne, n1=BLANK)
    over.key(batch, over.bilal, n1=BLANK)

    with pytest.raises(PaperRefused, match="Deux autres personnes"):
        paper.key_ballot(over.edition, batch, over.number(2), BLANK, make.actor("referent"))
    with pytest.raises(NotAllowed):
        paper.key_ballot(over.edition, batch, over.number(2), BLANK, make.actor("answerer"))


def test_a_copy_found_in_a_second_urn_is_explained_and_counts_once(over: Place) -> None:
    first, second = over.urn(), over.urn(2, 2, "École")
    over.key(first, over.anne, n1=over.vote(0))
    over.key(first, over.bilal, n1=over.vote(0))
    for actor in (over.anne, over.bilal):
        over.key(second, actor, n1=over.vote(0), n2=over.vote(1))
    paper.accept_batch(over.edition, first, over.anne)

    with pytest.raises(PaperRefused, match="ne tombent pas juste"):
        paper.accept_batch(over.edition, second, over.anne)
    paper.explain(over.edition, second, "Un papier est une copie.", over.anne)
    paper.confirm_reason(over.edition, second, over.bilal)
    paper.accept_batch(over.edition, second, over.anne)

    assert paper_totals(over.edition.id) == {PaperKind.VALID: 2}


def test_a_reason_signed_for_other_numbers_is_signed_again(over: Place) -> None:
    batch = over.urn(in_urn=2, signatures=2)
    over.key(batch, over.anne, n1=BLANK, n2=over.vote(0))
    over.key(batch, over.bilal, n1=BLANK, n2=over.vote(1))
    paper.explain(over.edition, batch, "Un papier est illisible.", over.anne)
    paper.confirm_reason(over.edition, batch, over.bilal)

    paper.settle(over.edition, batch, 2, over.vote(1), over.bilal)
    paper.confirm_settlement(over.edition, batch, 2, over.anne)

    session().refresh(batch)
    assert (batch.keyed, batch.reason_confirmed_by_id) == (2, None)


def test_no_urn_opens_before_the_close(app: Flask) -> None:
    place = Place()

    with pytest.raises(PaperRefused, match="quand le vote est fini"):
        place.urn()


def test_paper_cancels_the_online_ballot_of_the_same_person(app: Flask) -> None:
    place = Place()
    both, online = votes.voters(place.edition, 2)
    for voter in (both, online):
        votes.ballot(place.edition, voter, [place.edition.candidacies[0].id])

    register.note_paper_vote(place.edition, both, "Mairie", place.bilal)

    assert voters_who_voted_on_paper(place.edition.id) == {both}
    with clock.told((place.edition.closes_at or clock.now()) + timedelta(minutes=5)):
        for actor in (place.anne, place.bilal):
            sealing.sign_closing(place.edition.id, actor)
        closing.close(place.edition.id)
        with pytest.raises(PaperRefused, match="clos"):
            register.cancel_paper_vote(place.edition, both, "Erreur", place.anne)
        session().refresh(place.edition)
        tally = tally_of(place.edition.id)
    assert tally.counted == 1


def test_a_line_crossed_out_of_the_register_gives_the_online_ballot_back(app: Flask) -> None:
    place = Place()
    (voter,) = votes.voters(place.edition)
    register.note_paper_vote(place.edition, voter, "Mairie", place.bilal)
    with pytest.raises(PaperRefused, match="déjà signé"):
        register.note_paper_vote(place.edition, voter, "École", place.bilal)

    register.cancel_paper_vote(place.edition, voter, "Mauvaise ligne", place.anne)

    assert voters_who_voted_on_paper(place.edition.id) == set()
