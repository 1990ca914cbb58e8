"""What residents of the demonstration ask, and the answers they get, late or not, over the year."""

from __future__ import annotations

import tomllib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person, PreferredChannel, Role, RoleAssignment, Scope
from app.db import session
from app.demo.cast import Cast, City, plain_name
from app.dialogue.models import HELD, DialogueSpace, Meeting
from app.mail import Delivery, Message
from app.mail.outbox import departed
from app.steps.actor import Actor
from app.territory.models import Neighbourhood, Organisation, OrganisationKind
from app.voices import services as voices
from app.voices.models import Channel, Contribution, ContributionKind, ReplyWay, VoiceTheme
from app.voices.question_models import AnswerKind, Feedback, Question, TellingWay
from app.voices.services import answers, merging, questions, reporting

FILE = Path(__file__).with_name("voices.toml")
COPIED_WITHIN = timedelta(days=16)
"""What is said in a meeting is copied out soon after: a question of an older meeting came on a slip."""
SHARED = frozenset({"metropolis", "state", "transport"})
"""Bodies that serve every city."""

Life = Generator[datetime, None, None]


@dataclass(frozen=True)
class Known:
    """The places by their name in addresses, the bodies by their key, and who answers for each."""

    places: Mapping[str, Neighbourhood]
    bodies: Mapping[str, Organisation]
    answerers: Mapping[int, Person]


@dataclass
class Scene:
    """Where a question is asked, and everyone who has to do with it."""

    told: Mapping[str, Any]
    place: Neighbourhood
    city: City
    helper: Actor
    asker: Person
    bodies: Mapping[str, Organisation]
    answerers: Mapping[int, Person]

    @property
    def body(self) -> Organisation:
        """The body that must answer: the city's own, or one that serves them all."""
        return self.bodies.get(f"{self.told['body']}-{self.place.commune_id}") or self.bodies[self.told["body"]]

    @property
    def answerer(self) -> Actor:
        """Who answers there."""
        return Actor(self.answerers[self.body.id].id)

    @property
    def referent(self) -> Actor:
        """Who sorts the questions of the city."""
        return Actor(self.city.staff[Role.REFERENT].id)


