"""The small work list of whoever answers for a body: writing, saying "not yet", passing on; commitments to keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.accounts.models import Person
from app.i18n import gettext as _
from app.plain import long_sentences
from app.steps.actor import Actor
from app.territory.models import Organisation
from app.voices import people, policy, work_queries
from app.voices import question_queries as queries
from app.voices.forms.answering import AnswerForm, EvidenceForm, InterimForm, TransferForm
from app.voices.labels import ANSWERS
from app.voices.question_models import Answer, Question
from app.voices.services import answers, questions
from app.voices.standing import card
from app.voices.views import Page, bp
from app.voices.views.work import reasons
from workflows.engine import ActionRefused

OPEN = frozenset({"assigned", "interim"})


@dataclass
class Typed:
    """What was sent and not accepted: the three forms of the page, and why."""

    answer: AnswerForm | None = None
    interim: InterimForm | None = None
    transfer: TransferForm | None = None
    problems: list[str] = field(default_factory=list)
    code: int = 200


@bp.get("/answers")
@security.holders_of("answerer")
def answers_list() -> str:
    """Show what waits for the bodies one answers for, the soonest owed first; then what they committed to."""
    person = security.current_person()
    found = work_queries.to_answer(person)
    waiting = [one for one in found if one.state in OPEN | {"transferred"}]
    promises = queries.commitments(open_only=True, bodies=people.bodies_answered_for(policy.bodies_of(person)))
    return render_template(
        "voices/answers.html",
        mine=[card(one) for one in waiting if one.answerer_id == person.id],
        others=[card(one) for one in waiting if one.answerer_id != person.id],
        proposed=[card(one) for one in found if one not in waiting],
        promises=promises,
    )


@bp.route("/questions/<int:question_id>/answer", methods=["GET", "POST"])
@security.holders_of("answerer")
def answer(question_id: int) -> Page | Response:
    """Write the answer: keep it for later, or hand it to the referent."""
    question = _answered(question_id)
    if request.method == "GET":
        return _answer_page(question, Typed())
    form, actor = AnswerForm(), security.current_actor()
    if request.form.get("go") == "later":
        form.validate()
    elif not form.validate():
        return _answer_page(question, Typed(answer=form, code=422))
    if form.kind.errors or form.commitments.errors or "csrf_token" in form.errors:
        return _answer_page(question, Typed(answer=form, code=422))
    return _kept(question, form, actor)


@bp.post("/questions/<int:question_id>/interim")
@security.holders_of("answerer")
def interim(question_id: int) -> Page | Response:
    """Say where one is, with a date."""
    question, form = _answered(question_id), InterimForm()
    if not form.validate_on_submit():
        return _answer_page(question, Typed(interim=form, code=422))
    try:
        answers.give_interim(question.id, form.words.data or "", form.next_step_on.data, security.current_actor())
    except ActionRefused as refused:
        return _answer_page(_answered(question_id), Typed(interim=form, problems=reasons(question, refused), code=422))
    flash(_("C'est dit. La personne qui a posé la question est prévenue."), "success")
    return redirect(url_for(".question", question_id=question.id), 303)


@bp.post("/questions/<int:question_id>/transfer")
@security.holders_of("answerer")
def transfer(question_id: int) -> Page | Response:
    """Say whose answer it is."""
    question = _answered(question_id)
    form = TransferForm(_other_bodies(question))
    if not form.validate_on_submit():
        return _answer_page(question, Typed(transfer=form, code=422))
    try:
        answers.transfer(question.id, form.organisation.data, form.note.data or "", security.current_actor())
    except questions.NotTheirs:
        return _answer_page(question, Typed(transfer=form, problems=[_("Choisissez un autre service.")], code=422))
    except ActionRefused as refused:
        return _answer_page(_answered(question_id), Typed(transfer=form, problems=reasons(question, refused), code=422))
    flash(_("La question est passée à cet autre service. Il a cinq jours ouvrés pour dire s'il répond."), "success")
    return redirect(url_for(".answers_list"), 303)


@bp.post("/questions/<int:question_id>/accept")
@security.holders_of("answerer")
def accept(question_id: int) -> Response:
    """Accept a question that another body passed on."""
    question = _answered(question_id)
    try:
        answers.accept(question.id, security.current_actor())
    except ActionRefused:
        flash(_("C'est déjà fait. Nous ne l'avons compté qu'une fois."), "info")
    else:
        flash(_("Merci. La question est à vous."), "success")
    return redirect(url_for(".answer", question_id=question.id), 303)


@bp.post("/commitments/<int:commitment_id>/<any(kept, dropped):outcome>")
@security.holders_of("answerer", *sorted(policy.SORTING))
def close_commitment(commitment_id: int, outcome: str) -> Response:
    """Say that a commitment is kept, with what shows it, or dropped, and why."""
    form = EvidenceForm()
    if not form.validate_on_submit():
        flash(" ".join(str(message) for messages in form.errors.values() for message in messages), "error")
        return redirect(url_for(".commitments"), 303)
    close = answers.keep_commitment if outcome == "kept" else answers.drop_commitment
    try:
        close(commitment_id, form.note.data or "", security.current_actor())
    except policy.NotAllowed:
        _nowhere()
    flash(_("C'est noté, et tout le monde peut le lire."), "success")
    return redirect(url_for(".commitments"), 303)


def _kept(question: Question, form: AnswerForm, actor: Actor) -> Page | Response:
    later = request.form.get("go") == "later"
    try:
        if later:
            answers.save_draft(question.id, form.draft(), actor, form.revision)
        else:
            answers.propose(question.id, form.draft(), actor, form.revision)
    except answers.ChangedMeanwhile:
        note = _("Une autre personne a écrit en même temps que vous. Relisez les deux versions, puis enregistrez.")
        fresh = _draft(question)
        form.seen.data = str(fresh.revision if fresh else 0)
        return _answer_page(question, Typed(answer=form, problems=[note], code=409))
    except ActionRefused as refused:
        return _answer_page(_answered(question.id), Typed(answer=form, problems=reasons(question, refused), code=422))
    if later:
        flash(_("C'est enregistré. Vous pouvez finir plus tard."), "success")
        return redirect(url_for(".answers_list"), 303)
    flash(_("Merci. La personne référente relit, puis publie."), "success")
    return redirect(url_for(".question", question_id=question.id), 303)


def _answer_page(question: Question, typed: Typed) -> Page:
    fresh = _draft(question)
    form = typed.answer or _filled(fresh)
    page = render_template(
        "voices/answer.html",
        card=card(question), question=question, form=form,
        interim=typed.interim or InterimForm(formdata=None),
        transfer=typed.transfer or TransferForm(_other_bodies(question), formdata=None),
        problems=typed.problems, other=fresh if typed.code == 409 else None,  # noqa: PLR2004
        opened=question.state in OPEN, proposed_to_us=question.state == "transferred",
        long_sentences=long_sentences(form.plain_text.data or ""), labels=ANSWERS, section=_section(typed),
    )  # fmt: skip
    return page, typed.code


def _section(typed: Typed) -> str:
    if typed.interim is not None:
        return "interim"
    return "transfer" if typed.transfer is not None else ""


def _filled(draft: Answer | None) -> AnswerForm:
    if draft is None:
        return AnswerForm(formdata=None)
    rows = [{"what": promise.what, "due_on": promise.due_on} for promise in draft.commitments]
    return AnswerForm(
        formdata=None,
        data={
            "kind": draft.kind, "text": draft.text, "plain_text": draft.plain_text, "reason": draft.reason,
            "commitments": [*rows, *({} for _row in range(3 - len(rows)))], "seen": str(draft.revision),
        },
    )  # fmt: skip


def _draft(question: Question) -> Answer | None:
    file = queries.question_file(question.id)
    return file.draft if file else None


def _other_bodies(question: Question) -> list[Organisation]:
    return [
        body for body in queries.all_bodies(question.neighbourhood.commune_id) if body.id != question.organisation_id
    ]


def _answered(question_id: int) -> Question:
    """Return a question that this person's body must answer; to others, this screen does not exist."""
    question = queries.question_with_place(question_id)
    person: Person = security.current_person()
    if question is None or question.organisation is None or not policy.answers_for(person, question.organisation):
        _nowhere()
    return question


def _nowhere() -> NoReturn:
    abort(404)
