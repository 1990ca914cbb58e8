"""Versions of a fund's rules: prepared, adopted, never changed once used; each project keeps those of its day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DatabaseError

from app import clock
from app.accounts.models import Scope
from app.db import open_transaction, session
from app.funds import queries, versions
from app.funds.models import Fund
from app.funds.parameters import values_of
from app.funds.refusals import MoneyRefused
from app.funds.rulebook import RulesChange
from app.funds.services import rules
from app.funds.services.rules import Wanted
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.markup import faults
from tests.pdf import is_tagged, text_of
from tests.queries import counted
from tests.sessions import sign_in


@pytest.fixture
def money(app: Flask) -> Fund:
    return make.fund()


def adopted(money: Fund, days: int = 0, **values: Any) -> None:
    """Adopt a new version, in force that many days from today."""
    someone = make.actor("gestionnaire")
    rules.prepare(money, someone)
    rules.change(money, Wanted(values, clock.today() + timedelta(days=days)), someone)
    rules.adopt(money, someone)


def test_each_project_is_judged_under_the_rules_of_the_day_it_was_sent(money: Fund) -> None:
    carrier, referent = make.actor(), make.actor("referent")
    before, after = make.project(carrier), make.project(carrier)
    steps.perform(before, "submit", carrier)

    adopted(money, cap_cents=500_00, report_days=60)

    assert queries.rules_of(before).cap_cents == 1_000_00
    assert queries.rules_of(after).cap_cents == 500_00, "a draft follows the rules of today"
    steps.perform(before, "accept", referent)
    assert (before.rules_id, before.report_days) == (money.rules[0].id, 45)


def test_a_project_sent_by_mistake_follows_the_rules_of_the_day_it_is_really_sent(money: Fund) -> None:
    carrier, referent = make.actor(), make.actor("referent")
    project = make.project(carrier)
    steps.perform(project, "submit", carrier)
    steps.correct(project, referent, "Envoyé trop tôt")
    adopted(money, report_days=60)

    steps.perform(project, "submit", carrier)

    assert (queries.rules_of(project).version, project.report_days) == (2, 60)


def test_a_refused_project_reworked_follows_the_new_rules_until_that_is_corrected(money: Fund) -> None:
    carrier, referent = make.actor(), make.actor("referent")
    with clock.told(clock.now() - timedelta(days=30)):
        project = make.project(carrier)
        steps.perform(project, "submit", carrier)
    with open_transaction():
        make.put(project, "refused")
    adopted(money, cap_cents=700_00)

    steps.perform(project, "rework", carrier)
    reworked = queries.rules_of(project).version
    steps.correct(project, referent, "Pas encore")

    assert (reworked, queries.rules_of(project).version) == (2, 1)


def test_a_version_to_come_is_not_in_force_and_may_be_taken_back(money: Fund) -> None:
    adopted(money, days=10, cap_cents=800_00)

    today, later = (versions.in_force(money.id, clock.today() + timedelta(days=days)) for days in (0, 10))
    rules.reopen(money, 2, make.actor("finance"))

    assert today
    assert later
    assert (today.version, later.version) == (1, 2)
    assert versions.in_force(money.id, clock.today() + timedelta(days=11)) is money.rules[0]
    assert next(row.RulesEvent.change for row in versions.events_of(money)) is RulesChange.REOPENED


def test_the_last_date_wins_not_the_last_number(money: Fund) -> None:
    adopted(money, days=20, cap_cents=800_00)
    adopted(money, days=0, cap_cents=900_00)

    found = [versions.in_force(money.id, clock.today() + timedelta(days=days)) for days in (0, 20)]

    assert [one.cap_cents for one in found if one] == [900_00, 800_00]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fund_rules SET cap_cents = 1 WHERE version = 1",
        "UPDATE fund_rules SET is_draft = true WHERE version = 1",
        "DELETE FROM fund_rules WHERE version = 1",
    ],
)
def test_the_database_itself_refuses_to_change_used_rules(money: Fund, statement: str) -> None:
    carrier = make.actor()
    steps.perform(make.project(carrier), "submit", carrier)

    with pytest.raises(DatabaseError, match="never rewritten"), open_transaction():
        session().execute(sa.text(statement))


def test_adopted_rules_are_refused_by_the_service_too(money: Fund) -> None:
    someone = make.actor("gestionnaire")
    wanted = Wanted({"cap_cents": 1_00}, clock.today())

    refusals = []
    for attempt in (
        lambda: rules.change(money, wanted, someone),
        lambda: rules.reopen(money, 1, someone),
        lambda: rules.drop(money, someone),
    ):
        with pytest.raises(MoneyRefused) as refused:
            attempt()
        refusals.append(refused.value.code)

    assert refusals == ["rules_sealed", "rules_in_force", "rules_sealed"]


def test_two_people_do_not_overwrite_each_other(money: Fund) -> None:
    one, other = make.actor("gestionnaire"), make.actor("finance")
    seen = rules.fingerprint(rules.prepare(money, one))
    rules.change(money, Wanted({"min_group": 4}, clock.today()), one, seen)

    with pytest.raises(MoneyRefused, match="rules_changed"):
        rules.change(money, Wanted({"min_group": 6}, clock.today()), other, seen)


def test_nothing_new_and_a_day_gone_by_are_not_adopted(money: Fund) -> None:
    someone = make.actor("gestionnaire")
    rules.prepare(money, someone)

    with pytest.raises(MoneyRefused, match="rules_same"):
        rules.adopt(money, someone)
    rules.change(money, Wanted({"min_group": 4}, clock.today() - timedelta(days=1)), someone)
    with pytest.raises(MoneyRefused, match="rules_too_early"):
        rules.adopt(money, someone)


def test_a_dropped_draft_leaves_its_trace_and_its_number(money: Fund) -> None:
    someone = make.actor("gestionnaire")
    rules.prepare(money, someone)
    rules.drop(money, someone)

    again = rules.prepare(money, someone)

    assert again.version == 3
    assert values_of(again) == values_of(money.rules[0])
    assert [row.RulesEvent.change.value for row in versions.events_of(money)] == ["made", "dropped", "made"]


def test_rules_are_prepared_read_again_and_adopted_on_screen(client: FlaskClient, money: Fund) -> None:
    someone = make.person("Gina")
    make.role(someone, "gestionnaire", Scope.FUND, money.id)
    sign_in(client, someone)
    here = f"/funds/{money.code}/rules"

    client.post(f"{here}/versions")
    form = client.get(f"{here}/draft")
    wrong = client.post(f"{here}/draft", data=_posted(money, cap_cents="12,345", vote_modes=[]))
    saved = client.post(f"{here}/draft", data=_posted(money, cap_cents="1 200,50", min_group="4"))
    review = client.get(f"{here}/2")
    hidden = client.application.test_client().get(f"{here}/2")
    client.post(f"{here}/draft/adopt")
    public = client.application.test_client().get(here)
    document = client.get(f"{here}/2.pdf").data

    assert faults(form.text) == faults(review.text) == []
    assert wrong.status_code == 422
    assert "Ce montant a deux lectures possibles." in wrong.text
    assert "Choisissez au moins une réponse." in wrong.text
    assert saved.status_code == 303
    assert "1\u202f200,50\u00a0€" in review.text
    assert hidden.status_code == 404, "a draft is nobody else's business"
    assert "Un groupe d&#39;au moins 4 personnes peut demander." in public.text
    assert is_tagged(document)
    assert "Le fonds donne 1 200,50 € au plus par projet." in " ".join(text_of(document).split())


@pytest.mark.parametrize("page", ["", "/2", "/versions", "/draft"])
def test_pages_of_rules_ask_few_questions(client: FlaskClient, money: Fund, page: str) -> None:
    someone = make.person("Gina")
    make.role(someone, "gestionnaire")
    adopted(money, cap_cents=900_00)
    rules.prepare(money, Actor(someone.id))
    sign_in(client, someone)
    client.get(f"/funds/{money.code}/rules{page}")

    with counted() as sent:
        answer = client.get(f"/funds/{money.code}/rules{page}")

    assert answer.status_code == 200
    assert len([one for one in sent if one.startswith("SELECT")]) <= 8


@pytest.mark.parametrize("role", ["referent", "committee_secretary", "helper"])
def test_others_do_not_make_rules(client: FlaskClient, money: Fund, role: str) -> None:
    someone = make.person("Rémi")
    make.role(someone, role)
    sign_in(client, someone)

    answers = [client.get(f"/funds/{money.code}/rules/versions"), client.post(f"/funds/{money.code}/rules/versions")]

    assert [answer.status_code for answer in answers] == [403, 403]
    with pytest.raises(MoneyRefused, match="not_yours"):
        rules.prepare(money, Actor(someone.id))


def test_the_gestionnaire_of_another_city_finds_nothing_here(client: FlaskClient, money: Fund) -> None:
    someone = make.person("Nadia")
    make.role(someone, "gestionnaire", Scope.COMMUNE, make.commune("La Riche", "37195").id)
    sign_in(client, someone)

    answers = [
        client.get(f"/funds/{money.code}/rules/versions"),
        client.post(f"/funds/{money.code}/rules/versions"),
        client.get(f"/funds/{money.code}/rules/draft"),
        client.post(f"/funds/{money.code}/rules/draft/adopt"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def _posted(money: Fund, **answers: Any) -> dict[str, Any]:
    """Return what the form of the draft posts when nothing was touched, but these answers."""
    kept = {
        name: "yes" if value is True else "no" if value is False else value
        for name, value in values_of(money.rules[0]).items()
        if name != "exclusions"
    }
    cents = {name: str(value // 100) for name, value in kept.items() if name.endswith("_cents")}
    excluded = {f"exclusions-{code}": "refused" for code in ("salaries", "investment", "already_held", "politics_religion",
                "private_profit", "alcohol", "running_costs")}  # fmt: skip
    return {**kept, **cents, **excluded, "valid_from": clock.today().isoformat(), **answers}
