"""A small town for questions: a neighbourhood, a landlord, who sorts, who answers, who asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, PreferredChannel, Scope
from app.db import session, transaction
from app.mail import Delivery, Message
from app.mail.outbox import departed
from app.steps.actor import Actor
from app.territory.models import Neighbourhood, Organisation, OrganisationKind
from app.voices import services
from app.voices.models import Channel, Contribution, ContributionKind, ReplyWay, VoiceTheme
from app.voices.question_models import AnswerKind, Question, TellingWay
from app.voices.services import answers, questions, reporting
from tests.sessions import sign_in

WORDS = "Quand l'ascenseur de la tour 4 sera-t-il réparé ?"


@dataclass
class Town:
    """Everybody needed to answer a question."""

    place: Neighbourhood
    landlord: Organisation
    referent: Actor
    facilitator: Actor
    answerer: Actor
    asker: Person
    others: dict[str, Actor] = field(default_factory=dict)


@transaction()
def body(name: str, kind: OrganisationKind = OrganisationKind.LANDLORD, **fields: object) -> Organisation:
    made = Organisation(name=name, kind=kind, **fields)
    session().add(made)
    session().flush()
    return made


def town() -> Town:
    from tests import make  # noqa: PLC0415 - the builders of the house know nothing of this town

    place = make.neighbourhood()
    landlord = body("Touraine Logement", commune_id=place.commune_id)
    people = {name: make.person(f"Personne {name}") for name in ("referent", "facilitator", "answerer")}
    make.role(people["referent"], "referent", Scope.COMMUNE, place.commune_id)
    make.role(people["facilitator"], "facilitator", Scope.NEIGHBOURHOOD, place.id)
    make.role(people["answerer"], "answerer", Scope.ORGANISATION, landlord.id)
    asker = make.person("Amina Diallo", neighbourhood_id=place.id, address="1, allée des Tilleuls")
    actors = {name: Actor(person.id) for name, person in people.items()}
    return Town(place, landlord, actors["referent"], actors["facilitator"], actors["answerer"], asker)


def said(there: Town, text: str = WORDS, **fields: object) -> Contribution:
    """Have the facilitator write down words of the asker, who wants to be written to."""
    values: dict[str, object] = {"reply_way": ReplyWay.MESSAGE, "author_id": there.asker.id}
    words = services.Words(ContributionKind.QUESTION, text, Channel.SLIP, **(values | fields))
    return services.say(there.place, words, there.facilitator)


def asked(there: Town, text: str = WORDS, **fields: object) -> Question:
    """Return the question that these words became."""
    return question_of(said(there, text, **fields))


def question_of(words: Contribution) -> Question:
    return session().query(Question).filter_by(contribution_id=words.id).one()


def sorted_out(there: Town, question: Question, **fields: object) -> Question:
    questions.sort(question.id, questions.Sorting(VoiceTheme.HOUSING, **fields), there.referent)
    return question


def entrusted(there: Town, question: Question | None = None) -> Question:
    """Sort a question and entrust it to the landlord."""
    question = sorted_out(there, question or asked(there))
    questions.entrust(question.id, there.landlord.id, there.answerer.person_id, there.referent)
    return question


def draft(**fields: object) -> answers.Draft:
    values = {"kind": AnswerKind.YES, "text": "L'ascenseur sera remplacé.", "plain_text": "Nous changeons l'ascenseur."}
    return answers.Draft(**(values | fields))


def answered(there: Town, question: Question | None = None, **fields: object) -> Question:
    """Answer a question and publish the answer."""
    question = question or entrusted(there)
    seen = answers.draft_of(question)
    answers.propose(question.id, draft(**fields), there.answerer, seen.revision if seen else 0)
    answers.approve(question.id, there.referent, question.step_count, publish_now=True)
    return question


def told(there: Town, question: Question | None = None) -> Question:
    """Answer a question and tell its answer to the asker."""
    question = question or answered(there)
    reporting.tell_back(question.id, TellingWay.VOICE, there.facilitator)
    return question


@transaction()
def carried(message: Message) -> None:
    """Post a letter, or make a call: the message has left."""
    message.delivery, message.delivered_at = Delivery.SENT, clock.now()
    session().flush()
    departed(message)


def days_later(days: int):
    return clock.told(clock.now() + timedelta(days=days))


def by_email(there: Town) -> None:
    with_transaction(there.asker, email="amina@exemple.example", preferred_channel=PreferredChannel.EMAIL)


@transaction()
def with_transaction(row: object, **fields: object) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


@transaction()
def stored(row: object) -> None:
    session().add(row)
    session().flush()


def as_(client: FlaskClient, actor: Actor) -> None:
    sign_in(client, session().get(Person, actor.person_id))
