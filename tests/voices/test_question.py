"""A question from its number to its end: the thread, its refusals, and what the database itself forbids."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.db import open_transaction, session
from app.mail import Message
from app.steps import journal
from app.steps import services as steps
from app.steps.deadlines import add
from app.voices.models import ReplyWay, Visibility
from app.voices.question_models import Answer, AnswerKind, Feedback, Question, ReportBack, TellingWay
from app.voices.services import answers, merging, questions, reporting
from tests import make
from tests.voices import town as t
from workflows.definition import Duration
from workflows.engine import ActionRefused

pytestmark = pytest.mark.usefixtures("app")


def letters(person) -> list[Message]:
    return session().query(Message).filter_by(person_id=person.id).order_by(Message.id).all()


def why(refused: pytest.ExceptionInfo[ActionRefused]) -> set[str]:
    return {obstacle.code for obstacle in refused.value.obstacles}


def test_a_question_is_asked_answered_told_back_and_closed() -> None:
    there = t.town()

    question = t.asked(there)
    t.answered(there, t.entrusted(there, question))
    receipt, answer = letters(there.asker)
    t.carried(answer)
    reporting.hear_feedback(question.id, Feedback.CLEAR, there.facilitator)

    assert question.state == "closed"
    assert question.answered_on_time is True
    assert question.promised_on == add(clock.today(), Duration(15, "od"))
    assert f"{question.code[:4]}-{question.code[4:]}" in receipt.body
    assert "Nous changeons l'ascenseur." in answer.body
    assert session().query(ReportBack).one().feedback is Feedback.CLEAR
    assert list(journal.faults()) == []


def test_no_answer_is_proposed_without_its_plain_words_nor_a_no_without_its_reason() -> None:
    there = t.town()
    question = t.entrusted(there)

    with pytest.raises(ActionRefused) as plain:
        answers.propose(question.id, t.draft(plain_text=" "), there.answerer, 0)
    with pytest.raises(ActionRefused) as no:
        answers.propose(question.id, t.draft(kind=AnswerKind.NO), there.answerer, 0)
    answers.propose(question.id, t.draft(kind=AnswerKind.NO, reason="Le budget est voté."), there.answerer, 0)

    assert why(plain) == why(no) == {"answer_complete"}
    assert question.state == "drafted"


@pytest.mark.parametrize("change", [
    {"plain_text": "  "}, {"text": ""}, {"kind": AnswerKind.NO, "reason": " "}, {"kind": AnswerKind.INTERIM},
])  # fmt: skip
def test_the_database_itself_refuses_an_answer_that_lacks_something(change: dict[str, object]) -> None:
    there = t.town()
    question = t.answered(there)
    answer = session().query(Answer).filter_by(question_id=question.id).one()

    with pytest.raises(sa.exc.IntegrityError), open_transaction():
        session().execute(sa.update(Answer).where(Answer.id == answer.id).values(change))


@pytest.mark.parametrize("state", ["closed", "reported_back", "merged"])
def test_the_database_itself_refuses_an_end_without_an_answer(state: str) -> None:
    question = t.asked(t.town())

    with pytest.raises(sa.exc.IntegrityError), open_transaction():
        session().execute(sa.update(Question).where(Question.id == question.id).values(state=state))


def test_a_question_is_not_closed_before_it_is_told_back() -> None:
    there = t.town()
    question = t.answered(there)

    with pytest.raises(ActionRefused) as refused:
        steps.perform(question, "report_back", there.facilitator)
    outcome = reporting.hear_feedback(question.id, Feedback.CLEAR, there.facilitator)

    assert why(refused) == {"told_back"}
    assert (outcome, question.state) == ("", "answered")


def test_an_interim_answer_gives_a_date_and_comes_at_most_twice() -> None:
    there = t.town()
    question = t.entrusted(there)
    later = clock.today() + timedelta(days=40)

    for week in range(2):
        answers.give_interim(question.id, "Nous attendons un devis.", later + timedelta(weeks=week), there.answerer)
    with pytest.raises(ActionRefused) as third:
        answers.give_interim(question.id, "Encore un peu.", later + timedelta(weeks=9), there.answerer)
    with pytest.raises(ActionRefused) as past:
        answers.give_interim(question.id, "Demain.", clock.today(), there.answerer)

    assert question.state == "interim"
    assert question.answer_due_on == later + timedelta(weeks=1)
    assert "interims_left" in why(third)
    assert "interim_dated" in why(past)
    assert len(letters(there.asker)) == 3


def test_only_the_body_in_charge_answers() -> None:
    there = t.town()
    question = t.entrusted(there)
    other = t.body("Autre bailleur", commune_id=there.place.commune_id)
    stranger = make.person("Yves Autre")
    make.role(stranger, "answerer", t.Scope.ORGANISATION, other.id)

    for actor in (t.Actor(stranger.id), there.referent, there.facilitator):
        with pytest.raises(questions.NotAllowed):
            answers.propose(question.id, t.draft(), actor, 0)
    with pytest.raises(questions.NotTheirs):
        questions.entrust(
            t.sorted_out(there, t.asked(there, "Et la cave ?")).id, there.landlord.id, stranger.id, there.referent
        )


def test_a_body_of_another_city_is_given_no_question() -> None:
    there = t.town()
    question = t.sorted_out(there, t.asked(there))
    elsewhere = t.body("Autre ville", commune_id=make.commune("La Riche", "37195").id)
    answerer = make.person("Zoé Loin")
    make.role(answerer, "answerer", t.Scope.ORGANISATION, elsewhere.id)

    with pytest.raises(questions.NotTheirs):
        questions.entrust(question.id, elsewhere.id, answerer.id, there.referent)


def test_a_body_passes_a_question_on_and_the_other_accepts_or_it_comes_back() -> None:
    there = t.town()
    metro = t.body("Tours Métropole", t.OrganisationKind.METROPOLIS)
    agent = make.actor()
    make.role(session().get(t.Person, agent.person_id), "answerer", t.Scope.ORGANISATION, metro.id)
    first, second = t.entrusted(there), t.entrusted(there, t.asked(there, "Et les poubelles de la place ?"))

    for question in (first, second):
        answers.transfer(question.id, metro.id, "", there.answerer)
    answers.accept(first.id, agent)
    with t.days_later(12):
        steps.tick()

    session().expire_all()
    assert (first.state, first.organisation_id, first.answerer_id) == ("assigned", metro.id, agent.person_id)
    assert second.state == "qualified"
    assert len(letters(session().get(t.Person, agent.person_id))) == 3


def test_a_disagreement_reopens_once_then_goes_to_a_meeting() -> None:
    there = t.town()
    question = t.told(there)

    first = reporting.hear_feedback(question.id, Feedback.DISAGREE, there.facilitator, "Rien n'a changé.")
    owed_again = question.answered_at
    questions.entrust(question.id, there.landlord.id, there.answerer.person_id, there.referent)
    t.told(there, t.answered(there, question, text="Voici la date.", plain_text="Le 3 mars."))
    second = reporting.hear_feedback(question.id, Feedback.NOT_CLEAR, there.facilitator)

    assert (first, second) == ("reopen", "ask_mediation")
    assert owed_again is None
    assert question.state == "mediation"


def test_silence_closes_what_was_told() -> None:
    there = t.town()
    question = t.told(there)

    with t.days_later(20):
        steps.tick()

    session().expire_all()
    assert question.state == "closed"


def test_similar_questions_are_put_together_and_both_askers_get_the_answer() -> None:
    there = t.town()
    neighbour = make.person("Bruno Petit", address="2, allée des Tilleuls")
    first, second = t.said(there), t.said(there, "L'ascenseur est encore en panne !", author_id=neighbour.id)

    merging.merge(second.id, first.id, there.referent)
    question, merged = t.question_of(first), t.question_of(second)
    t.answered(there, t.entrusted(there, question))

    assert (merged.state, merged.merged_into_id) == ("merged", question.id)
    assert "Nous changeons l'ascenseur." in letters(there.asker)[-1].body
    assert "Nous changeons l'ascenseur." in letters(neighbour)[-1].body
    assert question.state == "answered"
    for person in (there.asker, neighbour):
        t.carried(letters(person)[-1])
    assert question.state == "reported_back"


def test_a_merge_made_by_mistake_is_undone() -> None:
    there = t.town()
    first, second = t.said(there), t.said(there, "Et le hall ?")

    merging.merge(second.id, first.id, there.referent)
    with pytest.raises(merging.NotAlike):
        merging.merge(first.id, second.id, there.referent)
    merging.part(second.id, there.referent, "Ce n'est pas la même question.")

    question = t.question_of(second)
    assert (question.state, question.merged_into_id, second.merged_into_id) == ("acknowledged", None, None)
    assert list(journal.faults()) == []


def test_several_bodies_have_thirty_open_days_and_an_urgent_question_says_who_was_called() -> None:
    there = t.town()
    question = t.asked(there)

    t.sorted_out(there, question, answer_days=30, is_urgent=True, called="Le gardien, à 9 h", is_private=True)

    assert question.answer_due_on == add(clock.today(), Duration(30, "od"))
    assert question.called == "Le gardien, à 9 h"
    assert question.contribution.visibility is Visibility.PRIVATE


def test_several_answers_are_told_in_one_meeting_or_none() -> None:
    there = t.town()
    told = [t.answered(there, t.entrusted(there, t.asked(there, text, reply_way=ReplyWay.MEETING)))
            for text in ("Et le hall ?", "Et la cave ?")]  # fmt: skip
    waiting = t.asked(there, "Et le toit ?")
    meeting = make.meeting(there.place)

    with pytest.raises(reporting.NothingToTell):
        reporting.tell_in_meeting([*(one.id for one in told), waiting.id], meeting.id, there.facilitator)
    count = reporting.tell_in_meeting([one.id for one in told], meeting.id, there.facilitator)

    session().expire_all()
    assert count == 2
    assert [one.state for one in told] == ["reported_back", "reported_back"]
    assert {row.way for row in session().query(ReportBack)} == {TellingWay.MEETING}


def test_a_commitment_is_followed_until_it_is_kept_or_dropped_with_its_reason() -> None:
    there = t.town()
    promises = [("Changer la porte", date(2027, 1, 15)), ("Repeindre le hall", date(2027, 2, 15))]
    question = t.answered(there, commitments=promises)
    door, hall = question.answers[0].commitments

    with pytest.raises(answers.NotAllowed):
        answers.keep_commitment(door.id, "Photo du 10 janvier", there.facilitator)
    answers.keep_commitment(door.id, "Photo du 10 janvier", there.answerer)
    answers.drop_commitment(hall.id, "Le budget est parti ailleurs.", there.answerer)

    assert (door.state, hall.state) == ("kept", "dropped")
    assert hall.reason == "Le budget est parti ailleurs."


def test_two_people_writing_the_same_answer_do_not_erase_each_other() -> None:
    there = t.town()
    question = t.entrusted(there)
    answers.save_draft(question.id, t.draft(text="Première main"), there.answerer, 0)

    with pytest.raises(answers.ChangedMeanwhile):
        answers.save_draft(question.id, t.draft(text="Seconde main"), there.answerer, 0)

    assert session().query(Answer).one().text == "Première main"
