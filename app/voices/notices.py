"""What people are written about a question: its number, its answer, and what a body owes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app import mail
from app.accounts.models import Person
from app.addresses import full_address
from app.db import session
from app.i18n import day, force_locale
from app.i18n import gettext as _
from app.mail import Message
from app.voices.labels import ANSWERS
from app.voices.models import Contribution, ReplyWay
from app.voices.question_models import Answer, AnswerKind, Question
from app.voices.words import question_of

BEFORE_A_MARK = re.compile(r" (?=[?!;])")
SHOWN = 160
"""Characters of the question that a message repeats."""


@dataclass(frozen=True)
class Asker:
    """Somebody who asked: their words, and the number of the question by which they follow it."""

    person_id: int
    words: str
    code: str


def spoken_code(code: str) -> str:
    """Write the number of a question as one says it: 4829-1375."""
    return f"{code[:4]}-{code[4:]}"


def shortened(text: str, length: int = SHOWN) -> str:
    """Return the beginning of a text, on one line; no line begins with a question mark."""
    line = BEFORE_A_MARK.sub("\N{NARROW NO-BREAK SPACE}", " ".join(text.split()))
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def receipt(question: Question) -> None:
    """Write to whoever asked: the number, the promised date, how to follow."""
    said = question.contribution
    if not said.author_id or said.reply_way is ReplyWay.NONE:
        return
    person = session().get_one(Person, said.author_id)
    with force_locale(person.locale):
        code = spoken_code(question.code)
        parts = [
            _("Bonjour %(name)s,", name=person.name),
            _("Votre question est bien reçue : « %(words)s »", words=shortened(said.text)),
            _("Son numéro est %(code)s.", code=code),
            _("La réponse est promise avant le %(day)s.", day=day(question.promised_on)),
            _("Où en est-elle ? %(address)s", address=full_address(f"/follow/{question.code}")),
        ]
        _write(person, _("Votre question a le numéro %(code)s", code=code), parts, question)


def answer(question: Question, answered: Answer, asker: Asker) -> Message:
    """Write the answer, in plain words, to somebody who asked; they can say whether it is clear."""
    person = session().get_one(Person, asker.person_id)
    interim = answered.kind is AnswerKind.INTERIM
    with force_locale(person.locale):
        parts = [
            _("Bonjour %(name)s,", name=person.name),
            _("Vous avez demandé : « %(words)s »", words=shortened(asker.words)),
            _opening(answered),
            answered.plain_text,
            _("Pourquoi : %(reason)s", reason=answered.reason) if answered.reason else "",
            _("Prochaine date : le %(day)s.", day=day(answered.next_step_on)) if answered.next_step_on else "",
            *(
                _("Engagement : %(what)s, avant le %(day)s.", what=promise.what, day=day(promise.due_on))
                for promise in answered.commitments
            ),
            "" if interim else _("Est-ce clair ? Êtes-vous d'accord ? Dites-le ici, ou à la prochaine rencontre :"),
            full_address(f"/follow/{asker.code}"),
        ]  # fmt: skip
        subject = _("Des nouvelles de votre question") if interim else _("La réponse à votre question")
        return _write(person, subject, parts, question)


def merged(said: Contribution, target: Question) -> None:
    """Tell whoever asked that others asked the same, and that they will have the same answer."""
    question = question_of(said.id)
    if question is None or not said.author_id or said.reply_way is not ReplyWay.MESSAGE:
        return
    person = session().get_one(Person, said.author_id)
    with force_locale(person.locale):
        parts = [
            _("Bonjour %(name)s,", name=person.name),
            _("Votre question : « %(words)s »", words=shortened(said.text)),
            _("D'autres posent la même : « %(words)s »", words=shortened(target.contribution.text)),
            _("Elles avancent ensemble. Vous aurez la réponse avant le %(day)s.", day=day(target.answer_due_on)),
            full_address(f"/follow/{question.code}"),
        ]
        _write(person, _("Votre question rejoint une question semblable"), parts, question)


def to_answerer(question: Question, person: Person | None = None) -> None:
    """Tell somebody (the named answerer unless told) that a question waits for their answer, and until when."""
    person = person or (session().get_one(Person, question.answerer_id) if question.answerer_id else None)
    if person is None:
        return
    with force_locale(person.locale):
        parts = [
            _("Bonjour %(name)s,", name=person.name),
            _("Une question vous est confiée (%(place)s) :", place=question.neighbourhood.name),
            f"« {shortened(question.contribution.text, 400)} »",
            _("La réponse est promise avant le %(day)s.", day=day(question.answer_due_on)),
            _("C'est urgent.") if question.is_urgent else "",
            full_address(f"/questions/{question.id}/answer"),
        ]
        _write(person, _("Une question attend votre réponse"), parts, question)


def reminder(question: Question, person: Person, sentence: str) -> None:
    """Remind somebody that an answer is awaited; `sentence` says why they are told."""
    parts = [
        _("Bonjour %(name)s,", name=person.name),
        sentence,
        f"« {shortened(question.contribution.text, 400)} »",
        _("Quartier : %(place)s.", place=question.neighbourhood.name),
        full_address(f"/questions/{question.id}"),
    ]
    _write(person, _("Une réponse est attendue"), parts, question)


def _opening(answered: Answer) -> str:
    if answered.kind is AnswerKind.INTERIM:
        return _("Voici où en est la réponse :")
    return _("Voici la réponse : %(kind)s.", kind=ANSWERS[answered.kind])


def _write(person: Person, subject: str, parts: list[str], question: Question) -> Message:
    return mail.write(person, subject, "\n\n".join(part for part in parts if part), about=question)
