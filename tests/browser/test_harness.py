"""The instruments themselves: an axe, a validator or a cookie that finds nothing must be able to find something."""

from collections.abc import Callable

from flask.testing import FlaskClient
from playwright.sync_api import Page

from tests import make
from tests.browser.fixtures import axe, overflow
from tests.markup import faults

WRONG = "<!doctype html><html lang=fr><title>t</title><main><h1>t</h1><img src=x><p style='color:#ccc'>gris</p></main>"
FINE = '<!doctype html><html lang="fr"><head><title>t</title></head><body><main><h1>t</h1></main></body></html>'


def test_axe_finds_a_planted_fault(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.set_content(WRONG)

    found = axe(page)

    assert any(line.startswith("image-alt") for line in found)
    assert any(line.startswith("color-contrast") for line in found)


def test_a_page_that_sticks_out_is_measured(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.set_content("<!doctype html><meta name=viewport content='width=device-width'><p style='width:500px'>large</p>")

    assert overflow(page) > 100


def test_the_validator_accepts_a_plain_page() -> None:
    assert faults(FINE) == []


def test_the_validator_finds_planted_faults() -> None:
    broken = FINE.replace(
        "<h1>t</h1>", '<h1 id="a">t</h1><h1 id="a">t</h1><label for="no">x</label><p onclick="y()"></div>'
    )

    found = faults(broken)

    assert len(found) == 5, found


def test_an_error_page_is_valid_and_accessible(client: FlaskClient, open_page: Callable[..., Page]) -> None:
    html = client.get("/nowhere").get_data(as_text=True)
    page = open_page(make.person())
    page.goto("/nowhere")

    assert faults(html) == []
    assert axe(page) == []
    assert overflow(page) <= 0
