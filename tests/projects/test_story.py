"""The page tells its story first: the words, what they changed, the decision; nothing hidden comes back by it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.committees.services import decide
from app.db import session, transaction
from app.projects.file import FileValues
from app.projects.models import ProjectChange
from app.projects.queries.page import project_file
from app.projects.services import drafts, revisions, voices
from app.projects.story import story_of
from app.steps import services as steps
from app.voices.models import Contribution, Moderation
from tests import make
from tests.committees import room
from tests.projects.placing import move

pytestmark = pytest.mark.usefixtures("app")


def test_the_story_goes_from_the_words_to_the_decision() -> None:
    make.fund()
    carrier = make.actor()
    meeting = make.meeting()
    born, shade = make.remark(meeting, "Il n'y a que du béton."), make.remark(meeting, "Mettez-le à l'ombre.")
    project = make.project(carrier, origin_meeting_id=meeting.id, origin_contribution_id=born.id)
    steps.perform(project, "submit", carrier)
    move(project, "codesign")
    voices.link_voice(project.id, shade.id, carrier)
    drafts.save_step(project.id, "where", FileValues(place="Sous les platanes"), carrier)
    (change,) = session().scalars(sa.select(ProjectChange)).all()
    revisions.name_causes(project.id, change.id, [shade.id], carrier)

    told = story_of(project_file(project.ref))
    revisions.hide_revision(project.id, 2, "Un nom y était.", make.actor("referent"))
    session().expire_all()
    hidden = story_of(project_file(project.ref))

    assert [chapter.key for chapter in told] == ["origin", "changes"]
    assert told[0].lines[0].quote == "Il n'y a que du béton."
    assert "Sous les platanes" in told[1].lines[0].sentence
    assert told[1].lines[0].quote == "Mettez-le à l'ombre."
    assert "platanes" not in hidden[1].lines[0].sentence


def test_words_that_are_public_no_more_are_nowhere_on_the_page_of_the_project_they_began(browse) -> None:
    make.fund()
    carrier, meeting = make.actor(), make.meeting()
    born = make.remark(meeting, "C'est la faute de Paul.")
    project = make.project(carrier, origin="meeting", origin_meeting_id=meeting.id, origin_contribution_id=born.id)
    steps.perform(project, "submit", carrier)

    shown = browse(None).get(f"/projects/{project.ref}").text
    set_aside(born)
    hidden = browse(None).get(f"/projects/{project.ref}").text

    assert "la faute de Paul" in shown
    assert "la faute de Paul" not in hidden


@transaction()
def set_aside(said: Contribution) -> None:
    words = session().get_one(Contribution, said.id)
    words.moderation, words.set_aside_reason = Moderation.SET_ASIDE, "Une personne est nommée."


def test_the_decision_of_the_committee_is_a_chapter() -> None:
    where = room.room()
    project = room.waiting(where.money)
    decide(where.sitting, project, room.grant(), where.secretary)

    chapters = {chapter.key: chapter for chapter in story_of(project_file(project.ref))}

    assert "le comité dit oui" in chapters["decision"].lines[0].sentence
    assert "money" not in chapters
