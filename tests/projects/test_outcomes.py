"""Each thing said about a project gets an outcome with its trace, told to its author, who may contest it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import current_app

from app import clock
from app.accounts.models import Person
from app.accounts.services import erasure
from app.db import session, transaction
from app.dialogue.hooks import answers_since
from app.dialogue.models import Meeting
from app.mail import Message
from app.mail.outbox import departed
from app.projects.file import FileValues
from app.projects.models import (
    ContributionOutcome,
    Outcome,
    OutcomeReply,
    OutcomeTelling,
    Project,
    ProjectChange,
    ReasonCode,
)
from app.projects.services import drafts, outcomes, revisions, voices
from app.projects.services.outcomes import Decision
from app.steps import services as steps
from app.steps.actor import Actor
from app.voices.models import Contribution, ReplyWay
from tests import make
from tests.projects.placing import move

pytestmark = pytest.mark.usefixtures("app")
REFUSED = Decision(Outcome.REFUSED, 1, ReasonCode.TOO_EXPENSIVE, "Un auvent coûte plus que toute l'aide.")
ADOPTED = Decision(Outcome.ADOPTED, 3, reason_text="Le jardin change de place.")


class Story:
    """A project being built together, with words whose author, Nora, wants a letter; and a referent."""

    def __init__(self) -> None:
        make.fund()
        self.carrier = make.actor(name="Amina Diallo")
        self.referent = make.actor(name="Rémi Référent")
        self.project = make.project(self.carrier)
        place = self.project.neighbourhood
        make.role(session().get(Person, self.referent.person_id), "referent", "neighbourhood", place.id)
        self.author = make.person("Nora Voisine", address="1 rue Neuve", neighbourhood_id=place.id)
        self.meeting = make.meeting(place)
        self.said = make.remark(self.meeting, "Il faudrait un banc à l'ombre.")
        self.anonymous = make.remark(self.meeting, "Et un auvent pour la pluie.")
        written(self.said, author_id=self.author.id, reply_way=ReplyWay.MESSAGE)
        steps.perform(self.project, "submit", self.carrier)
        move(self.project, "codesign")
        for said in (self.said, self.anonymous):
            voices.link_voice(self.project.id, said.id, self.carrier)

    def decide(self, decision: Decision, said: Contribution | None = None, actor: Actor | None = None):
        said = said or self.said
        return outcomes.decide_outcome(self.project.id, said.id, decision, actor or self.carrier)

    def caused(self) -> None:
        """Have the words change the place."""
        drafts.save_step(self.project.id, "where", FileValues(place="Sous les platanes"), self.carrier)
        change = session().scalar(sa.select(ProjectChange))
        revisions.name_causes(self.project.id, change.id, [self.said.id], self.carrier)

    def url(self, tail: str) -> str:
        return f"/projects/{self.project.ref}/{tail}"


@transaction()
def written(said: Contribution, **fields: object) -> None:
    for name, value in fields.items():
        setattr(session().get_one(Contribution, said.id), name, value)


@pytest.fixture
def story() -> Story:
    return Story()


def letters_to(person_id: int) -> list[Message]:
    return list(session().scalars(sa.select(Message).filter_by(person_id=person_id).order_by(Message.id)))


def test_an_outcome_is_told_to_the_author_their_own_way_and_kept_once(story, browse) -> None:
    first, again = story.decide(REFUSED), story.decide(REFUSED)
    (letter,) = letters_to(story.author.id)
    leave(letter.id)

    page = browse(None).get(story.url("")[:-1]).text

    telling = session().scalar(sa.select(OutcomeTelling))
    assert first.id == again.id
    assert "Trop cher pour ce projet." in letter.body
    assert telling.told_on is not None
    assert "Pas retenue" in page
    assert "Nora" not in page


def told_first_in(meeting: Meeting) -> list[str]:
    with current_app.test_request_context():
        return [line.title for line in answers_since(meeting)]


@transaction()
def leave(message_id: int) -> None:
    departed(session().get_one(Message, message_id))


def test_a_substantial_trace_needs_a_change_that_names_the_words(story) -> None:
    with pytest.raises(outcomes.NoTrace):
        story.decide(ADOPTED)

    story.caused()

    assert story.decide(ADOPTED).impact == 3


def test_adopted_words_that_no_change_names_say_where_they_can_be_seen(story) -> None:
    with pytest.raises(outcomes.WhereIsIt):
        story.decide(Decision(Outcome.ADOPTED, 2))

    assert story.decide(Decision(Outcome.ADOPTED, 2, reason_text="Un banc était déjà prévu à l'ombre.")).number == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"outcome": "refused"}, "Choisissez la raison"),
        ({"outcome": "refused", "reason_code": "later", "impact": "1"}, "Expliquez ce refus"),
        ({"outcome": "refused", "reason_code": "later", "reason_text": "Plus tard", "impact": "3"}, "au plus une"),
        ({"outcome": "passed_on", "impact": "1"}, "à qui la parole est transmise"),
        ({"outcome": "adopted", "reason_text": "Oui"}, "quelle trace"),
        ({"outcome": "adopted", "impact": "4", "reason_text": "Oui"}, "ne cite cette parole"),
        ({"outcome": "eaten"}, ""),
    ],
)
def test_an_outcome_that_lacks_something_is_refused_with_what_was_typed(story, browse, sent, sentence) -> None:
    page = browse(story.carrier).post(story.url(f"voices/{story.said.id}/outcome"), data=sent)

    assert page.status_code == 422
    assert sentence in page.text.replace("&#39;", "'")
    assert sent.get("reason_text", "") in page.text
    assert session().scalar(sa.select(ContributionOutcome)) is None


def test_the_author_contests_and_the_referent_answers_with_another_outcome(story, browse) -> None:
    given = story.decide(REFUSED)
    author, referent = browse(Actor(story.author.id)), browse(story.referent)
    assert "Cela vous convient" in author.get("/me").text

    author.post(story.url(f"outcomes/{given.id}"), data={"answer": "no", "words": "Un voile coûte 40 euros."})

    asked = referent.get("/me").text
    public = browse(None).get(story.url("")[:-1]).text
    letter = letters_to(story.referent.person_id)[-1]
    story.decide(Decision(Outcome.PARTLY, 2, reason_text="Nous achetons un voile."), actor=story.referent)
    answered = browse(None).get(story.url("")[:-1]).text
    assert "Répondez-lui" in asked
    assert "Un voile coûte 40 euros." in letter.body
    assert "pas d&#39;accord" in public or "pas d'accord" in public
    assert "Nora" not in public
    assert "Un voile coûte" not in public
    assert "Une première réponse a été contestée" in answered
    assert "Répondez-lui" not in referent.get("/me").text
    assert len(letters_to(story.author.id)) == 2


def test_a_contest_still_waits_for_its_answer_when_the_project_joins_another(story, browse) -> None:
    given = story.decide(REFUSED)
    browse(Actor(story.author.id)).post(story.url(f"outcomes/{given.id}"), data={"answer": "no", "words": "Non."})
    other = make.project(make.actor(), neighbourhood=story.project.neighbourhood, published_at=clock.now())
    joined(story.project, other)

    asked = browse(story.referent).get("/me").text

    assert "Répondez-lui" in asked


@transaction()
def joined(project: Project, other: Project) -> None:
    project.merged_into_id = other.id
    session().flush()
    make.put(project, "merged")


def test_a_reply_is_given_once_and_to_what_is_said_now_only(story) -> None:
    first = story.decide(REFUSED)
    author = Actor(story.author.id)
    second = story.decide(Decision(Outcome.PASSED_ON, 1, passed_to="La mairie"))

    with pytest.raises(outcomes.AnsweredMeanwhile):
        outcomes.reply_to_outcome(story.project.id, first.id, "", author, confirms=True)
    outcomes.reply_to_outcome(story.project.id, second.id, "", author, confirms=True)
    with pytest.raises(outcomes.AnsweredMeanwhile):
        outcomes.reply_to_outcome(story.project.id, second.id, "", author, confirms=False)

    assert session().scalars(sa.select(OutcomeReply.confirms)).all() == [True]


def test_nobody_else_replies_for_the_author_but_a_helper_acting_for_them(story, browse) -> None:
    given = story.decide(REFUSED)
    others = [story.carrier, story.referent, make.actor("helper"), make.actor()]

    answers = [browse(one).get(story.url(f"outcomes/{given.id}")).status_code for one in others]
    helped = outcomes.reply_to_outcome(
        story.project.id, given.id, "", Actor(others[2].person_id, story.author.id), confirms=True
    )

    assert answers == [404, 404, 404, 404]
    assert (helped.by_id, helped.on_behalf_id) == (others[2].person_id, story.author.id)


def test_words_without_an_author_are_answered_at_the_next_meeting(story) -> None:
    given = story.decide(REFUSED, story.anonymous)
    coming = make.coming_meeting(story.project.neighbourhood)
    facilitator = make.actor("facilitator")
    before = told_first_in(coming)

    outcomes.tell_aloud(story.project.id, given.id, story.meeting.id, facilitator)
    outcomes.reply_to_outcome(story.project.id, given.id, "", facilitator, confirms=True)

    assert before == ["Et un auvent pour la pluie."]
    assert told_first_in(coming) == []
    assert told_first_in(story.meeting) == ["Et un auvent pour la pluie."]


def test_words_that_left_a_trace_stay_linked_and_those_of_the_origin_come_by_themselves(story, browse) -> None:
    born = make.project(story.carrier, origin_contribution_id=story.anonymous.id)
    steps.perform(born, "submit", story.carrier)
    story.decide(REFUSED)

    with pytest.raises(voices.StillCited):
        voices.unlink_voice(story.project.id, story.said.id, story.carrier)
    with pytest.raises(voices.StillCited):
        voices.unlink_voice(born.id, story.anonymous.id, story.carrier)

    assert "Et un auvent" in browse(None).get(f"/projects/{born.ref}").text


def test_a_referent_of_elsewhere_says_nothing_of_the_words(story, browse) -> None:
    stranger = make.person("Réf ailleurs")
    make.role(stranger, "referent", "neighbourhood", story.project.neighbourhood_id + 1)

    answer = browse(Actor(stranger.id)).post(story.url(f"voices/{story.said.id}/outcome"), data={"outcome": "waiting"})

    assert answer.status_code == 403


def test_an_erased_author_leaves_a_contest_without_words(story) -> None:
    given = story.decide(REFUSED)
    outcomes.reply_to_outcome(story.project.id, given.id, "Je suis au 12.", Actor(story.author.id), confirms=False)

    erasure.erase(story.author.id)

    session().expire_all()
    assert session().execute(sa.select(OutcomeReply.confirms, OutcomeReply.words)).all() == [(False, "")]
