"""What an edition refuses or repairs between its rules and the opening of its vote."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.ballots import calendar, criteria, wording
from app.ballots.edition_queries import history_of
from app.ballots.freezing import record_of
from app.ballots.models import Edition
from app.ballots.policy import NotAllowed
from app.ballots.queries import candidacies, listed
from app.ballots.services import building, design, running
from app.ballots.services.building import Estimate
from app.db import session
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make


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
