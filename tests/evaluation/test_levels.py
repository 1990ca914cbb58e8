"""Levels of a project: the facts they are observed from, the promises and their trace, what a referent contests."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app import clock
from app.committees.services import decide
from app.db import open_transaction, session, transaction
from app.evaluation.lesson_queries import lessons
from app.evaluation.level_queries import levels_of
from app.evaluation.level_telling import told_levels
from app.evaluation.levels import Reason
from app.evaluation.models import DeclaredLevel, LevelStage, ObservedLevel, ParticipationLevel
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services import levels
from app.projects.deciding import decisions_on
from app.projects.models import (
    ChangeCause,
    ChangeField,
    ContributionLink,
    ContributionOutcome,
    Involvement,
    InvolvementKind,
    Outcome,
    Project,
    ProjectChange,
    ProjectRevision,
)
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from tests import make
from tests.committees import room
from tests.evaluation.panel import finished, judged, seated

L, S = ParticipationLevel, LevelStage
pytest_app = pytest.mark.usefixtures("app")


def in_codesign(carrier: Actor) -> Project:
    """Send a project and have it accepted, through its history."""
    project = make.project(carrier)
    sent_and_accepted(project, carrier)
    return project


def sent_and_accepted(project: Project, carrier: Actor) -> None:
    make.envelope()
    steps.perform(project, "submit", carrier)
    steps.perform(project, "accept", make.actor("referent"), "Bienvenue")


@transaction()
def worked_on(project: Project, days: tuple[int, ...]) -> None:
    """Hold workshops, so many days ago."""
    session().add_all(
        Involvement(project_id=project.id, stage="codesign", kind=InvolvementKind.WORKSHOP, residents_count=4,
                    happened_on=clock.today() - timedelta(days=ago))
        for ago in days
    )  # fmt: skip
    session().flush()
    session().expire(project, ["involvements"])


@transaction()
def said_and_changed(project: Project) -> None:
    """Have a remark adopted, and cause a change."""
    said = make.remark(make.meeting(project.neighbourhood))
    said.said_on = clock.today()
    link = ContributionLink(contribution_id=said.id, project_id=project.id, linked_at=clock.now())
    told = ContributionOutcome(contribution_id=said.id, project_id=project.id, number=1, outcome=Outcome.ADOPTED,
                               impact=3, decided_at=clock.now())  # fmt: skip
    session().add_all([link, told])
    number = 1 + (
        session().scalar(sa.select(sa.func.max(ProjectRevision.number)).filter_by(project_id=project.id)) or 0
    )
    revision = ProjectRevision(project_id=project.id, number=number, content={}, at=clock.now())
    session().add(revision)
    session().flush()
    change = ProjectChange(project_id=project.id, revision_id=revision.id, field=ChangeField.PLACE, magnitude=2,
                           at=clock.now())  # fmt: skip
    session().add(change)
    session().flush()
    session().add(ChangeCause(change_id=change.id, contribution_id=said.id, named_at=clock.now()))


@pytest_app
def test_two_workshops_and_a_change_caused_by_a_remark_are_building_together() -> None:
    project = in_codesign(make.actor())
    worked_on(project, (0, 0))
    said_and_changed(project)

    levels.observe(project.id)

    seen = levels_of(project)[S.CODESIGN].observed
    assert seen is not None
    assert seen.level == L.CO_CONSTRUCTION
    assert {Reason.CONSULTED.value, Reason.DISCUSSED.value, Reason.BUILT_TOGETHER.value} <= set(seen.reasons)
    assert levels_of(project)[S.IMPLEMENTATION].observed is None


@pytest_app
def test_a_workshop_alone_builds_nothing_together() -> None:
    project = in_codesign(make.actor())
    worked_on(project, (0,))

    levels.observe(project.id)

    seen = levels_of(project)[S.CODESIGN].observed
    assert seen is not None
    assert seen.level == L.NONE


@pytest_app
def test_a_committee_of_residents_that_grants_is_a_decision_taken_together() -> None:
    where = room.room()
    project = room.waiting(where.money)

    decide(where.sitting, project, room.grant(), where.secretary)
    levels.observe(project.id)

    seen = levels_of(project)[S.CODESIGN].observed
    assert seen is not None
    assert Reason.RESIDENTS_DECIDED.value in seen.reasons


@pytest_app
def test_the_verdict_of_the_panel_is_observed_at_once_and_gives_its_lessons() -> None:
    project = finished()
    juror = seated(project)[0]

    judged(project, Actor(juror.person_id), lessons=("Réserver la salle tôt.", " "))

    evaluation, overall = levels_of(project)[S.EVALUATION].observed, levels_of(project)[S.OVERALL].observed
    assert evaluation is not None
    assert overall is not None
    assert (evaluation.level, overall.level) == (L.CO_DECISION, L.NONE), "to judge a project is not to decide on it"
    assert {lesson.text for lesson in lessons("", None)} == {"Un point d'eau.", "Réserver la salle tôt."}


@pytest_app
def test_a_promise_made_in_time_needs_no_reason_and_a_late_one_leaves_its_trace() -> None:
    carrier = make.actor()
    project = make.project(carrier)
    levels.declare_levels(project, {S.CODESIGN: L.CO_CONSTRUCTION}, "", carrier)
    sent_and_accepted(project, carrier)

    with pytest.raises(EvaluationRefused, match="Dites pourquoi"):
        levels.declare_levels(project, {S.CODESIGN: L.CONSULTATION}, " ", carrier)
    levels.declare_levels(project, {S.CODESIGN: L.CONSULTATION}, "Un seul atelier.", carrier)

    stands = levels_of(project)[S.CODESIGN]
    assert [(row.level, row.stage_begun) for row in stands.promises] == [(4, False), (2, True)]
    (told,) = told_levels({S.CODESIGN: stands}, project)
    assert "Un seul atelier." in told.trace[0]


@pytest_app
def test_the_same_promise_twice_is_written_once() -> None:
    carrier = make.actor()
    project = make.project(carrier)

    assert levels.declare_levels(project, {S.ORIGIN: L.INFORMATION}, "", carrier) == 1
    assert levels.declare_levels(project, {S.ORIGIN: L.INFORMATION}, "", carrier) == 0


@pytest_app
def test_a_promise_is_never_rewritten_in_the_database() -> None:
    carrier = make.actor()
    project = make.project(carrier)
    levels.declare_levels(project, {S.ORIGIN: L.INFORMATION}, "", carrier)

    with pytest.raises(DatabaseError), open_transaction():
        session().execute(sa.update(DeclaredLevel).values(level=5))


@pytest_app
@pytest.mark.parametrize("role", ["", "gestionnaire", "helper"])
def test_nobody_else_promises_for_a_project(role) -> None:
    actor = make.actor(role) if role else make.actor()

    with pytest.raises(EvaluationRefused):
        levels.declare_levels(make.project(), {S.ORIGIN: L.INFORMATION}, "", actor)


@pytest_app
def test_a_referent_contests_with_a_reason_and_both_levels_stay() -> None:
    project = make.project(published_at=clock.now())
    make.put(project, "codesign")
    levels.observe(project.id)
    referent = make.actor("referent")

    with pytest.raises(EvaluationRefused):
        levels.override_level(project, S.OVERALL, L.CO_CONSTRUCTION, "", referent)
    levels.override_level(project, S.OVERALL, L.CO_CONSTRUCTION, "Les ateliers n'ont pas été notés.", referent)

    stands = levels_of(project)[S.OVERALL]
    assert stands.observed is not None
    assert stands.observed.level < L.CO_CONSTRUCTION
    assert stands.override is not None
    assert "Les ateliers" in told_levels({S.OVERALL: stands}, project)[0].contested


@pytest_app
def test_the_worker_observes_what_lived_since_and_then_rests() -> None:
    project = make.project(published_at=clock.now())

    first, second = levels.observe_what_moved(), levels.observe_what_moved()

    assert (first, second) == (1, 0)
    assert set(session().scalars(sa.select(ObservedLevel.project_id))) == {project.id}


@pytest_app
def test_a_fact_keyed_late_is_observed_the_next_night_and_only_then() -> None:
    project = in_codesign(make.actor())
    levels.observe(project.id)
    tonight = clock.at_nine(clock.today() + timedelta(days=1))

    with clock.told(tonight):
        quiet = levels.observe_late_facts()
    worked_on(project, (0, 0))
    said_and_changed(project)
    with clock.told(tonight + timedelta(days=1)):
        found = [levels.observe_late_facts(), levels.observe_late_facts()]

    seen = levels_of(project)[S.CODESIGN].observed
    assert (quiet, found) == (0, [1, 0])
    assert seen is not None
    assert seen.level == L.CO_CONSTRUCTION


@pytest_app
def test_a_stage_that_is_not_over_has_not_broken_its_promise() -> None:
    carrier = make.actor()
    project = in_codesign(carrier)
    levels.declare_levels(project, {S.CODESIGN: L.CO_CONSTRUCTION, S.ORIGIN: L.CO_DECISION}, "Tard", carrier)
    levels.observe(project.id)

    told = {one.label: one for one in told_levels(levels_of(project), project)}

    origin, codesign = told["À la naissance de l'idée"], told["Pendant la préparation et la décision"]
    assert (origin.tone, codesign.tone) == ("late", "calm")
    assert "Les faits montrent moins" in origin.sentence
    assert "Pour l'instant" in codesign.sentence


@pytest_app
@pytest.mark.parametrize(("states", "theirs"), [(("selected",), True), (("selected", "refused_by_council"), False)])
def test_the_vote_of_residents_decides_unless_the_council_refuses_it(states, theirs) -> None:
    project = make.edition("vote").candidacies[0].project
    for day, state in enumerate(states):
        with clock.told(clock.now() + timedelta(days=day)):
            make.put(project, state)
            steps.record(project, "note", SYSTEM)

    taken = decisions_on(project)

    assert [one.is_residents_own for one in taken][-1] is theirs
