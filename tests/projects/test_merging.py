"""Two projects become one when both teams agree: nobody and nothing is lost, and nothing is copied twice."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from html import unescape

import pytest
import sqlalchemy as sa

from app.db import lock, session, transaction
from app.insight import figures
from app.insight.scopes import Period, Scope
from app.mail import Message
from app.projects.models import Involvement, InvolvementKind, MergeProposal, Project, TeamMember
from app.projects.queries.merging import open_proposal
from app.projects.services import codesign, following, merging, voices
from app.projects.services.codesign import Session
from app.steps import services as steps
from app.steps.actor import Actor
from app.steps.models import Step
from tests import make
from tests.projects.placing import move
from tests.workflows.build import FOLDER, moves, shipped
from workflows.engine import ActionRefused

pytestmark = pytest.mark.usefixtures("app")
TOGETHER = Session(date(2026, 5, 4), InvolvementKind.WORKSHOP, "Centre social", 9, "Les deux équipes ensemble.")
ALONE = Session(date(2026, 5, 6), InvolvementKind.WALK, "", 5, "Le tour de la place.", 2, "Les bancs seront à l'ombre.")


class Two:
    """Two projects of one neighbourhood, each with its team, its follower and its words; one word and one session are both's."""

    def __init__(self) -> None:
        make.fund()
        self.ours, self.theirs = make.actor(name="Amina Diallo"), make.actor(name="Bakari Sow")
        self.garden = self.built(self.ours, "Jardin partagé des tours")
        self.benches = self.built(self.theirs, "Bancs à l'ombre des tours")
        meeting = make.meeting(self.garden.neighbourhood)
        both, own = make.remark(meeting, "De l'ombre et des fleurs."), make.remark(meeting, "Un banc pour les aînés.")
        voices.link_voice(self.garden.id, both.id, self.ours)
        for said in (both, own):
            voices.link_voice(self.benches.id, said.id, self.theirs)
        for project, actor in ((self.garden, self.ours), (self.benches, self.theirs)):
            codesign.log_session(project.id, TOGETHER, actor)
        codesign.log_session(self.benches.id, ALONE, self.theirs)
        self.fan = make.actor(name="Zoé")
        for project in (self.garden, self.benches):
            following.follow(project, self.fan)

    @staticmethod
    def built(carrier: Actor, title: str) -> Project:
        project = make.project(carrier, title=title)
        steps.perform(project, "submit", carrier)
        move(project, "codesign")
        return project

    def proposed(self, actor: Actor | None = None) -> MergeProposal:
        return merging.propose_merge(self.benches.id, self.garden.id, "Même place, même envie.", actor or self.theirs)

    def answer(self, actor: Actor, project: Project, *, agrees: bool = True) -> None:
        found = open_proposal(project)
        merging.answer_merge(found.proposal.id, project.id, actor, agrees=agrees)


@pytest.fixture
def two() -> Two:
    return Two()


def fresh(project: Project) -> Project:
    session().expire_all()
    return session().get_one(Project, project.id)


def test_every_way_to_the_merged_state_asks_both_teams() -> None:
    definition = shipped(FOLDER / "micro-grant.v2.toml")

    ways = [action for _state, action in moves(definition) if action.to == "merged"]

    assert len(ways) == 3
    assert all("both_teams_agree" in action.requires for action in ways)


