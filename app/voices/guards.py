"""The conditions of a question's workflow."""

from __future__ import annotations

import sqlalchemy as sa

from app import clock
from app.db import remembered, session
from app.i18n import gettext as _
from app.steps.models import Step
from app.voices.question_models import Answer, AnswerKind, Question, ReportBack
from app.voices.words import question_of
from workflows.guards import guard

MOST_INTERIMS = 2
"""Times a body may say "not yet" (DOMAIN B.3)."""


@guard("theme_chosen", supplied_by="referent", screen="voices.sort")
def theme_chosen(question: Question) -> str | None:
    """The question has its theme."""
    return None if question.contribution.theme else _("Choisissez le thème de la question.")


@guard("merged_into_a_question", supplied_by="referent", screen="voices.sort")
def merged_into_a_question(question: Question) -> str | None:
    """The words were put together with those of another question, which goes on."""
    other = question_of(question.contribution.merged_into_id)
    if other is None:
        return _("Choisissez la question semblable.")
    if other.state in ("merged", "withdrawn", "set_aside"):
        return _("Cette autre question ne suit plus son chemin. Choisissez-en une autre.")
    return None


@guard("body_named", supplied_by="referent", screen="voices.entrust")
def body_named(question: Question) -> str | None:
    """A body and somebody there are named."""
    if question.organisation_id is None:
        return _("Choisissez le service qui doit répondre.")
    return None if question.answerer_id else _("Choisissez la personne qui répondra.")


@guard("answer_complete", supplied_by="answerer", screen="voices.answer")
def answer_complete(question: Question) -> str | None:
    """The answer says something, in plain words as well, and a "no" says why."""
    answer = draft_of(question)
    if answer is None or not answer.text.strip():
        return _("Écrivez la réponse.")
    if not answer.plain_text.strip():
        return _("Écrivez la réponse en mots simples : sans elle, rien n'est publié.")
    if answer.kind is AnswerKind.NO and not answer.reason.strip():
        return _("Dites pourquoi c'est non.")
    if answer.kind not in (AnswerKind.YES, AnswerKind.PARTLY, AnswerKind.NO):
        return _("Dites si la réponse est oui, non ou en partie.")
    return None


@guard("interim_dated", supplied_by="answerer", screen="voices.answer")
def interim_dated(question: Question) -> str | None:
    """The last thing said is an interim answer with a date ahead."""
    answer = _last_answer(question)
    if answer is None or answer.kind is not AnswerKind.INTERIM or answer.next_step_on is None:
        return _("Dites où vous en êtes, et donnez la prochaine date.")
    return None if answer.next_step_on > clock.today() else _("La prochaine date doit être dans l'avenir.")


@guard("interims_left", supplied_by="answerer")
def interims_left(question: Question) -> str | None:
    """No more than two interim answers since the question was (re)opened; the one being given counts."""
    reopened = session().scalar(
        sa.select(sa.func.max(Step.at)).filter_by(subject_kind="question", subject_id=question.id, action="reopen")
    )
    given = sa.select(sa.func.count()).select_from(Answer).where(
        Answer.question_id == question.id, Answer.kind == AnswerKind.INTERIM
    )  # fmt: skip
    if reopened:
        given = given.where(Answer.written_at > reopened)
    if (session().scalar(given) or 0) > MOST_INTERIMS:
        return _("Deux réponses d'attente, c'est le plus possible. Donnez maintenant une réponse.")
    return None


@guard("transfer_named", supplied_by="answerer", screen="voices.answer")
def transfer_named(question: Question) -> str | None:
    """The body that should answer is named, with a date."""
    answer = _last_answer(question)
    if answer is None or answer.kind is not AnswerKind.NOT_OURS:
        return _("Dites quel service doit répondre, et pour quand.")
    return None


@guard("answer_published", supplied_by="answerer", screen="voices.answer")
def answer_published(question: Question) -> str | None:
    """An answer, not an interim one, is published since the question was last opened."""
    answer = published_answer(question)
    if question.answered_at is None or answer is None:
        return _("La réponse n'est pas encore publiée.")
    return None


@guard("told_back", supplied_by="facilitator", screen="voices.tell")
def told_back(question: Question) -> str | None:
    """The published answer has been told to somebody, some day."""
    answer = published_answer(question)
    told = answer and session().scalar(
        sa.select(ReportBack.id).where(ReportBack.answer_id == answer.id, ReportBack.told_on.is_not(None)).limit(1)
    )
    return None if told else _("Dites d'abord la réponse à la personne, en rencontre ou par affiche.")


@guard("never_reopened", supplied_by="resident")
def never_reopened(question: Question) -> str | None:
    """The question was not reopened yet: the first time needs nobody's leave."""
    return _("Elle a déjà été rouverte une fois. On peut en parler ensemble.") if _reopenings(question) else None


@guard("reopened_before", supplied_by="resident")
def reopened_before(question: Question) -> str | None:
    """The question was reopened once already."""
    return None if _reopenings(question) else _("La question peut encore être rouverte.")


def draft_of(question: Question) -> Answer | None:
    """Return the answer being written, if any."""
    return session().scalar(
        sa.select(Answer)
        .where(Answer.question_id == question.id, Answer.published_at.is_(None))
        .order_by(Answer.version.desc())
        .limit(1)
    )


def published_answer(question: Question) -> Answer | None:
    """Return the last answer published that is neither an interim one nor a transfer."""
    final = (AnswerKind.YES, AnswerKind.PARTLY, AnswerKind.NO)
    return session().scalar(
        sa.select(Answer)
        .where(Answer.question_id == question.id, Answer.published_at.is_not(None), Answer.kind.in_(final))
        .order_by(Answer.version.desc())
        .limit(1)
    )


def _last_answer(question: Question) -> Answer | None:
    return session().scalar(
        sa.select(Answer).where(Answer.question_id == question.id).order_by(Answer.version.desc()).limit(1)
    )


def _reopenings(question: Question) -> int:
    count: int = remembered(
        ("reopenings", question.id),
        lambda: session().scalar(
            sa.select(sa.func.count())
            .select_from(Step)
            .filter_by(subject_kind="question", subject_id=question.id, action="reopen")
        ) or 0,
    )  # fmt: skip
    return count
