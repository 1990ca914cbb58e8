"""The booth in a browser: at 320 px, by keyboard, with and without JavaScript, judged by axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from app.ballots import packing
from app.ballots.models import BallotKind, CastBallot, DraftBallot
from app.ballots.services import roll
from app.db import session
from tests import make
from tests.browser.fixtures import ON_SQLITE, axe, overflow
from tests.make import votes

NARROW = {"width": 320, "height": 640}


@ON_SQLITE
def test_a_photographed_code_then_a_ballot_by_keyboard_whose_count_is_told(
    app: Flask, open_page: Callable[..., Page]
) -> None:
    edition = votes.opened()
    code = roll.print_codes(edition.id, 1, make.actor("referent"))[0].code
    edition_id = edition.id
    session().rollback()
    page = open_page(viewport=NARROW)

    page.goto(f"/vote/{edition_id}#{code}")
    door = [*axe(page), overflow(page)]
    page.get_by_label("J'ai l'âge de voter").check()
    page.get_by_role("button", name="Entrer et voter").press("Enter")
    boxes = page.locator("#ballot").get_by_role("checkbox")
    boxes.nth(0).press("Space")
    boxes.nth(1).press("Space")
    expect(page.locator("[data-say]")).to_contain_text("2 / 3")
    expect(page.locator("[data-draft-state]")).to_be_visible()
    ballot = [*axe(page), overflow(page)]
    drafts = session().scalar(sa.select(sa.func.count()).select_from(DraftBallot))
    session().rollback()
    page.get_by_role("button", name="Déposer mon bulletin").press("Enter")
    expect(page.get_by_role("heading", name="Votre bulletin est dans l'urne")).to_be_visible()
    receipt = [*axe(page), overflow(page)]

    assert code not in page.url
    assert (door, ballot, receipt) == ([0], [0], [0])
    assert drafts == 1
    kept = session().scalars(sa.select(CastBallot.choices)).one()
    assert len(packing.unpacked(kept)[0]) == 2


@ON_SQLITE
@pytest.mark.parametrize("kind", [BallotKind.POINTS, BallotKind.RANKING, BallotKind.GRADES])
def test_without_javascript_every_kind_of_ballot_counts_and_is_cast(
    app: Flask, open_page: Callable[..., Page], kind: BallotKind
) -> None:
    edition = votes.opened(ballot_kind=kind, points=10, grades=["À rejeter", "Passable", "Bien", "Très bien"])
    code, edition_id = roll.print_codes(edition.id, 1, make.actor("referent"))[0].code, edition.id
    session().rollback()
    page = open_page(viewport=NARROW, java_script_enabled=False)

    page.goto(f"/vote/{edition_id}")
    page.get_by_label("Votre code de vote").fill(code)
    page.get_by_label("J'ai l'âge de voter").check()
    page.get_by_role("button", name="Entrer et voter").click()
    if kind is BallotKind.POINTS:
        page.get_by_label("Mes points").first.fill("4")
    elif kind is BallotKind.RANKING:
        page.get_by_label("Mon rang").first.select_option("1")
    else:
        page.get_by_label("Bien", exact=True).first.check()
    page.get_by_role("button", name="Recompter").click()
    expect(page.locator("[data-done]")).to_have_text("4" if kind is BallotKind.POINTS else "1")
    page.get_by_role("button", name="Déposer mon bulletin").click()

    expect(page.get_by_role("heading", name="Votre bulletin est dans l'urne")).to_be_visible()
