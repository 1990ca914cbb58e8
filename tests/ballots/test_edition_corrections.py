"""What an edition refuses or repairs between its rules and the opening of its vote."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.ballots import calendar, criteria, presets, wording
from app.ballots.edition_queries import history_of
from app.ballots.freezing import frozen_record, record_of
from app.ballots.models import Edition
from app.ballots.policy import NotAllowed
from app.ballots.queries import candidacies, listed
from app.ballots.result_words import fates
from app.ballots.services import building, design, running
from app.ballots.services.building import Estimate
from app.db import session, transaction
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.make.counts import result, sealed
from tests.sessions import sign_in
from workflows.engine import ActionRefused


def test_a_calendar_that_slips_is_changed_in_public_until_all_is_frozen(app: Flask) -> None:
    edition, staff = make.edition("coconstruction"), make.actor("referent")
    was = calendar.calendar_of(edition)
    assert was is not None
    week = timedelta(days=7)
    later = replace(was, vote_from=was.vote_from + week, vote_until=was.vote_until + week)

    design.plan(edition.id, later, staff)
    with pytest.raises(design.PastDate):
        design.plan(edition.id, replace(later, ideas_until=clock.today() - timedelta(days=1)), staff)

    fresh = session().get_one(Edition, edition.id)
    assert (fresh.vote_from, fresh.vote_until) == (later.vote_from, later.vote_until)
    assert (history_of(fresh)[0].action, history_of(fresh)[0].is_public) == ("planned", True)
    with pytest.raises(NotAllowed):
        design.plan(make.edition("vote").id, later, staff)


def test_a_list_not_frozen_before_the_opening_needs_another_day(app: Flask) -> None:
    edition, staff = make.edition("list_locked"), make.actor("referent")
    was = calendar.calendar_of(edition)
    assert was is not None

    with clock.told(edition.opens_at + timedelta(minutes=1)):  # type: ignore[operator,arg-type]
        with pytest.raises(running.LateOpening):
            running.freeze(edition.id, staff)
        with pytest.raises(design.PastDate):
            design.plan(edition.id, replace(was, coconstruction_until=clock.today() - timedelta(days=1)), staff)
        assert "retardée" in wording.stands(edition)[1]
        design.plan(edition.id, replace(was, vote_from=clock.today() + timedelta(days=1)), staff)
        running.freeze(edition.id, staff)
        assert running.open_due_votes() == 0

    assert session().get_one(Edition, edition.id).state == "list_locked"


def test_a_criterion_typed_twice_is_asked_once(app: Flask) -> None:
    usual = str(criteria.USUAL["legality"])

    kept = criteria.from_lines([usual, "Le lieu existe", f" {usual} ", "Le lieu existe"])

    assert [each["label"] for each in kept] == [usual, "Le lieu existe"]


def test_rivals_are_one_group_whatever_their_capitals(app: Flask) -> None:
    edition, staff = make.edition("coconstruction"), make.actor("referent")
    first, second = candidacies(edition)[:2]

    for candidacy, typed in ((first, "Terrain"), (second, "terrain")):
        building.estimate(candidacy.project_id, Estimate(10_000_00, rivals=typed), staff)

    settings = record_of(edition, [first, second])["rule"]["settings"]
    assert ["exclusive", f"{first.project.ref}+{second.project.ref}"] in settings


def test_an_idea_that_its_author_took_back_is_not_said_to_wait(app: Flask) -> None:
    edition = make.edition("eligibility")
    candidacy = candidacies(edition)[0]

    steps.perform(candidacy.project, "withdraw", Actor(candidacy.project.created_by_id))

    assert wording.fate(candidacy) == "Retiré"


def test_a_project_is_withdrawn_between_the_freezing_and_the_opening(app: Flask) -> None:
    edition, staff = make.edition("list_locked"), make.actor("referent")
    candidacy = listed(edition)[0]
    with pytest.raises(NotAllowed):
        running.withdraw(candidacy.project_id, "Le terrain est vendu.", staff)

    running.freeze(edition.id, staff)
    running.withdraw(candidacy.project_id, "Le terrain est vendu.", staff)

    assert session().get_one(Project, candidacy.project_id).state == "withdrawn"


def test_a_limit_for_one_theme_is_frozen_kept_by_the_count_and_told(app: Flask) -> None:
    draft = make.edition("design")
    design.choose_voting(
        draft.id, design.Voting("most_chosen", 1, 3, 11, theme_cap_cents=45_000_00), make.actor("referent")
    )
    edition = sealed([(0, 1, 2)] * 11 + [(2,)], rule_settings=draft.rule_settings)

    last = result(edition, publish=False)

    assert presets.theme_cap_of(edition) == 45_000_00
    assert Fraction(last.outcome["spent"]) <= 45_000
    assert any("«\xa0Rues et places\xa0» dépassait" in fate.says for fate in fates(frozen_record(edition), last))


def test_a_theme_may_receive_what_its_dearest_project_costs(app: Flask, client: FlaskClient) -> None:
    draft, someone = make.edition("design", ceiling_cents=70_000_00), make.person("Nadia Ferrand")
    make.role(someone, "referent")
    sign_in(client, someone)
    told = {"preset": "tours", "min_choices": 1, "max_choices": 3, "min_age": 11}

    answers = [
        client.post(f"/budget/{draft.id}/voting", data=told | {"theme_cap": cap}) for cap in ("69 999", "70 000")
    ]

    assert [answer.status_code for answer in answers] == [422, 303]


def test_an_edition_is_closed_once_its_projects_are_done_and_judged(app: Flask) -> None:
    edition, staff = make.edition("delivery", costs=[10_000_00, 20_000_00]), make.actor("referent")
    for project_id in _chosen(edition, "running"):
        put(project_id, "evaluation")
        with pytest.raises(ActionRefused):
            running.act(edition.id, "close", staff)
    running.act(edition.id, "finish_delivery", staff)
    with pytest.raises(ActionRefused, match="residents_judged_projects"):
        running.act(edition.id, "close", staff)

    _judged(edition)
    running.act(edition.id, "close", staff)

    assert (edition.state, edition.is_open) == ("closed", False)


@transaction()
def _chosen(edition: Edition, state: str) -> list[int]:
    for each in edition.candidacies:
        running.mark_outcome(each, is_winner=True)
        each.project.granted_cents = each.awarded_cents
        make.put(each.project, state)
    return [each.project_id for each in edition.candidacies]


@transaction()
def _judged(edition: Edition) -> None:
    for each in edition.candidacies:
        each.project.evaluated_at = clock.now()
        make.put(each.project, "closed")


@transaction()
def put(project_id: int, state: str) -> None:
    make.put(session().get_one(Project, project_id), state)
