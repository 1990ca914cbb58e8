"""What an edition that moves does to its projects: none is copied, each is moved by its own workflow."""

from __future__ import annotations

from app import clock
from app.ballots.models import Candidacy, Edition, Eligibility
from app.ballots.queries import alive, candidacy_of, listed, standing
from app.ballots.services.running import commit_seed
from app.db import session
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from app.steps.kinds import reversal, upon
from app.steps.models import Step


@upon("edition", "lock_list")
def put_on_the_ballot(edition: Edition, _actor: Actor) -> None:
    """Put each project that stands on the list, and commit to the seed that breaks ties."""
    for candidacy in alive(edition):
        candidacy.on_ballot = True
        session().flush()
        steps.perform(candidacy.project, "put_on_ballot", SYSTEM)
    commit_seed(edition)


@upon("edition", "reopen_list")
def take_off_the_ballot(edition: Edition, _actor: Actor) -> None:
    """Give each project of the list back to its construction."""
    for candidacy in listed(edition):
        candidacy.on_ballot = False
        session().flush()
        steps.perform(candidacy.project, "back_to_codesign", SYSTEM)


@upon("edition", "publish_result")
def tell_the_outcome(edition: Edition, _actor: Actor) -> None:
    """Select the projects that residents chose, and leave the others."""
    for candidacy in listed(edition):
        if candidacy.project.state == "on_ballot":
            steps.perform(candidacy.project, "select" if candidacy.is_winner else "leave_out", SYSTEM)


@upon("edition", "record_council")
def fund_the_projects(edition: Edition, _actor: Actor) -> None:
    """Give each selected project the money that the council voted, or tell why the council did not follow."""
    for candidacy in listed(edition):
        if candidacy.project.state == "selected":
            _decide(candidacy)


@upon("edition", "cancel")
def release_the_ideas(edition: Edition, _actor: Actor) -> None:
    """Give every idea back to its authors: nothing of it is lost, the edition will not take place."""
    for candidacy in standing(edition):
        if candidacy.project.is_open:
            steps.perform(candidacy.project, "release", SYSTEM)


@upon("project", "submit")
def show_the_idea(project: Project, _actor: Actor) -> None:
    """Show the idea in its edition from the day it is sent."""
    candidacy = candidacy_of(project)
    if candidacy is not None:
        candidacy.sent_at = clock.now()
        session().flush()


@reversal("project", "submit")
def hide_the_idea(project: Project, _step: Step, _actor: Actor) -> None:
    """An idea sent by mistake is a draft again: its edition shows it no more."""
    candidacy = candidacy_of(project)
    if candidacy is not None:
        candidacy.sent_at = None
        session().flush()


@upon("project", "merge")
def follow_the_merge(project: Project, _actor: Actor) -> None:
    """Note in which project of the edition an idea goes on, once its team and the other's agreed."""
    candidacy, into = candidacy_of(project), session().get(Project, project.merged_into_id or 0)
    other = candidacy_of(into) if into else None
    if candidacy is not None and other is not None:
        candidacy.eligibility, candidacy.grouped_into_id = Eligibility.GROUPED, other.id
        session().flush()


@upon("project", "ask_again", "review_again")
def review_again(project: Project, _actor: Actor) -> None:
    """Look at the idea afresh; what was answered before is there to start from."""
    candidacy = candidacy_of(project)
    if candidacy is not None:
        candidacy.eligibility, candidacy.refusal, candidacy.told_at = Eligibility.PENDING, "", None
        session().flush()


@reversal("project", "find_eligible", "refuse_idea")
def forget_the_verdict(project: Project, _step: Step, actor: Actor) -> None:
    """The verdict is taken back: the idea is to be examined again."""
    review_again(project, actor)


def _decide(candidacy: Candidacy) -> None:
    if candidacy.council_refusal:
        steps.perform(candidacy.project, "council_refuses", SYSTEM, candidacy.council_refusal)
        return
    candidacy.project.granted_cents = candidacy.awarded_cents
    session().flush()
    steps.perform(candidacy.project, "fund", SYSTEM)
