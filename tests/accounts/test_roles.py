"""Roles: given where one answers for, never above one's own, never to oneself."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts import passwords, policy
from app.accounts.models import Person, Role, RoleAssignment, Scope
from app.accounts.places import Place, place_named, places
from app.accounts.queries import person_with_roles
from app.accounts.services import roles as services
from app.db import session
from app.steps.actor import Actor
from tests import make
from tests.accounts.test_helping import signed_in

pytestmark = pytest.mark.usefixtures("app")
EMAIL = "nouvelle@exemple.fr"


def referent_of(place_id: int, scope: Scope = Scope.NEIGHBOURHOOD) -> Actor:
    """Store a referent of one place."""
    person = make.person("Rémi Référent")
    make.role(person, "referent", scope, place_id)
    return Actor(person.id)


def gift(role: Role, place: Place, recipient: str = EMAIL, name: str = "Nouvelle Personne") -> services.Gift:
    """Return a role to give from today."""
    return services.Gift(recipient, name, role, place, clock.today())


def place_called(name: str) -> Place:
    """Return a place by the beginning of its name."""
    return next(place for place in places() if place.name.startswith(name))


def test_a_referent_gives_a_helper_to_their_neighbourhood() -> None:
    actor = referent_of(make.neighbourhood().id)

    given = services.give_role(gift(Role.HELPER, place_called("Sanitas")), actor)

    assert (given.person.email, given.scope, given.scope_id) == (EMAIL, Scope.NEIGHBOURHOOD, make.neighbourhood().id)


@pytest.mark.parametrize("role", [Role.REFERENT, Role.GESTIONNAIRE, Role.FINANCE, Role.METRO_ADMIN])
def test_a_referent_gives_no_role_as_high_as_theirs_nor_one_that_pays(role: Role) -> None:
    actor = referent_of(make.neighbourhood().id)

    with pytest.raises(services.RoleRefused, match="above"):
        services.give_role(gift(role, place_called("Sanitas")), actor)


@pytest.mark.parametrize("where", ["Europe", "Tours, toute", "Toute la métropole"])
def test_a_referent_gives_nothing_outside_their_place(where: str) -> None:
    make.neighbourhood("Europe")
    actor = referent_of(make.neighbourhood().id)

    with pytest.raises(services.RoleRefused, match="above"):
        services.give_role(gift(Role.HELPER, place_called(where)), actor)


def test_a_city_referent_gives_the_secretary_of_the_citys_fund() -> None:
    fund = make.fund()
    actor = referent_of(make.commune().id, Scope.COMMUNE)

    given = services.give_role(gift(Role.COMMITTEE_SECRETARY, place_called(fund.name)), actor)

    assert (given.scope, given.scope_id) == (Scope.FUND, fund.id)


def test_nobody_gives_a_role_to_themselves() -> None:
    person = make.person("Ada Admin", email="ada@exemple.fr")
    make.role(person, "metro_admin")

    with pytest.raises(services.RoleRefused, match="oneself"):
        services.give_role(gift(Role.FINANCE, place_called("Toute"), "ada@exemple.fr"), Actor(person.id))


def test_the_same_role_is_not_given_twice() -> None:
    actor = referent_of(make.neighbourhood().id)
    services.give_role(gift(Role.HELPER, place_called("Sanitas")), actor)

    with pytest.raises(services.RoleRefused, match="twice"):
        services.give_role(gift(Role.HELPER, place_called("Sanitas")), actor)


def test_a_stranger_without_a_name_is_not_welcomed() -> None:
    actor = referent_of(make.neighbourhood().id)

    with pytest.raises(services.RoleRefused, match="nobody"):
        services.give_role(gift(Role.HELPER, place_called("Sanitas"), name=""), actor)


def test_a_role_that_ends_opens_nothing_at_once_and_may_be_given_again() -> None:
    actor = referent_of(make.neighbourhood().id)
    given = services.give_role(gift(Role.HELPER, place_called("Sanitas")), actor)

    services.end_role(given.id, actor)
    ended = policy.roles_in_force(person_with_roles(given.person_id))
    services.give_role(gift(Role.HELPER, place_called("Sanitas")), actor)

    assert ended == []
    assert len(policy.roles_in_force(person_with_roles(given.person_id))) == 1


def test_a_referent_does_not_end_the_role_of_a_gestionnaire() -> None:
    place = make.neighbourhood()
    other = make.person("Gaëlle Gestionnaire")
    given = make.role(other, "gestionnaire", Scope.NEIGHBOURHOOD, place.id)

    with pytest.raises(services.RoleRefused):
        services.end_role(given.id, referent_of(place.id))


def test_the_page_shows_the_roles_of_ones_places_only(client: FlaskClient) -> None:
    here, elsewhere = make.neighbourhood(), make.neighbourhood("Europe")
    make.role(make.person("Ici Aidante"), "helper", Scope.NEIGHBOURHOOD, here.id)
    make.role(make.person("Loin Aidante"), "helper", Scope.NEIGHBOURHOOD, elsewhere.id)
    person = session().get(Person, referent_of(here.id).person_id)

    page = signed_in(client, person).get("/people").text

    assert "Ici Aidante" in page
    assert "Loin Aidante" not in page


def test_a_role_is_given_by_the_page(client: FlaskClient) -> None:
    place = make.neighbourhood()
    person = session().get(Person, referent_of(place.id).person_id)
    told = {"recipient": EMAIL, "name": "Nouvelle", "role": "helper", "place": f"neighbourhood-{place.id}",
            "from_on": clock.today().isoformat()}  # fmt: skip

    answer = signed_in(client, person).post("/people", data=told)

    assert answer.status_code == 303
    assert session().scalar(sa.select(RoleAssignment).filter_by(role=Role.HELPER)).person.email == EMAIL


def test_a_forged_role_is_refused_by_the_page(client: FlaskClient) -> None:
    place = make.neighbourhood()
    person = session().get(Person, referent_of(place.id).person_id)
    told = {"recipient": EMAIL, "name": "Nouvelle", "role": "metro_admin", "place": f"neighbourhood-{place.id}",
            "from_on": clock.today().isoformat()}  # fmt: skip

    answer = signed_in(client, person).post("/people", data=told)

    assert answer.status_code == 422


def test_a_resident_does_not_read_who_holds_roles(client: FlaskClient) -> None:
    answer = signed_in(client, make.person()).get("/people")

    assert answer.status_code == 403


def test_the_first_administrator_is_made_by_a_command(app: Flask) -> None:
    command = [
        "accounts",
        "create-admin",
        "--name",
        "Ada Admin",
        "--email",
        "Ada@Exemple.fr",
        "--password",
        "long secret",
    ]

    result = app.test_cli_runner().invoke(args=command)

    person = session().scalar(sa.select(Person).filter_by(email="ada@exemple.fr"))
    assert result.exit_code == 0, result.output
    assert passwords.matches(person.password_hash, "long secret")
    assert [(given.role, given.scope) for given in person_with_roles(person.id).roles] == [
        (Role.METRO_ADMIN, Scope.METRO)
    ]


@pytest.mark.parametrize(
    "wrong", [["--email", "pas une adresse", "--password", "long secret"], ["--email", EMAIL, "--password", "court"]]
)
def test_the_command_refuses_a_bad_address_or_a_short_password(app: Flask, wrong: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=["accounts", "create-admin", "--name", "Ada", *wrong])

    assert result.exit_code == 2
    assert session().scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_a_role_to_come_opens_nothing_yet() -> None:
    place = make.neighbourhood()
    actor = referent_of(place.id)
    later = clock.today() + timedelta(days=7)
    services.give_role(
        services.Gift(EMAIL, "Nouvelle", Role.HELPER, place_named(f"neighbourhood-{place.id}"), later), actor
    )

    person = session().scalar(sa.select(Person).filter_by(email=EMAIL))

    assert policy.roles_in_force(person_with_roles(person.id)) == []
