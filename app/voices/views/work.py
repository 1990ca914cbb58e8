"""The work on questions where one is referent: what waits, sorting, entrusting, rereading an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.i18n import gettext as _
from app.incoming import row_id
from app.plain import long_sentences
from app.steps.catalogue import state_of
from app.steps.seen import AlreadyDone, Moved
from app.steps.wording import done, missing, refusal
from app.voices import people, policy, work_queries
from app.voices import question_queries as queries
from app.voices.forms.answering import EntrustForm, SortForm
from app.voices.labels import ANSWERS
from app.voices.question_models import Question
from app.voices.services import answers, questions
from app.voices.standing import QuestionCard, card
from app.voices.views import Page, bp
from workflows.engine import ActionRefused

KEEPERS = tuple(sorted(policy.KEEPING))
SORTERS = tuple(sorted(policy.SORTING))
GROUPS = ("captured", "acknowledged", "qualified", "reopened", "drafted", "approved", "mediation")
PLAIN = frozenset({"take_back", "withdraw", "close", "send_back", "decline"})
"""Actions that need only a reason."""


@bp.get("/questions/work")
@security.holders_of(*KEEPERS)
def work() -> str:
    """Show the questions that wait, by what is to be done, and the answers that are late."""
    found = work_queries.work_within(security.current_person())
    groups = [(name, [card(one) for one in found if one.state == name]) for name in GROUPS]
    late = [card(one) for one in found if one.state not in GROUPS]
    return render_template("voices/work.html", groups=_named(groups), late=late)


@bp.route("/questions/<int:question_id>/sort", methods=["GET", "POST"])
@security.holders_of(*SORTERS)
def sort(question_id: int) -> Page | Response:
    """Sort a question: theme, how long, personal case, urgency."""
    question = _sorted(question_id)
    form = SortForm(data={"theme": question.contribution.theme, "answer_days": question.answer_days})
    if form.validate_on_submit():
        try:
            questions.sort(question.id, form.sorting(), security.current_actor())
        except ActionRefused:
            return _already(question)
        flash(_("La question est triée. Choisissez maintenant qui répond."), "success")
        return redirect(url_for(".entrust", question_id=question.id), 303)
    return render_template("voices/sort.html", form=form, card=card(question)), 422 if form.errors else 200


@bp.route("/questions/<int:question_id>/entrust", methods=["GET", "POST"])
@security.holders_of(*SORTERS)
def entrust(question_id: int) -> Page | Response:
    """Entrust a question to a body and to somebody there."""
    question = _sorted(question_id)
    form = EntrustForm()
    bodies = people.bodies_with_people(question.neighbourhood.commune_id)
    form.offer(bodies)
    if form.validate_on_submit():
        try:
            questions.entrust(question.id, *form.chosen, security.current_actor())
        except ActionRefused:
            return _already(question)
        except questions.NotTheirs:
            form.answerer.errors = [_("Cette personne ne répond plus pour ce service. Choisissez-en une autre.")]
        else:
            flash(_("La question est confiée. La personne est prévenue."), "success")
            return redirect(url_for(".question", question_id=question.id), 303)
    empty = [body for body, found in bodies if not found]
    page = render_template("voices/entrust.html", form=form, card=card(question), empty=empty)
    return page, 422 if form.errors else 200


@bp.route("/questions/<int:question_id>/approve", methods=["GET", "POST"])
@security.holders_of(*SORTERS)
def approve(question_id: int) -> Page | Response:
    """Reread an answer: publish it, approve it for later, or ask for another version."""
    question = _sorted(question_id)
    if request.method == "POST":
        seen, now = request.form.get("seen", 0, type=row_id), request.form.get("go") == "publish"
        try:
            answers.approve(question.id, security.current_actor(), seen, publish_now=now)
        except (AlreadyDone, ActionRefused):
            return _already(question)
        except Moved:
            return _moved(question) if question.state in people.WAITING_FOR_REREADING else _already(question)
        flash(
            _("La réponse est publiée et envoyée.") if question.state == "answered" else _("C'est approuvé."), "success"
        )
        return redirect(url_for(".question", question_id=question.id), 303)
    return _approving(question), 200


@bp.post("/questions/<int:question_id>/actions/<action>")
@security.signed_in
def act(question_id: int, action: str) -> Page | Response:
    """Take an action that needs only a reason, once, on the question as it was seen."""
    question = queries.question_with_place(question_id)
    actor = security.current_actor()
    if question is None or action not in PLAIN or not policy.can_read(question, actor):
        _nowhere()
    note, seen = request.form.get("note", "").strip()[:2000], request.form.get("seen", 0, type=row_id)
    try:
        questions.act(question.id, action, actor, note, seen)
    except AlreadyDone:
        flash(_("C'est déjà fait. Nous ne l'avons compté qu'une fois."), "info")
    except Moved:
        return _moved(question)
    except ActionRefused as refused:
        flash(refusal(question, refused), "error")
    else:
        flash(done("question", action), "success")
    return redirect(url_for(".question", question_id=question.id), 303)


def _approving(question: Question) -> str:
    file = queries.question_file(question.id)
    draft = file.draft if file else None
    return render_template(
        "voices/approve.html", card=card(question), question=question, draft=draft, labels=ANSWERS,
        long_sentences=long_sentences(draft.plain_text) if draft else [],
        opened=question.state in people.WAITING_FOR_REREADING,
    )  # fmt: skip


def _named(groups: Sequence[tuple[str, list[QuestionCard]]]) -> list[tuple[str, list[QuestionCard]]]:
    titles = {
        "captured": _("À lire avant de publier"), "acknowledged": _("À trier"), "qualified": _("À confier"),
        "reopened": _("Rouvertes, à confier de nouveau"), "drafted": _("Réponses à relire"),
        "approved": _("Réponses à publier"), "mediation": _("À parler ensemble"),
    }  # fmt: skip
    return [(titles[name], cards) for name, cards in groups if cards]


def _sorted(question_id: int) -> Question:
    question = queries.question_with_place(question_id)
    if question is None or not policy.can_sort(question.neighbourhood, security.current_actor()):
        _nowhere()
    return question


def _already(question: Question) -> Response:
    """Answer to a page that grew old: say where the question stands now."""
    flash(_("Cette action n'est plus possible. %(state)s", state=_(state_of(question).public_label)), "info")
    return redirect(url_for(".question", question_id=question.id), 303)


def _moved(question: Question) -> Response:
    flash(_("La question a changé pendant que vous lisiez. Rien n'a été enregistré."), "error")
    return redirect(url_for(".question", question_id=question.id), 303)


def reasons(question: Question, refused: ActionRefused) -> list[str]:
    """Tell each thing that is missing."""
    return [item.what for item in missing(question, refused.obstacles)]


def _nowhere() -> NoReturn:
    abort(404)
