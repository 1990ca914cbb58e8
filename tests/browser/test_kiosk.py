"""A tablet that passes from hand to hand: it works without network, sends each answer once, forgets the one before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from app.db import session
from app.evaluation.models import SurveyAnswer
from tests.browser.fixtures import ON_SQLITE
from tests.evaluation.test_surveys import opened

pytestmark = pytest.mark.usefixtures("app")


def stored() -> int:
    session().rollback()
    return session().scalar(sa.select(sa.func.count()).select_from(SurveyAnswer)) or 0


def answer(page: Page) -> None:
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Bien", exact=True).check()
    for _screen in range(2):
        page.locator("section:not([hidden]) button[value=next]").click()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", name="Merci")).to_be_visible()


@ON_SQLITE
def test_two_people_answer_without_network_and_the_tablet_left_alone_forgets(
    open_page: Callable[..., Page], site: str
) -> None:
    _survey, point, _juror = opened()
    page = open_page(None)
    page.clock.install()
    page.goto(f"/answer/{point.code}/kiosk")
    expect(page.locator("html[data-offline=ready]")).to_be_attached()

    page.context.set_offline(True)
    answer(page)
    page.get_by_role("button", name="Une autre personne").click()
    answer(page)
    page.clock.fast_forward(13_000)
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Moyen", exact=True).check()
    page.clock.fast_forward(61_000)

    expect(page.get_by_role("button", name="Commencer")).to_be_visible()
    page.get_by_role("button", name="Commencer").click()
    assert page.locator("input:checked").count() == 0
    assert stored() == 0
    page.context.set_offline(False)
    expect(page.locator("[data-kept-status]")).to_be_hidden()
    assert stored() == 2