def test_two_projects_become_one_and_nobody_is_lost(two, browse) -> None:
    two.proposed()
    two.answer(two.ours, two.garden)
    steps.perform(two.benches, "merge", two.theirs)

    garden, benches = fresh(two.garden), fresh(two.benches)
    page, old = (browse(None).get(f"/projects/{one.ref}").text for one in (garden, benches))
    assert (benches.state, benches.merged_into_id) == ("merged", garden.id)
    assert [member.person_id for member in garden.team if member.person_id] == [
        two.ours.person_id,
        two.theirs.person_id,
    ]
    assert sorted(link.contribution.text for link in garden.links) == [
        "De l'ombre et des fleurs.", "Un banc pour les aînés."
    ]  # fmt: skip
    assert [row.what for row in garden.involvements].count(TOGETHER.what) == 1
    (walk,) = [row for row in garden.involvements if row.what == ALONE.what]
    assert (walk.others_count, walk.decided) == (2, ALONE.decided)
    assert [len(one.team) for one in (garden, benches)] == [4, 3]
    assert {"project_joined", "merge"} <= set(session().scalars(sa.select(Step.action)))
    assert benches.title.replace("'", "&#39;") in page
    assert f'href="/projects/{garden.ref}"' in old
    assert f'href="/projects/{benches.ref}"' in page


def test_two_projects_that_became_one_count_for_one_and_their_shared_words_once(two) -> None:
    before = figures.of(Scope.metro(), Period.year(2026))
    two.proposed()
    two.answer(two.ours, two.garden)
    steps.perform(two.benches, "merge", two.theirs)
    session().expire_all()

    after = figures.of(Scope.metro(), Period.year(2026))

    assert [(one["I4b"].denominator, one["I5a"].denominator) for one in (before, after)] == [(2, 3), (1, 2)]


def test_the_team_that_joins_carries_the_other_project_from_then_on(two) -> None:
    two.proposed()
    two.answer(two.ours, two.garden)
    steps.perform(two.benches, "merge", make.actor("referent"))

    codesign.log_session(two.garden.id, Session(date(2026, 6, 1), InvolvementKind.WALK, "", 4, "Ensemble"), two.theirs)

    assert session().scalar(sa.select(sa.func.count()).select_from(Involvement).filter_by(what="Ensemble")) == 1


def test_nothing_merges_before_both_teams_agree_and_the_refusal_names_who_is_missing(two) -> None:
    with pytest.raises(ActionRefused) as unasked:
        steps.perform(two.benches, "merge", two.theirs)
    two.proposed(make.actor("referent"))
    two.answer(two.theirs, two.benches)

    with pytest.raises(ActionRefused) as unanswered:
        steps.perform(two.benches, "merge", two.theirs)

    assert "Proposez d'abord" in unasked.value.obstacles[0].sentence
    assert "Jardin partagé des tours" in unanswered.value.obstacles[0].sentence
    assert "Bancs" not in unanswered.value.obstacles[0].sentence


def test_a_team_that_says_no_keeps_its_project_and_the_other_is_told(two) -> None:
    two.proposed()

    two.answer(two.ours, two.garden, agrees=False)

    letter = make.last_letter(two.theirs)
    assert open_proposal(fresh(two.benches)) is None
    assert "préfère garder deux projets" in letter.body
    assert fresh(two.benches).state == "codesign"


def test_a_team_takes_its_yes_back_until_the_projects_are_one(two, browse) -> None:
    two.proposed()
    two.answer(two.ours, two.garden)
    theirs = browse(two.theirs)

    offered = theirs.get(f"/projects/{two.benches.ref}/merging").text
    theirs.post(f"/projects/{two.benches.ref}/merging/answer", data={"answer": "no"})

    with pytest.raises(ActionRefused):
        steps.perform(two.benches, "merge", two.theirs)
    assert "Retirer notre accord" in offered
    assert open_proposal(fresh(two.garden)) is None


def test_a_project_that_moved_on_is_not_joined_and_the_other_may_choose_again(two, browse) -> None:
    third = two.built(make.actor(name="Carine"), "Fontaine des tours")
    two.proposed()
    two.answer(two.ours, two.garden)
    move(two.garden, "scheduled")

    late = browse(two.theirs).post(
        f"/projects/{two.benches.ref}/actions/merge", data={"seen": fresh(two.benches).step_count, "note": ""}
    )
    again = merging.propose_merge(two.benches.id, third.id, "La même envie.", two.theirs)

    assert late.status_code == 422
    assert open_proposal(fresh(two.benches)).proposal.id == again.id


