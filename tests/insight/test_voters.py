"""Votes among the ways of taking part: what the page of the result tells, and nothing more."""

from __future__ import annotations

from app import clock
from app.ballots.models import VoteCount
from app.ballots.result_page import page_of
from app.db import session, transaction
from app.insight.definitions import INDICATORS
from app.insight.gathering import gather
from app.insight.scopes import Period, Scope, tree
from app.suppression import Few, Hidden
from tests import make

TURNOUT = {"Europe": 30, "Fontaines": 12, "Sanitas": 3, "": 4}


@transaction()
def counted(edition_id: int) -> None:
    outcome = {"winners": [], "votes": {}, "rounds": [], "spent": "0", "reserve": "0", "left": "0"}
    session().add(VoteCount(edition_id=edition_id, version=1, ballots={"counted": 49}, turnout=TURNOUT, outcome=outcome,
                            digest="a" * 64, seconds=0.0, counted_by_id=make.person().id, counted_at=clock.now()))  # fmt: skip


def test_voters_are_told_where_the_page_of_the_result_tells_them(app) -> None:
    places = [make.neighbourhood(name) for name in ("Europe", "Fontaines", "Sanitas")]
    made = make.edition("deliberation", places=places)
    counted(made.id)
    year = Period.year(made.vote_until.year)

    shelf, places_by_scope = gather(year, year.end, ["turnouts", "voters"]), tree()
    found = {
        scope: {part.key: part.value for part in INDICATORS["I3n"].compute(shelf.book(place)).parts}.get("voters")
        for scope, place in places_by_scope.items()
    }
    with app.test_request_context():
        page = page_of(made).places

    told = {name: None if isinstance(cell, Few | Hidden) else cell for name, cell in page.cells.items()}
    assert found[Scope.metro()] == found[Scope.commune(places[0].commune_id)] == 49
    assert {place.name: found[Scope.neighbourhood(place.id)] for place in places} == {
        place.name: told[place.name] for place in places
    }
    assert found[Scope.neighbourhood(places[2].id)] is None
