"""An edition from its rules to its end: what moves with it, and what it refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock, files
from app.accounts.models import Scope
from app.ballots import wording
from app.ballots.models import Candidacy, Edition, Eligibility
from app.ballots.policy import NotAllowed
from app.ballots.queries import candidacies, candidacies_of, listed
from app.ballots.rules.ties import commitment
from app.ballots.services import building, council, design, ideas, review, running
from app.ballots.services.building import Estimate
from app.ballots.services.council import CouncilVote
from app.ballots.services.review import Answer, Refusal
from app.db import session, transaction
from app.projects.models import Involvement, InvolvementKind, Project
from app.projects.services import merging
from app.steps import journal
from app.steps import services as steps
from app.steps.actor import Actor
from app.territory.models import Organisation, OrganisationKind
from tests import make
from workflows.engine import ActionRefused


def referent() -> Actor:
    return make.actor("referent")


@transaction()
def organisation(city_id: int | None = None) -> Organisation:
    made = Organisation(kind=OrganisationKind.LANDLORD, name="Tours Habitat", commune_id=city_id)
    session().add(made)
    session().flush()
    return made


@transaction()
def with_residents(project: Project) -> None:
    session().add(
        Involvement(project_id=project.id, stage="codesign", kind=InvolvementKind.WORKSHOP, residents_count=4,
                    happened_on=clock.today(), what="Atelier")
    )  # fmt: skip


def met(edition: Edition) -> dict[str, Answer]:
    return {criterion["code"]: Answer(is_met=True) for criterion in edition.criteria}


def test_an_edition_runs_from_its_rules_to_the_council_and_its_projects_with_it(app: Flask) -> None:
    staff, place = referent(), make.neighbourhood()
    edition = design.create_edition(place.commune, "Budget participatif 2027", 100_000_00, staff)
    design.describe(
        edition.id,
        design.Basics("Budget 2027", "Décidez de 100 000 €.", 100_000_00, 70_000_00, [place.id], edition.criteria),
        staff,
    )
    design.choose_voting(edition.id, design.Voting("tours", 1, 3, 11), staff)
    design.note_comparison(edition.id, ("tours", "equal_shares"), staff)
    running.act(edition.id, "open_ideas", staff)
    with pytest.raises(NotAllowed):
        _proposed(edition)
    with clock.told(clock.at_nine(edition.ideas_open_on)):  # type: ignore[arg-type]
        projects = [_proposed(edition) for _ in range(3)]
    with clock.told(clock.end_of(edition.ideas_until) + timedelta(hours=1)):  # type: ignore[arg-type]
        running.act(edition.id, "close_ideas", staff)
        for project in projects:
            review.review_idea(project.id, met(edition), None, staff)
        running.act(edition.id, "finish_review", staff)
        for project in projects:
            with_residents(project)
            building.estimate(project.id, Estimate(60_000_00), staff)
        running.act(edition.id, "lock_list", staff)
        running.freeze(edition.id, staff)
    with clock.told(edition.opens_at):  # type: ignore[arg-type]
        running.open_due_votes()
    with clock.told(edition.closes_at + timedelta(minutes=1)):  # type: ignore[operator,arg-type]
        _counted(edition, winner=projects[0])
        running.act(edition.id, "publish_result", staff)
        council.record_council(edition.id, CouncilVote(clock.today(), "DEL-12", _document()), staff)

    fresh = session().get_one(Edition, edition.id)

    assert fresh.state == "delivery"
    assert commitment(fresh.tie_seed) == fresh.tie_commitment
    assert [session().get_one(Project, project.id).state for project in projects] == [
        "funded", "not_selected", "not_selected",
    ]  # fmt: skip
    assert session().get_one(Project, projects[0].id).granted_cents == 60_000_00


def test_a_refused_idea_is_explained_to_its_author_and_handed_to_a_service(app: Flask) -> None:
    edition, staff = make.edition("eligibility"), referent()
    candidacy, receiver = candidacies(edition)[0], organisation()
    author = Actor(candidacy.project.created_by_id)
    answers = met(edition) | {"competence": Answer(is_met=False, reason="Le hall est au bailleur.")}

    review.review_idea(
        candidacy.project_id, answers, Refusal("Le hall est au bailleur.", receiver.id, "Venez le mardi."), staff
    )

    letter = make.last_letter(author)
    assert session().get_one(Project, candidacy.project_id).state == "not_eligible"
    assert "Le hall est au bailleur." in letter.body
    assert "Tours Habitat" in letter.body
    assert "Venez le mardi." in letter.body


def test_a_second_look_at_a_refused_idea_begins_afresh(app: Flask) -> None:
    edition, staff = make.edition("eligibility"), referent()
    candidacy = candidacies(edition)[0]
    refused = {"competence": Answer(is_met=False, reason="Non.")}
    review.review_idea(candidacy.project_id, refused, Refusal("Non.", organisation().id, ""), staff)
    author = Actor(candidacy.project.created_by_id)

    steps.perform(candidacy.project, "ask_again", author, "Le terrain est à la ville.")

    assert candidacies(edition)[0].eligibility is Eligibility.PENDING
    assert session().get_one(Project, candidacy.project_id).state == "submitted"


def test_the_review_ends_only_when_every_idea_has_its_answer(app: Flask) -> None:
    edition = make.edition("eligibility", costs=[1])

    with pytest.raises(ActionRefused) as refused:
        running.act(edition.id, "finish_review", referent())

    assert [obstacle.code for obstacle in refused.value.obstacles] == ["every_idea_reviewed"]


def test_an_estimate_above_the_ceiling_is_refused(app: Flask) -> None:
    edition = make.edition("coconstruction", costs=[10_000_00])

    with pytest.raises(building.TooDear):
        building.estimate(candidacies(edition)[0].project_id, Estimate(70_000_01), referent())


def test_ideas_become_one_only_with_the_consent_of_both_teams_in_one_edition(app: Flask) -> None:
    edition, elsewhere = make.edition("coconstruction"), make.edition("coconstruction", costs=[1_000_00])
    (first, second), other = candidacies(edition)[:2], candidacies(elsewhere)[0]
    author, its_author = Actor(first.project.created_by_id), Actor(second.project.created_by_id)
    third = candidacies(edition)[2].project
    wrong = merging.propose_merge(third.id, other.project_id, "Le même lieu.", Actor(third.created_by_id))
    merging.answer_merge(wrong.id, other.project_id, Actor(other.project.created_by_id), agrees=True)

    asked = merging.propose_merge(first.project_id, second.project_id, "La même place.", author)
    with pytest.raises(ActionRefused) as too_early:
        steps.perform(first.project, "merge", author)
    merging.answer_merge(asked.id, second.project_id, its_author, agrees=True)
    steps.perform(first.project, "merge", author)
    with pytest.raises(ActionRefused) as elsewhere_refused:
        steps.perform(third, "merge", Actor(third.created_by_id))

    fresh = session().get_one(Candidacy, first.id)
    assert [obstacle.code for obstacle in too_early.value.obstacles] == ["both_teams_agree"]
    assert [obstacle.code for obstacle in elsewhere_refused.value.obstacles] == ["same_edition"]
    assert (fresh.eligibility, fresh.grouped_into_id) == (Eligibility.GROUPED, second.id)


def test_a_list_opened_again_gives_its_projects_back_and_draws_another_seed(app: Flask) -> None:
    edition, staff = make.edition("coconstruction"), referent()
    for candidacy in candidacies(edition):
        with_residents(candidacy.project)
    running.act(edition.id, "lock_list", staff)
    before = session().get_one(Edition, edition.id).tie_commitment

    running.act(edition.id, "reopen_list", staff, "Un coût est faux.")
    states = {candidacy.project.state for candidacy in candidacies(edition)}
    running.act(edition.id, "lock_list", staff)

    assert states == {"codesign"}
    assert session().get_one(Edition, edition.id).tie_commitment not in ("", before)
    assert len(listed(edition)) == len(edition.candidacies)


def test_a_vote_does_not_open_before_its_hour_nor_unfrozen(app: Flask) -> None:
    edition = make.edition("list_locked")

    with pytest.raises(ActionRefused) as refused:
        running.act(edition.id, "open_vote", referent())

    assert {obstacle.code for obstacle in refused.value.obstacles} == {"record_frozen", "opening_time_come"}


def test_a_project_withdrawn_during_the_vote_stays_in_the_frozen_list(app: Flask) -> None:
    edition = make.edition("vote")
    candidacy = listed(edition)[0]

    running.withdraw(candidacy.project_id, "Le terrain est vendu.", referent())

    fresh = listed(session().get_one(Edition, edition.id))[0]
    assert fresh.project.state == "withdrawn"
    assert fresh.withdrawal is not None
    assert fresh.on_ballot


def test_a_cancelled_edition_gives_every_idea_back(app: Flask) -> None:
    edition = make.edition("ideas")

    running.act(edition.id, "cancel", referent(), "Le conseil a voté un autre calendrier.")

    assert {candidacy.project.state for candidacy in candidacies(edition)} == {"released"}


def test_a_referent_of_another_city_changes_nothing(app: Flask) -> None:
    edition = make.edition("eligibility")
    other = make.commune("Joué-lès-Tours", "37122")
    stranger = make.person("Une autre")
    make.role(stranger, "referent", Scope.COMMUNE, other.id)
    staff = Actor(stranger.id)

    with pytest.raises(ActionRefused):
        running.act(edition.id, "finish_review", staff)
    with pytest.raises(NotAllowed):
        review.review_idea(candidacies(edition)[0].project_id, met(edition), None, staff)


def test_a_project_left_aside_stands_again_in_a_later_edition_and_keeps_its_history(
    app: Flask, client: FlaskClient
) -> None:
    first, later = (make.edition("ideas", costs=[], title=title) for title in ("Budget 2025", "Budget 2027"))
    project = _proposed(first)
    author = Actor(project.created_by_id)
    no = {"competence": Answer(is_met=False, reason="Le hall est au bailleur.")}
    review.review_idea(project.id, no, Refusal("Le hall est au bailleur.", organisation().id, ""), referent())
    with pytest.raises(NotAllowed):
        ideas.stand_again(project.id, later.id, referent())

    ideas.stand_again(project.id, later.id, author)
    waiting = candidacies(later)
    with pytest.raises(NotAllowed):
        ideas.take_to_fund(project.id, author)
    steps.perform(project, "submit", author)

    assert waiting == []
    assert [(each.edition.title, wording.fate(each)) for each in candidacies_of(project)] == [
        ("Budget 2027", "À examiner"), ("Budget 2025", "Pas possible ici"),
    ]  # fmt: skip
    assert candidacies(first)[0].project_id == project.id
    assert [fault for fault in journal.faults() if fault.startswith("project")] == []
    page = client.get(f"/projects/{project.ref}").text
    assert "Budget 2025" in page
    assert "proposée de nouveau" in page


def test_a_draft_goes_from_the_fund_to_the_edition_and_back(app: Flask) -> None:
    edition, author = make.edition("ideas"), Actor(make.person().id)
    project = make.project(author)

    ideas.take_to_edition(project.id, edition.id, author)
    there = session().get_one(Project, project.id).workflow_key
    ideas.take_to_fund(project.id, author)

    assert there == "budget-project"
    assert session().get_one(Project, project.id).workflow_key == "micro-grant"


def _proposed(edition: Edition) -> Project:
    author = Actor(make.person().id)
    project = make.project(author)
    ideas.take_to_edition(project.id, edition.id, author)
    steps.perform(project, "submit", author)
    return session().get_one(Project, project.id)


@transaction()
def _counted(edition: Edition, winner: Project) -> None:
    """Do what the ceremony and the count do, without their screens."""
    fresh = session().get_one(Edition, edition.id)
    running.seal(fresh)
    steps._enter(fresh, "count")
    fresh.counted_at = fresh.recounted_at = fresh.published_at = clock.now()
    for candidacy in listed(fresh):
        running.mark_outcome(candidacy, is_winner=candidacy.project_id == winner.id)


def _document() -> files.StoredFile:
    return files.keep_pdf(b"%PDF-1.4 deliberation", "deliberation.pdf")


def test_a_project_that_changed_its_path_tells_its_whole_history(app: Flask, client: FlaskClient) -> None:
    edition, author = make.edition("ideas", costs=[]), Actor(make.person().id)
    project = make.project(author)
    ideas.take_to_edition(project.id, edition.id, author)
    steps.perform(session().get_one(Project, project.id), "submit", author)

    page = client.get(f"/projects/{project.ref}")

    assert page.status_code == 200
    assert edition.title in page.text
    assert [fault for fault in journal.faults() if fault.startswith("project")] == []
