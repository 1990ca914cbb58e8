"""The way to a fund: from the project it pays, the neighbourhood it serves, the page that explains."""

import pytest

from tests import make
from tests.funds import thread

FUND = 'href="/funds/FPH-37261"'


@pytest.mark.usefixtures("app")
def test_a_neighbourhood_leads_to_the_fund_of_its_city(client) -> None:
    make.fund()
    served = make.neighbourhood()
    other = make.neighbourhood("Rabière", make.commune("Joué-lès-Tours", "37122"))

    pages = [client.get(f"/neighbourhoods/{place.slug}").text for place in (served, other)]

    assert [FUND in page for page in pages] == [True, False]


@pytest.mark.usefixtures("app")
def test_the_page_that_explains_lists_the_funds_by_city(client) -> None:
    before = client.get("/how-it-works").text
    make.fund()
    make.fund(make.commune("Joué-lès-Tours", "37122"))

    after = client.get("/how-it-works").text

    assert "/funds/" not in before
    assert after.index('href="/funds/FPH-37122"') < after.index(FUND)


@pytest.mark.usefixtures("app")
def test_the_money_of_a_project_leads_to_its_fund(client) -> None:
    make.envelope()
    project = thread.granted(thread.Cast())

    assert FUND in client.get(f"/projects/{project.ref}").text
