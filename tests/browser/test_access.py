"""Every page as everybody: axe finds nothing wrong and nothing sticks out, on arrival and once what is folded is open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.fixtures import DESK, ON_SQLITE, axe, overflow
from tests.browser.shelf import one_of_each
from tests.browser.town import Town

pytestmark = ON_SQLITE
NARROW: ViewportSize = {"width": 320, "height": 640}

WALKS = {
    "visitor": ["/", "/projects", "/projects?q=absent", "/how-it-works", "/privacy", "/accessibility", "/source", "/sign-in",
                "/sign-up", "/neighbourhoods", "/neighbourhoods/sanitas", "/meetings/1", "/nowhere", "{evaluation}", "{running}",
                "/funds", "/funds/FPH-37261/rules", "/training", "/dashboard", "/dashboard/figures", "/dashboard/figures/I2a",
                "/dashboard/figures/I2a/rows"],
    "resident": ["/me", "/account", "/account/password", "/projects/new?meeting=1&remark=1", "{draft}/edit/what", "{draft}/edit/where",
                 "{draft}/edit/budget", "{draft}/edit/review", "{codesign}", "{codesign}/codesign", "{running}/follow-up",
                 "{running}/documents", "{running}/receipts", "{reporting}/report", "{running}/panel", "{scheduled}/decide"],
    "member": ["/committee", "/committee/sittings/1", "/committee/sittings/1/vote", "{scheduled}/decide"],
    "juror": ["/me", "{evaluation}/verdict", "{evaluation}/verdict/paper"],
    "committee_secretary": ["/committee", "/committee/sittings/1", "/committee/sittings/1/amounts", "{scheduled}/decide",
                            "{scheduled}/decide?step=vote", "{scheduled}/decide?step=decision"],
    "referent": ["/desk", "/desk?tab=blocked", "/desk/letters", "/people", "/training/new", "/training/needs", "{codesign}", "{codesign}/codesign",
                 "/dashboard/reports"],
    "gestionnaire": ["/funds/openings", "/funds/FPH-37261/rules/versions", "/funds/FPH-37261", "/funds/FPH-37261/ledger", "{granted}/money", "{signed}/money", "{report_review}/money"],
    "finance": ["/desk", "{signed}/money"],
    "helper": ["/help", "/help/new"],
}  # fmt: skip
FORMS = {
    "resident": {
        "/projects/new": "Continuer",
        "{running}/follow-up": "Publier",
        "{running}/receipts": "Ajouter ce ticket",
    },
    "committee_secretary": {
        "{scheduled}/decide?step=decision": "Enregistrer la décision",
        "{scheduled}/decide?step=vote": "Enregistrer le vote",
        "/committee": "Prévoir la séance",
    },
    "referent": {"{codesign}/codesign": "Noter cette séance", "/people": "Donner ce rôle"},
    "gestionnaire": {"{granted}/money": "Enregistrer l'accord"},
    "juror": {"{evaluation}/verdict": "Publier l'avis"},
    "visitor": {"/sign-up": "Recevoir mon code"},
    "helper": {"/help": "Chercher"},
}


@pytest.mark.parametrize("who", WALKS)
def test_axe_finds_nothing_on_any_page_narrow_or_wide_light_or_dark_folded_or_not(
    open_page: Callable[..., Page], town: Town, who: str
) -> None:
    addresses = one_of_each(town)
    page = open_page(town.people.get(who), viewport=NARROW)

    found = {}
    for address in WALKS[who]:
        look_narrow_in_the_light(page)
        answer = page.goto(address.format(**addresses))
        assert answer is not None
        assert answer.status == (404 if address == "/nowhere" else 200), address
        found[f"{address} narrow"] = look(page)
        look_wide_in_the_dark(page)
        found[f"{address} wide"] = look(page)

    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize("who", FORMS)
def test_axe_finds_nothing_in_what_a_refused_form_says(open_page: Callable[..., Page], town: Town, who: str) -> None:
    addresses = one_of_each(town)
    page = open_page(town.people.get(who), viewport=NARROW)

    found = {}
    for address, button in FORMS[who].items():
        look_narrow_in_the_light(page)
        page.goto(address.format(**addresses))
        unfold(page)
        with page.expect_navigation() as answered:
            page.get_by_role("button", name=button).first.click()
        found[f"{address} narrow"] = look(page)
        look_wide_in_the_dark(page)
        found[f"{address} wide"] = look(page)
        assert answered.value.status == 422, address
        assert page.locator(".problems").evaluate("problems => problems === document.activeElement"), address

    assert {address: faults for address, faults in found.items() if faults} == {}


def look(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands."""
    return [*axe(page), *(["it sticks out of the window"] if overflow(page) > 0 else [])]


def look_narrow_in_the_light(page: Page) -> None:
    """Show pages as on the smallest telephone, by day."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)


def look_wide_in_the_dark(page: Page) -> None:
    """Show the page as on a desk at night, with everything that was folded open."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(DESK)
    unfold(page)


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")