def test_only_the_main_carrier_answers_or_a_helper_for_them(two, browse) -> None:
    two.proposed()
    other = second_of(two.garden)
    helper = make.actor("helper")

    refused = [
        browse(one).post(f"/projects/{two.garden.ref}/merging/answer", data={"answer": "yes"}).status_code
        for one in (other, make.actor("referent"), helper)
    ]
    two.answer(Actor(helper.person_id, two.ours.person_id), two.garden)

    found = open_proposal(two.garden)
    assert refused == [403, 403, 403]
    assert (found.answers[two.garden.id].by_id, found.awaited()) == (helper.person_id, [])


@transaction()
def second_of(project: Project) -> Actor:
    second = make.actor(name="Bruno Petit")
    session().add(TeamMember(project_id=project.id, person_id=second.person_id, name="Bruno Petit"))
    return second


def test_a_project_that_the_committee_has_joins_nothing(two) -> None:
    move(two.garden, "scheduled")

    with pytest.raises(merging.CannotJoin):
        two.proposed()

    assert session().scalar(sa.select(MergeProposal)) is None


def test_a_team_proposes_and_answers_from_its_screens(two, browse) -> None:
    ours, theirs = browse(two.ours), browse(two.theirs)

    blank = theirs.post(f"/projects/{two.benches.ref}/merging", data={"into": two.garden.ref})
    theirs.post(f"/projects/{two.benches.ref}/merging", data={"into": two.garden.ref, "reason": "Même place."})
    asked = ours.get(f"/projects/{two.garden.ref}/merging").text
    ours.post(f"/projects/{two.garden.ref}/merging/answer", data={"answer": "yes"})
    ready = theirs.get(f"/projects/{two.benches.ref}/merging").text

    assert blank.status_code == 422
    assert "Oui, nous sommes" in asked
    assert f"/projects/{two.benches.ref}/actions/merge" in ready
    assert "Rien ne se fait sans votre accord" in session().scalar(
        sa.select(Message.body).filter_by(person_id=two.ours.person_id).order_by(Message.id.desc()).limit(1)
    )


def test_the_other_team_finds_the_proposal_among_what_awaits_it_then_whoever_joins_carries_it_out(two, browse) -> None:
    two.proposed()

    asked, asking = (unescape(browse(who).get("/me").text) for who in (two.ours, two.theirs))
    two.answer(two.ours, two.garden)
    answered, ready = (unescape(browse(who).get("/me").text) for who in (two.ours, two.theirs))

    proposed, agreed = "On vous propose de réunir votre projet", "Les deux équipes sont d'accord pour le réunir"
    assert (proposed in asked, proposed in asking, agreed in asking) == (True, False, False)
    assert (proposed in answered, agreed in answered, agreed in ready) == (False, False, True)


def test_a_merge_and_somebody_who_holds_the_other_project_wait_in_turn_and_never_for_ever(two, app) -> None:
    """The project that joins has the greater number: locked first, it would be held while the lesser is waited for."""
    two.proposed()
    two.answer(two.ours, two.garden)
    held, lesser, greater = threading.Event(), two.garden.id, two.benches.id

    def merge() -> str:
        held.wait()
        with app.app_context():
            return steps.perform(session().get_one(Project, greater), "merge", two.theirs).action

    @transaction()
    def take_both() -> None:
        lock(Project, lesser)
        held.set()
        merging_now.result_within(0.3)
        lock(Project, greater)

    with ThreadPoolExecutor(1) as pool:
        merging_now = Running(pool.submit(merge))
        take_both()
        done = merging_now.future.result(timeout=30)

    assert done == "merge"
    assert fresh(two.benches).merged_into_id == lesser


class Running:
    """Work of another thread: waited for a moment, so that it reaches the rows that are held."""

    def __init__(self, future: Future[str]) -> None:
        self.future = future

    def result_within(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            self.future.result(timeout=seconds)
