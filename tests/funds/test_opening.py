"""Opening a fund: the questions, the preview, the button; and who may."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, Scope
from app.committees.models import Committee
from app.db import session
from app.funds import queries
from app.funds.models import Account, Fund
from app.funds.opening import FundOpening
from app.funds.refusals import MoneyRefused
from app.funds.services import openings
from app.steps.actor import Actor
from tests import make
from tests.markup import faults
from tests.sessions import sign_in

PROJECTS = {"min_group": "5", "cap_cents": "760", "max_share_pct": "90", "exclusions": ["salaries", "alcohol"]}
COMMITTEE = {"committee": "Comité de La Riche", "quorum_pct": "60", "advance_rate_pct": "50"}


@pytest.fixture
def opener(app: Flask) -> Person:
    """Give somebody who keeps the money of La Riche."""
    someone = make.person("Gina")
    make.role(someone, "gestionnaire", Scope.COMMUNE, make.commune("La Riche", "37195").id)
    return someone


def test_a_fund_is_opened_in_eleven_answers(client: FlaskClient, opener: Person) -> None:
    sign_in(client, opener)
    start = client.post("/funds/openings").location
    here = start.rsplit("/", 1)[0]
    city = make.commune("La Riche", "37195")

    client.post(
        f"{here}/fund", data={"commune_id": str(city.id), "name": "Fonds de La Riche", "gestionnaire": "Équinoxe"}
    )
    client.post(f"{here}/money", data={"sources-0-organisation": "État", "sources-0-amount": "4 000,50"})
    client.post(f"{here}/projects", data=PROJECTS)
    client.post(f"{here}/committee", data=COMMITTEE)
    preview = client.get(here)
    client.post(f"{here}/open")
    opened = client.get(here)

    assert faults(preview.text) == faults(opened.text) == []
    assert "Un groupe d&#39;au moins 5 personnes peut demander." in preview.text
    assert "Le comité décide si 60\u00a0% des votants sont là" in preview.text
    assert "Votre fonds est ouvert" in opened.text
    fund = session().scalars(sa.select(Fund)).one()
    rules = fund.rules[0]
    assert (rules.cap_cents, rules.min_group, rules.advance_rate_pct, rules.made_by_id) == (760_00, 5, 50, opener.id)
    assert [one["code"] for one in rules.exclusions] == ["salaries", "alcohol"]
    year = queries.year_of(fund.id, clock.today().year)
    assert year
    assert queries.balances(year)[Account.AVAILABLE] == 4_000_50
    assert session().scalar(sa.select(Committee.name).filter_by(fund_id=fund.id)) == "Comité de La Riche"


def test_answers_are_kept_and_what_is_wrong_is_said_beside_them(client: FlaskClient, opener: Person) -> None:
    sign_in(client, opener)
    here = client.post("/funds/openings").location.rsplit("/", 1)[0]
    city = make.commune("La Riche", "37195")

    wrong = client.post(f"{here}/fund", data={"commune_id": str(city.id), "name": "", "gestionnaire": "Équinoxe"})
    client.post(f"{here}/fund", data={"commune_id": str(city.id), "name": "Fonds <b>", "gestionnaire": "Équinoxe"})
    money = client.post(f"{here}/money", data={"sources-0-organisation": "", "sources-0-amount": "10"})
    preview = client.get(here)
    refused = client.post(f"{here}/open")

    assert (wrong.status_code, money.status_code, refused.status_code) == (422, 422, 422)
    assert "Équinoxe" in wrong.text
    assert "Écrivez qui donne cet argent." in money.text
    assert "Fonds &lt;b&gt;" in preview.text
    assert "Compléter la page «\u00a0Le comité\u00a0»" in preview.text
    assert "Il manque des réponses." in refused.text
    assert session().scalar(sa.select(sa.func.count()).select_from(Fund)) == 0


def test_pressing_twice_opens_one_fund(opener: Person) -> None:
    actor, city = Actor(opener.id), make.commune("La Riche", "37195")
    opening = _answered(opener, city.id)

    openings.open_now(opening.id, actor)
    with pytest.raises(MoneyRefused, match="opening_done"):
        openings.open_now(opening.id, actor)

    assert session().scalar(sa.select(sa.func.count()).select_from(Fund)) == 1


def test_two_people_do_not_open_two_funds_for_one_city(opener: Person) -> None:
    city = make.commune("La Riche", "37195")
    first, second = _answered(opener, city.id), _answered(opener, city.id)
    openings.open_now(first.id, Actor(opener.id))

    with pytest.raises(MoneyRefused, match="fund_exists"):
        openings.open_now(second.id, Actor(opener.id))


def test_nobody_opens_a_fund_for_a_city_they_do_not_answer_for(client: FlaskClient, opener: Person) -> None:
    tours = make.commune()
    sign_in(client, opener)
    here = client.post("/funds/openings").location.rsplit("/", 1)[0]

    offered = client.get(f"{here}/fund")
    forced = client.post(f"{here}/fund", data={"commune_id": str(tours.id), "name": "Fonds", "gestionnaire": "Moi"})

    assert "Tours</option>" not in offered.text
    assert forced.status_code == 422
    with pytest.raises(MoneyRefused, match="not_yours"):
        openings.open_now(_answered(opener, tours.id).id, Actor(opener.id))


def test_an_opening_is_its_author_s_alone(client: FlaskClient, opener: Person) -> None:
    opening = _answered(opener, make.commune("La Riche", "37195").id)
    other = make.person("Rival")
    make.role(other, "metro_admin")
    sign_in(client, other)

    answers = [client.get(f"/funds/openings/{opening.id}"), client.post(f"/funds/openings/{opening.id}/open"),
               client.post(f"/funds/openings/{opening.id}/drop")]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404] * 3


def _answered(opener: Person, commune_id: int) -> FundOpening:
    answers: dict[str, Any] = {"commune_id": commune_id, "name": "Fonds", "gestionnaire": "Asso", "committee": "Comité"}
    return make.opening(opener, **answers)
