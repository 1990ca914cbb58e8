"""Every rule of a fund bites: each condition, satisfied and not, with the sentence people read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.db import session, transaction
from app.funds import guards
from app.projects.file import MoneyRow
from app.projects.models import BudgetLine, BudgetSide, CarrierKind, Project, ResourceKind
from app.projects.policy import NotAllowed
from app.projects.services import codesign, drafts
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.committees.room import brought
from tests.projects.placing import move
from workflows.engine import ActionRefused


@transaction()
def helped(project: Project, cents: int, kind: ResourceKind | None) -> Project:
    project.budget_lines[0].amount_cents += cents
    project.budget_lines.append(BudgetLine(side=BudgetSide.RESOURCE, label="Aide", amount_cents=cents, resource=kind))
    session().flush()
    return project


@transaction()
def overdue(project: Project, state: str) -> Project:
    project.published_at = clock.now()
    session().flush()
    move(project, state)
    project.due_at = clock.now() - timedelta(days=1)
    session().flush()
    return project


def reason(project: Project, condition: str) -> str:
    return getattr(guards, condition)(project) or ""


def test_an_amount_below_the_minimum_is_not_enough(app: Flask) -> None:
    make.fund(min_amount_cents=100_00)

    told = [reason(make.project(requested_cents=cents), "amount_above_minimum") for cents in (99_99, 100_00)]

    assert told == ["Vous demandez 99,99\u00a0€. Le fonds aide à partir de 100\u00a0€.", ""]


def test_more_than_the_ceiling_needs_a_reason_and_rules_that_allow_it(app: Flask) -> None:
    strict = make.fund()
    lenient = make.fund(make.commune("La Riche", "37195"), above_cap_allowed=True)
    there = make.neighbourhood("Niqueux", lenient.commune)
    why = {"requested_cents": 1_200_00, "above_cap_reason": "Il faut une rampe."}

    refused = make.project(neighbourhood=make.neighbourhood(city=strict.commune), **why)
    silent = make.project(neighbourhood=there, requested_cents=1_200_00)
    explained = make.project(neighbourhood=there, **why)

    assert "Le plafond du fonds est de 1\u202f000\u00a0€." in reason(refused, "amount_within_ceiling")
    assert "Expliquez pourquoi." in reason(silent, "amount_within_ceiling")
    assert reason(explained, "amount_within_ceiling") == ""


@pytest.mark.parametrize(
    ("rules", "kind", "missing"),
    [
        ({"own_share_pct": 20}, ResourceKind.OTHER_MONEY, "140\u00a0€ de plus, en argent, en temps ou en matériel."),
        ({"own_share_pct": 20}, None, "140\u00a0€ de plus"),
        ({"own_share_pct": 20}, ResourceKind.IN_KIND, "40\u00a0€ de plus"),
        ({"own_share_pct": 14}, ResourceKind.IN_KIND, ""),
        ({"own_share_pct": 14}, ResourceKind.OWN_MONEY, ""),
        ({"own_share_pct": 14, "own_in_kind_counts": False}, ResourceKind.IN_KIND, "98\u00a0€ de plus, en argent."),
        ({"own_money_pct": 5}, ResourceKind.IN_KIND, "35\u00a0€ de plus, en argent."),
        ({"own_money_pct": 5}, ResourceKind.OWN_MONEY, ""),
    ],
)
def test_the_carriers_bring_the_part_that_the_rules_ask(
    app: Flask, rules: dict[str, object], kind: ResourceKind | None, missing: str
) -> None:
    make.fund(**rules)

    project = helped(make.project(), 100_00, kind)

    assert missing in reason(project, "own_contribution_found")
    assert bool(missing) is bool(reason(project, "own_contribution_found"))


def test_a_file_is_sent_only_once_its_team_has_read_what_is_not_paid(app: Flask) -> None:
    make.fund()
    carrier = make.actor()
    project = make.project(carrier, exclusions_denied=False)

    with pytest.raises(ActionRefused) as refused:
        steps.perform(project, "submit", carrier)

    assert [obstacle.code for obstacle in refused.value.obstacles] == ["within_exclusions"]


def test_a_fund_that_excludes_nothing_asks_nothing(app: Flask) -> None:
    make.fund(exclusions=[{"code": "own", "sentence": "Le loyer.", "blocking": False}])
    project = make.project(exclusions_denied=False, exclusions_checked_by_id=None)

    assert reason(project, "within_exclusions") == reason(project, "exclusions_confirmed") == ""


def test_a_referent_checks_what_is_not_paid_and_again_once_the_expenses_change(app: Flask) -> None:
    make.fund()
    carrier, referent = make.actor(), make.actor("referent")
    project = make.project(carrier)
    steps.perform(project, "submit", carrier)
    steps.perform(project, "accept", referent)

    codesign.check_exclusions(project.id, referent, respected=True)
    checked = reason(project, "exclusions_confirmed")
    drafts.save_step(project.id, "budget", {"expenses": [MoneyRow("Vin", 600_00)]}, carrier)

    assert checked == ""
    assert reason(project, "exclusions_confirmed").startswith("Vérifiez")
    with pytest.raises(NotAllowed):
        codesign.check_exclusions(project.id, carrier, respected=True)


def test_what_has_already_taken_place_does_not_go_to_the_committee(app: Flask) -> None:
    make.fund()
    yesterday = clock.today() - timedelta(days=1)

    project = make.project(starts_on=yesterday, ends_on=yesterday)

    assert reason(project, "exclusions_confirmed").startswith("Le projet a déjà commencé.")


def test_nothing_new_is_granted_to_people_late_with_a_report(app: Flask) -> None:
    neighbour = make.person("Bruno Petit")
    late = overdue(make.project(Actor(neighbour.id)), "reporting")

    theirs, others = make.project(Actor(neighbour.id)), make.project()

    told = f"Avant une nouvelle aide : envoyez le bilan du projet «\u00a0{late.title}\u00a0»."
    assert reason(theirs, "carriers_up_to_date") == told
    assert reason(others, "carriers_up_to_date") == reason(late, "carriers_up_to_date") == ""


def test_an_association_late_with_a_refund_is_known_by_its_name(app: Flask) -> None:
    association = {"carrier_kind": CarrierKind.ASSOCIATION}
    overdue(make.project(**association, association_name="Les Jardins d'Élodie"), "refund_due")

    again = make.project(**association, association_name="les jardins d'elodie ")
    other = make.project(**association, association_name="Les Jardins de Paul")

    assert "rendez l'argent du projet" in reason(again, "carriers_up_to_date")
    assert reason(other, "carriers_up_to_date") == ""


@pytest.mark.parametrize(("state", "days"), [("reporting", 10), ("refund_due", 20)])
def test_the_report_and_the_refund_are_due_when_the_rules_say(app: Flask, state: str, days: int) -> None:
    project = brought(make.fund(report_days=10, refund_days=20))

    move(project, state)

    assert project.due_at
    assert project.due_at.astimezone(clock.PARIS).date() == clock.today() + timedelta(days=days)


def test_a_minimum_group_counts_people(app: Flask) -> None:
    make.fund(min_group=5)

    assert reason(make.project(), "enough_carriers") == "Il manque 2 personnes dans le groupe qui porte le projet."
