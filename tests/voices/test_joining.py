"""Words that join a question, early or late: nobody who wanted the answer is forgotten."""

from __future__ import annotations

import pytest

from app.db import session
from app.mail import Message
from app.voices import question_queries as queries
from app.voices.models import Channel, Contribution, ContributionKind, ReplyWay
from app.voices.question_models import ReportBack
from app.voices.services import Words, merging, say
from tests import make
from tests.voices import town as t

pytestmark = pytest.mark.usefixtures("app")


def letters(person) -> list[str]:
    rows = session().query(Message).filter_by(person_id=person.id).order_by(Message.id)
    return [message.body for message in rows]


def neighbour(name: str):
    return make.person(name, address="2, allée des Tilleuls")


def remark(there: t.Town, author, text: str = "L'ascenseur est en panne.") -> Contribution:
    words = Words(ContributionKind.REPORT, text, Channel.SLIP, reply_way=ReplyWay.MESSAGE, author_id=author.id)
    return say(there.place, words, there.facilitator)


def test_whoever_joins_a_question_already_answered_gets_the_answer_at_once() -> None:
    there, bruno = t.town(), neighbour("Bruno Petit")
    question = t.told(there)
    late = t.said(there, "Et l'ascenseur ?", author_id=bruno.id)

    merging.merge(late.id, question.contribution_id, there.referent)

    assert "Nous changeons l'ascenseur." in letters(bruno)[-1]
    assert not any("avancent ensemble" in body for body in letters(bruno))
    assert session().query(ReportBack).filter_by(question_id=question.id, told_on=None).count() == 1
    t.carried(session().query(Message).filter_by(person_id=bruno.id).order_by(Message.id.desc()).first())
    assert session().query(ReportBack).filter_by(told_on=None).count() == 0


def test_whoever_was_written_the_answer_is_not_written_it_again_by_a_merge() -> None:
    there = t.town()
    question = t.answered(there)
    again = t.said(there, "Et l'ascenseur ?")

    merging.merge(again.id, question.contribution_id, there.referent)

    assert sum("Nous changeons l'ascenseur." in body for body in letters(there.asker)) == 1


def test_authors_of_remarks_put_with_a_question_however_deep_get_its_answer_and_count() -> None:
    there, bruno, chloe = t.town(), neighbour("Bruno Petit"), neighbour("Chloé Grand")
    main, middle = t.said(there), t.said(there, "Quand répare-t-on ?", author_id=bruno.id)
    deep = remark(there, chloe)
    merging.merge(deep.id, middle.id, there.referent)
    merging.merge(middle.id, main.id, there.referent)
    question = t.question_of(main)

    t.answered(there, t.entrusted(there, question))
    late = remark(there, neighbour("Dina Loup"), "Toujours en panne.")
    merging.merge(late.id, main.id, there.referent)

    file = queries.question_file(question.id)
    assert all("Nous changeons l'ascenseur." in letters(person)[-1] for person in (there.asker, bruno, chloe))
    assert f"/follow/{question.code}" in letters(chloe)[-1]
    assert "Vous avez demandé" in letters(chloe)[-1]
    assert session().query(ReportBack).filter_by(question_id=question.id).count() == 4
    assert file is not None
    assert file.voices == 4


def test_the_author_of_a_remark_put_with_one_person_s_case_does_not_receive_it() -> None:
    there, bruno = t.town(), neighbour("Bruno Petit")
    question = t.sorted_out(there, t.asked(there), is_private=True)
    merging.merge(remark(there, bruno).id, question.contribution_id, there.referent)

    t.questions.entrust(question.id, there.landlord.id, there.answerer.person_id, there.referent)
    t.answered(there, question)

    assert letters(bruno) == []
