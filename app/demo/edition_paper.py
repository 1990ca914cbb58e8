"""The paper votes of the demonstration's past edition: an urn in a town hall, keyed twice, in which all adds up."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from app.ballots import paper_numbers
from app.ballots.models import Edition, PaperKind
from app.ballots.packing import packed
from app.ballots.paper_queries import register_of, runs_of
from app.ballots.queries import listed
from app.ballots.services import paper, register
from app.ballots.services.paper import Read, Urn
from app.ballots.services.register import ToPrint
from app.db import session
from app.steps.actor import Actor

PLACE = "Mairie de quartier du Sanitas"
PAPERS, PRINTED, BLANK = 14, 40, 13
"""Papers in the urn, ballots printed, the place of the one that is blank."""


def put_in_urn(edition_id: int, voters: Sequence[int], actor: Actor) -> None:
    """Print ballots, and note who signed the register and put one in the urn."""
    edition = session().get_one(Edition, edition_id)
    register.print_ballots(edition, ToPrint(PRINTED, PLACE), actor)
    for voter in voters[-PAPERS:]:
        register.note_paper_vote(edition, voter, PLACE, actor)


def key_urn(edition_id: int, keyers: Sequence[Actor]) -> None:
    """Open the urn after the close, key each paper twice, and accept the batch."""
    edition = session().get_one(Edition, edition_id)
    signed = len(register_of(edition_id))
    (run,) = runs_of(edition_id)
    keys = [candidacy.id for candidacy in listed(edition)]
    batch = paper.open_urn(edition, Urn(PLACE, signed, signed), keyers[0])
    for keyer in keyers:
        for serial in range(1, signed + 1):
            chosen = sorted(Random(serial).sample(keys, edition.min_choices or 1))
            said = Read(PaperKind.BLANK) if serial == BLANK else Read(PaperKind.VALID, packed(chosen))
            paper.key_ballot(edition, batch, paper_numbers.number_of(serial, run.salt), said, keyer)
        paper.finish_keying(edition, batch, keyer)
    paper.accept_batch(edition, batch, keyers[0])
