"""A member's telephone in the room: it renews itself, and never takes away what is being typed."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Person
from app.committees import services
from app.committees.room_models import Motion
from app.committees.services import Hands
from app.db import session
from tests.browser.fixtures import ON_SQLITE
from tests.committees.room import room, waiting

ROUND = 7_000
"""Milliseconds: a little more than what the page waits before it asks again."""


@ON_SQLITE
def test_the_amount_being_typed_outlives_the_renewal_of_the_page(app: Flask, open_page: Callable[..., Page]) -> None:
    where = room()
    services.record_hands(where.sitting, waiting(where.money), Motion.FUND, Hands(7, 0, 0), where.secretary)
    page = open_page(session().get_one(Person, where.seats[0].person_id))
    address, asked = f"/committee/sittings/{where.sitting.id}/vote", list[str]()
    session().rollback()
    page.clock.install()
    page.goto(address)
    amount = page.get_by_label("Combien donneriez-vous")
    amount.fill("317")

    page.on("request", lambda request: asked.append(request.url))
    page.clock.fast_forward(ROUND)
    while_typing = [url for url in asked if url.endswith(address)]
    amount.blur()
    page.locator("#ballot").evaluate("ballot => { ballot.dataset.former = '1' }")
    with page.expect_response(lambda answer: answer.url.endswith(address)):
        page.clock.fast_forward(ROUND)

    assert while_typing == []
    expect(page.locator("#ballot[data-former]")).to_have_count(0)
    expect(amount).to_have_value("317")
