"""No new grant to people who owe a report or money, save an exception that is written down (invariant 10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from app.accounts.models import Person, Scope
from app.db import session, transaction
from app.funds import guards, overdue
from app.funds.refusals import MoneyRefused
from app.funds.services import waivers
from app.projects.models import CarrierKind, Project
from app.steps import services as steps
from tests import make
from tests.committees.room import room, waiting
from tests.funds import thread
from tests.sessions import sign_in


@pytest.fixture
def cast(app) -> thread.Cast:
    return thread.Cast()


def late(cast: thread.Cast, **fields: object) -> Project:
    """Return a project whose report is late."""
    project = thread.funded(cast)
    steps.perform(project, "call_off", cast.carrier, note="Il a plu.")
    _change(project, due_at=clock.now() - timedelta(days=1), **fields)
    return project


def _as(client, person_id: int):
    sign_in(client, session().get(Person, person_id))
    return client


@transaction()
def _change(project: Project, **fields: object) -> None:
    for name, value in fields.items():
        setattr(project, name, value)


@transaction()
def _phone(project: Project, number: str) -> None:
    project.team[1].phone = number


def test_a_late_report_bars_a_new_grant_until_an_exception_is_given(cast: thread.Cast, client) -> None:
    there = room()
    earlier, project = late(cast), waiting(there.money, cast.carrier)

    barred = guards.carriers_up_to_date(project)
    waivers.lift_bar(project, "Le bilan est chez l'imprimeur.", cast.gestionnaire)
    allowed = guards.carriers_up_to_date(project)
    waivers.put_bar_back(project, cast.finance)

    assert earlier.title in barred
    assert allowed is None
    assert guards.carriers_up_to_date(project) == barred
    page = _as(client, cast.carrier.person_id).get(f"/projects/{project.ref}").text
    assert "Avant une nouvelle aide" in page
    assert f"/projects/{earlier.ref}/money" in page


def test_the_same_people_are_known_by_account_telephone_or_association_not_by_name(cast: thread.Cast) -> None:
    there = room()
    earlier = late(cast, association_name="Les Voisins ", carrier_kind=CarrierKind.ASSOCIATION)
    _phone(earlier, "+33611223344")
    stranger, by_phone, by_name = (waiting(there.money, make.actor()) for _ in range(3))
    _phone(by_phone, "+33611223344")
    _change(by_name, association_name="les voisins", carrier_kind=CarrierKind.ASSOCIATION)

    found = [overdue.overdue_of(one) for one in (stranger, by_phone, by_name)]

    assert found == [[], [earlier], [earlier]]


def test_only_money_and_the_chair_give_exceptions_and_never_to_themselves(cast: thread.Cast) -> None:
    there = room()
    late(cast)
    project = waiting(there.money, cast.carrier)
    chair = make.seat(there.committee, name="Présidente", is_chair=True)
    make.role(session().get(Person, cast.carrier.person_id), "finance")

    for who in (cast.referent, there.secretary, cast.carrier, make.actor()):
        with pytest.raises(MoneyRefused, match="not_yours"):
            waivers.lift_bar(project, "Par amitié.", who)
    given = waivers.lift_bar(project, "Le bilan arrive.", type(cast.carrier)(chair.person_id))

    assert given.given_by_id == chair.person_id


def test_the_exception_page_is_closed_to_another_city_and_asks_for_a_reason(cast: thread.Cast, client) -> None:
    there = room()
    late(cast)
    project = waiting(there.money, cast.carrier)
    elsewhere = make.person("Ailleurs")
    make.role(elsewhere, "gestionnaire", Scope.FUND, 999)
    address = f"/projects/{project.ref}/exception"

    closed = _as(client, elsewhere.id).post(address, data={"note": "Oui."}).status_code
    mine = _as(client, cast.gestionnaire.person_id)
    silent = mine.post(address, data={"note": " "}).status_code
    given = mine.post(address, data={"note": "Le bilan est posté."})

    assert (closed, silent, given.status_code) == (404, 422, 303)
    assert "Le bilan est posté." in mine.get(address).text
    assert mine.post(f"{address}/revoke").status_code == 303
    assert overdue.waiver_of(session().get(Project, project.id)) is None


def test_a_member_of_the_committee_reads_on_the_page_of_the_project_what_is_late(cast: thread.Cast, client) -> None:
    there = room()
    earlier, project = late(cast), waiting(there.money, cast.carrier)

    page = _as(client, there.seats[0].person_id).get(f"/projects/{project.ref}").text

    assert "Sans cela, le comité ne peut pas accorder" in page
    assert earlier.title in page