def lives(cast: Cast, end: datetime) -> list[Life]:
    """Found the bodies, and return the life of each question and remark, in the order of the file."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    places = {place.slug: place for place in session().scalars(sa.select(Neighbourhood)).unique()}
    known = Known(places, *_bodies(cast, told["body"]))
    scenes = [_scene(cast, row, rank, known) for rank, row in enumerate((*told["question"], *told["remark"]))]
    asked = [_life_of_question(scene, end) for scene in scenes if "state" in scene.told]
    said = [scene for scene in scenes if "state" not in scene.told]
    return [*asked, *(_life_of_remark(scene, end - timedelta(days=17 * rank + 3)) for rank, scene in enumerate(said))]


def _scene(cast: Cast, row: Mapping[str, Any], rank: int, known: Known) -> Scene:
    place = known.places[row["quarter"]]
    residents, helper = cast.residents[place.id], Actor(cast.helpers[place.id].id)
    asker = residents[rank % len(residents)]
    return Scene(row, place, cast.city_of(place), helper, asker, known.bodies, known.answerers)


def _bodies(cast: Cast, rows: Sequence[Mapping[str, str]]) -> tuple[dict[str, Organisation], dict[int, Person]]:
    """Store the bodies, one for each city unless it serves them all, with who answers and who is told when late."""
    found: dict[str, Organisation] = {}
    people: dict[int, Person] = {}
    for row in rows:
        cities = [None] if row["kind"] in SHARED else list(cast.cities.values())
        for city in cities:
            name = row["name"] if city is None else f"{row['name']}, {city.commune.name}"
            body = Organisation(kind=OrganisationKind(row["kind"]), name=name)
            body.commune_id = city.commune.id if city else None
            staff = city.staff[Role.ANSWERER] if city and row["kind"] == "city" else _agent(cast)
            body.head_id, body.elected_id = _agent(cast).id, _agent(cast).id
            session().add(body)
            session().flush()
            _answers_for(staff, body)
            found[f"{row['key']}-{city.commune.id}" if city else row["key"]] = body
            people[body.id] = staff
    return found, people


def _agent(cast: Cast) -> Person:
    name = next(cast.names)
    agent = Person(
        name=name, public_label=f"{name.split(maxsplit=1)[0]} (service)", created_at=clock.now(),
        preferred_channel=PreferredChannel.EMAIL, email=f"{plain_name(name)}@exemple.example",
    )  # fmt: skip
    session().add(agent)
    session().flush()
    return agent


def _answers_for(person: Person, body: Organisation) -> None:
    begun = date(clock.today().year - 2, 1, 1)
    session().add(
        RoleAssignment(
            person_id=person.id, role=Role.ANSWERER, scope=Scope.ORGANISATION, scope_id=body.id, from_on=begun
        )
    )
    session().flush()
    session().expire(person, ["roles"])


def _life_of_remark(scene: Scene, begins: datetime) -> Life:
    yield begins
    channel = Channel(scene.told["channel"])
    words = voices.Words(ContributionKind(scene.told["kind"]), scene.told["text"], channel)
    if channel in (Channel.SLIP, Channel.CALL, Channel.SMS):
        voices.say(scene.place, words, scene.helper)
        return
    said = voices.say(scene.place, words, None)
    yield _in_days(1)
    questions.welcome_words(said.id, questions.Reading(said.text), scene.helper)


def _life_of_question(scene: Scene, end: datetime) -> Life:
    yield end - timedelta(days=scene.told["days_ago"])
    state, said = scene.told["state"], _asked(scene)
    if state == "captured":
        return
    yield _in_days(0.6)
    question = session().scalars(sa.select(Question).where(Question.contribution_id == said.id)).unique().one()
    if question.state == "captured":
        questions.welcome_words(said.id, questions.Reading(said.text), scene.helper)
    if state == "acknowledged":
        return
    yield _in_days(1.2)
    if state == "merged":
        _merge(said, scene)
        return
    questions.sort(question.id, questions.Sorting(VoiceTheme(scene.told["theme"])), scene.referent)
    if state == "qualified":
        return
    yield _in_days(1)
    questions.entrust(question.id, scene.body.id, scene.answerer.person_id or 0, scene.referent)
    yield from _answer(scene, question, state)


def _asked(scene: Scene) -> Contribution:
    told, channel = scene.told, Channel(scene.told["channel"])
    if channel is Channel.MEETING:
        meeting = session().scalars(
            sa.select(Meeting).join(Meeting.space).where(
                DialogueSpace.neighbourhood_id == scene.place.id, Meeting.state.in_(HELD),
                Meeting.held_on.between(clock.today() - COPIED_WITHIN, clock.today()),
            ).order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(1)
        ).unique().first()  # fmt: skip
        if meeting is not None:
            return voices.write_contribution(meeting, ContributionKind.QUESTION, told["text"], scene.helper)
        channel = Channel.SLIP
    way = ReplyWay(told["reply"])
    words = voices.Words(
        ContributionKind.QUESTION, told["text"], channel, reply_way=way,
        author_id=scene.asker.id if way is ReplyWay.MESSAGE else None,
    )  # fmt: skip
    by_hand = channel in (Channel.SLIP, Channel.CALL, Channel.SMS)
    return voices.say(scene.place, words, scene.helper if by_hand else None)


def _answer(scene: Scene, question: Question, state: str) -> Life:
    if state == "assigned":
        return
    yield _in_days(4 + scene.told.get("slow", 0))
    if state == "transferred":
        answers.transfer(question.id, scene.bodies["metro"].id, "Ce bois appartient à la Métropole.", scene.answerer)
        return
    if state == "interim":
        ahead = clock.today() + timedelta(days=scene.told["days_ago"] - 7 + scene.told["wait_days"])
        answers.give_interim(question.id, scene.told["plain"], ahead, scene.answerer)
        return
    answers.propose(question.id, _draft(scene.told), scene.answerer, 0)
    if state == "drafted":
        return
    yield _in_days(1.5)
    answers.approve(question.id, scene.referent, question.step_count, publish_now=state != "approved")
    if state != "approved":
        yield from _tell(scene, question, state)


def _tell(scene: Scene, question: Question, state: str) -> Life:
    if state == "answered":
        return
    yield _in_days(3)
    _carry_messages(question)
    if question.state == "answered":
        reporting.tell_back(question.id, TellingWay.VOICE, scene.helper)
    if state == "reported_back":
        return
    yield _in_days(4)
    clear = state == "closed"
    reporting.hear_feedback(question.id, Feedback.CLEAR if clear else Feedback.DISAGREE, scene.helper)
    if clear:
        yield from _keep(scene, question)
    elif state == "mediation":
        yield from _disagree_again(scene, question)


def _keep(scene: Scene, question: Question) -> Life:
    """Keep or drop what was promised, when the file says so."""
    promises = [promise for answer in answers_of(question) for promise in answer.commitments]
    for promise in promises:
        if scene.told.get("kept"):
            yield _in_days(9)
            answers.keep_commitment(promise.id, scene.told["kept"], scene.answerer)
        elif scene.told.get("dropped"):
            yield _in_days(20)
            answers.drop_commitment(promise.id, scene.told["dropped"], scene.answerer)


def _disagree_again(scene: Scene, question: Question) -> Life:
    yield _in_days(2)
    questions.entrust(question.id, scene.body.id, scene.answerer.person_id or 0, scene.referent)
    yield _in_days(8)
    again = {**scene.told, "plain": scene.told["again"]}
    answers.propose(question.id, _draft(again), scene.answerer, 0)
    answers.approve(question.id, scene.referent, question.step_count, publish_now=True)
    yield _in_days(6)
    reporting.tell_back(question.id, TellingWay.VOICE, scene.helper)
    reporting.hear_feedback(question.id, Feedback.DISAGREE, scene.helper)


def answers_of(question: Question) -> list[Any]:
    """Return the answers of a question, read afresh."""
    session().expire(question, ["answers"])
    return question.answers


def _draft(told: Mapping[str, Any]) -> answers.Draft:
    promises = []
    if told.get("promise"):
        promises = [(told["promise"], clock.today() + timedelta(days=told["promise_days"]))]
    return answers.Draft(AnswerKind(told["kind"]), told["full"], told["plain"], told.get("reason", ""), promises)


def _merge(said: Contribution, scene: Scene) -> None:
    """Put a question together with the first one of its neighbourhood on the same theme that is still open."""
    other = session().scalars(
        sa.select(Question).where(
            Question.neighbourhood_id == said.neighbourhood_id, Question.contribution_id != said.id, Question.is_open
        ).order_by(Question.id).limit(1)
    ).unique().first()  # fmt: skip
    if other is not None:
        merging.merge(said.id, other.contribution_id, scene.referent)


def _carry_messages(question: Question) -> None:
    """Let the messages of a question leave, as the post or the telephone would have carried them that day."""
    waiting = sa.select(Message).filter_by(subject_kind="question", subject_id=question.id, delivery=Delivery.WAITING)
    for message in session().scalars(waiting.order_by(Message.id)):
        message.delivery, message.delivered_at = Delivery.SENT, clock.now()
        session().flush()
        departed(message)


def _in_days(days: float) -> datetime:
    return clock.now() + timedelta(days=days)
