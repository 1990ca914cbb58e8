"""What everybody reads: the questions, one question, the board of what is owed, the commitments; a card's number."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import pdf, security
from app.i18n import gettext as _
from app.incoming import row_id
from app.search import MOST_WORDS, stems
from app.steps.kinds import roles_of
from app.territory.queries import all_neighbourhoods, neighbourhood_by_slug
from app.voices import board as boards
from app.voices import policy
from app.voices import question_queries as queries
from app.voices.labels import COMMITMENTS, FEEDBACK, THEMES
from app.voices.models import VoiceTheme
from app.voices.notices import spoken_code
from app.voices.papers import answers_poster, card_of
from app.voices.question_models import CommitmentState, Feedback, Question
from app.voices.services import reporting
from app.voices.standing import card, standing_of
from app.voices.views import Page, bp
from app.voices.views.question_page import page_context
from workflows.engine import ActionRefused

LONGEST_SEARCH = 200
LONGEST_NOTE = 1_000
by_number = security.limiter.limit("30 per minute")


@bp.get("/questions")
@security.public
def questions() -> str:
    """List the questions everybody may read, with what is owed at the top."""
    places, bodies = all_neighbourhoods(), queries.all_bodies()
    asked = {name: request.args.get(name, "").strip() for name in ("q", "place", "body", "theme", "standing")}
    asked["q"] = asked["q"][:LONGEST_SEARCH]
    chosen = queries.Asked(
        words=tuple(stems(asked["q"])[:MOST_WORDS]),
        neighbourhood_id=next((place.id for place in places if place.slug == asked["place"]), None),
        organisation_id=next((body.id for body in bodies if str(body.id) == asked["body"]), None),
        theme=VoiceTheme(asked["theme"]) if asked["theme"] in set(VoiceTheme) else None,
        standing=asked["standing"],
    )
    found, more = queries.public_questions(chosen, request.args.get("before", type=row_id))
    kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return render_template(
        "voices/questions.html",
        figures=boards.figures(), asked=asked, places=places, bodies=bodies, themes=THEMES,
        cards=[card(question) for question in found], filtered=bool(kept),
        next_url=url_for(".questions", **kept, before=found[-1].id) if more else None,
    )  # fmt: skip


@bp.get("/questions/board")
@security.public
def board() -> str:
    """Show the answers that are owed, by body and by neighbourhood."""
    return render_template("voices/board.html", board=boards.board(), feedback=FEEDBACK)


@bp.get("/commitments")
@security.public
def commitments() -> str:
    """Show what bodies have committed to, until it is kept."""
    rows, actor = queries.commitments(), security.reading_actor()
    groups = {
        state: [row for row in rows if row.state is state]
        for state in (CommitmentState.OPEN, CommitmentState.KEPT, CommitmentState.DROPPED)
    }
    return render_template(
        "voices/commitments.html", groups=groups, labels=COMMITMENTS,
        follows={row.id for row in groups[CommitmentState.OPEN] if policy.can_follow(row, actor)},
    )  # fmt: skip


@bp.get("/questions/<int:question_id>")
@security.public
def question(question_id: int) -> str:
    """Show a question: where it stands, its answers, its history."""
    file = queries.question_file(question_id)
    actor = security.reading_actor()
    if file is None or not policy.can_read(file.question, actor):
        _nowhere()
    return render_template("voices/question.html", **page_context(file, actor))


@bp.post("/questions/<int:question_id>/feedback")
@security.signed_in
def feedback(question_id: int) -> Response:
    """Say whether the answer is clear: the asker, or whoever heard them."""
    asked = queries.question_with_place(question_id)
    actor = security.current_actor()
    if asked is None or not policy.can_read(asked, actor) or not roles_of(asked, actor):
        _nowhere()
    said, note = request.form.get("feedback", ""), request.form.get("note", "").strip()[:LONGEST_NOTE]
    if said not in set(Feedback):
        flash(_("Choisissez une réponse."), "error")
        return redirect(url_for(".question", question_id=question_id), 303)
    try:
        outcome = reporting.hear_feedback(question_id, Feedback(said), actor, note)
    except policy.NotAllowed:
        abort(403)
    except ActionRefused:
        outcome = ""
    _thank(outcome)
    return redirect(url_for(".question", question_id=question_id), 303)


@bp.route("/follow", methods=["GET", "POST"])
@security.public
@by_number
def find() -> Page | Response:
    """Ask for the number on the card."""
    typed = request.form.get("number", "").strip()[:40]
    if request.method == "GET":
        return render_template("voices/find.html", typed="", problem=""), 200
    number = "".join(char for char in typed if char in "0123456789")
    if queries.question_by_code(number) is None:
        problem = _("Nous ne trouvons pas ce numéro. Il a huit chiffres, comme 4829-1375.")
        return render_template("voices/find.html", typed=typed, problem=problem), 422
    return redirect(url_for(".follow", number=number), 303)


@bp.route("/follow/<number>", methods=["GET", "POST"])
@security.public
@by_number
def follow(number: str) -> Page | Response:
    """Show where the question of a card stands; say whether the answer is clear."""
    asked = queries.question_by_code(number)
    if asked is None:
        problem = _("Nous ne trouvons pas ce numéro. Il a huit chiffres, comme 4829-1375.")
        return render_template("voices/find.html", typed=number, problem=problem), 404
    root = queries.root_of(asked)
    if request.method == "POST":
        return _heard(root, number)
    shown = policy.can_read(root, None)
    file = queries.question_file(root.id) if shown else None
    return render_template(
        "voices/follow.html",
        asked=asked, root=root, file=file, code=spoken_code(asked.code), standing=standing_of(root),
        context=page_context(file, None) if file else None, feedback=FEEDBACK,
    ), 200  # fmt: skip


@bp.get("/follow/<number>/card.pdf")
@security.public
@by_number
def card_pdf(number: str) -> Response:
    """Give the card to print: the number, the promised date, how to follow."""
    asked = queries.question_by_code(number)
    if asked is None:
        _nowhere()
    return pdf.answer(card_of(asked), "question.pdf")


@bp.get("/neighbourhoods/<slug>/answers.pdf")
@security.public
@security.limiter.limit("30 per minute")
def poster(slug: str) -> Response:
    """Give the poster of the last answers of a neighbourhood."""
    place = neighbourhood_by_slug(slug)
    if place is None:
        _nowhere()
    return pdf.answer(answers_poster(place), "reponses.pdf")


def _heard(root: Question, number: str) -> Response:
    said, note = request.form.get("feedback", ""), request.form.get("note", "").strip()[:LONGEST_NOTE]
    if said in set(Feedback):
        try:
            _thank(reporting.hear_feedback(root.id, Feedback(said), None, note))
        except ActionRefused:
            _thank("")
    else:
        flash(_("Choisissez une réponse."), "error")
    return redirect(url_for(".follow", number=number), 303)


def _thank(outcome: str) -> None:
    sentences = {
        "close": _("Merci. La question est close."),
        "reopen": _("Merci. La question est rouverte : une autre réponse est due."),
        "ask_mediation": _("Merci. On en parlera ensemble à la prochaine rencontre."),
    }
    flash(sentences.get(outcome) or _("C'est déjà noté. Merci."), "success")


def _nowhere() -> NoReturn:
    abort(404)
