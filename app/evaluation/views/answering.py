"""Answering: on a tablet that goes from one person to the next, or on one's own phone; no account, no name.

One page holds the whole questionnaire and shows one question at a time: with scripts the device turns the pages, works
without network and sends each answer once; without them the server turns the pages, and nothing more is needed.
"""

from __future__ import annotations

from flask import abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from app import clock, kept, security
from app.dialogue.tally_labels import AGES, SEXES
from app.evaluation import codes
from app.evaluation.forms.answers import fingerprint, given, screens_of
from app.evaluation.models import AnswerChannel, QuestionKind, SurveyBatch, SurveyPoint
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services.answering import take_answer
from app.evaluation.survey_queries import point_called
from app.evaluation.views import Page, bp
from app.evaluation.wording import VALUES
from app.i18n import gettext as _
from app.once import new_key

IDLE_SECONDS = 60
"""After so long without a touch, the tablet goes back to its first screen."""
NAMED = {"kiosk": AnswerChannel.KIOSK, "phone": AnswerChannel.OWN_PHONE}
ANSWERED = "answered"
"""Where the cookie of a phone keeps the codes it answered; a second person may still answer on it."""
MOST_KEPT = 12


@bp.route("/answer", methods=["GET", "POST"])
@security.public
def answer_code() -> Page:
    """Ask for the short code of a questionnaire."""
    typed = codes.read(request.form.get("survey_code", ""))
    if request.method == "GET":
        return render_template("evaluation/answer_code.html", wrong=False, typed="")
    point = point_called(typed)
    if point is None or not point.survey.is_open:
        return render_template("evaluation/answer_code.html", wrong=True, typed=typed), 422
    return redirect(url_for(".answer", survey_code=point.code), 303)


@bp.route("/answer/<survey_code>", methods=["GET", "POST"], defaults={"mode": "phone"})
@bp.route("/answer/<survey_code>/<any(kiosk):mode>", methods=["GET", "POST"])
@security.public
@security.limiter.limit("600 per hour", methods=["POST"])
def answer(survey_code: str, mode: str) -> Page | tuple[Response, int]:
    """Answer a questionnaire."""
    point = point_called(codes.read(survey_code)) or abort(404)
    if not point.survey.is_open:
        return _closed(point)
    if request.method == "GET":
        return asking(point, mode, 0)
    if mode == "kiosk" and _is_stale():
        flash(_("Personne n'a touché la tablette : elle revient au début."), "info")
        return redirect(url_for(".answer", survey_code=point.code, mode=mode), 303)
    if (place := turned(point)) is not None:
        return _left_alone(asking(point, mode, place), point, mode)
    return _taken(point, mode)


@bp.get("/answer/<survey_code>/thanks", defaults={"mode": "phone"})
@bp.get("/answer/<survey_code>/<any(kiosk):mode>/thanks")
@security.public
def answered(survey_code: str, mode: str) -> Page:
    """Thank whoever answered, and make room for the next person."""
    point = point_called(codes.read(survey_code)) or abort(404)
    return _left_alone(render_template("evaluation/thanks.html", point=point, mode=mode), point, mode)


def asking(point: SurveyPoint, mode: str, place: int, *, sentence: str = "", batch: SurveyBatch | None = None) -> str:
    """Show one screen of the questionnaire, with all that was answered before it."""
    survey = point.survey
    return render_template(
        "evaluation/ask.html",
        point=point,
        survey=survey,
        project=survey.project,
        mode=mode,
        batch=batch,
        spoken=codes.spoken,
        screens=screens_of(survey),
        place=place,
        sentence=sentence,
        sent=request.form,
        key=request.form.get("kept_id") or new_key(),
        asked=request.form.get("asked") or fingerprint(survey),
        shown=int(clock.now().timestamp()),
        values=VALUES,
        kinds=QuestionKind,
        ages=AGES,
        sexes=SEXES,
        again=mode == "phone" and point.code in cookie.get(ANSWERED, []),
        idle=IDLE_SECONDS,
    )


def turned(point: SurveyPoint) -> int | None:
    """Return the screen to show next, or None when the last one was sent."""
    if kept.sent_later():
        return None
    last = len(screens_of(point.survey)) - 1
    typed = request.form.get("at", "")
    at = min(int(typed), last) if typed.isascii() and typed.isdecimal() and len(typed) <= len(str(last)) else last
    if request.form.get("go") == "back":
        return max(at - 1, 0)
    return at + 1 if at < last else None


def _taken(point: SurveyPoint, mode: str) -> Page | tuple[Response, int]:
    key = request.form.get("kept_id", "")[:64]
    try:
        take_answer(point, given(point.survey, request.form), key or new_key(), NAMED[mode])
    except EvaluationRefused as refused:
        if kept.sent_later():
            return kept.refused(refused.sentences[0])
        page = asking(point, mode, 1, sentence=refused.sentences[0])
        return _left_alone(page, point, mode), 422
    if kept.sent_later():
        return jsonify(kept=True), 200
    if mode == "phone":
        cookie[ANSWERED] = [*cookie.get(ANSWERED, [])[-MOST_KEPT:], point.code]
    return redirect(url_for(".answered", survey_code=point.code, mode=mode), 303)


def _left_alone(page: str, point: SurveyPoint, mode: str) -> Response:
    """Have a tablet without scripts go back to its first screen when nobody touches it."""
    answer = make_response(page)
    if mode == "kiosk":
        answer.headers["Refresh"] = f"{IDLE_SECONDS}; url={url_for('.answer', survey_code=point.code, mode=mode)}"
    return answer


def _closed(point: SurveyPoint) -> Page | tuple[Response, int]:
    sentence = _("Ce questionnaire ne prend plus de réponses.")
    if kept.sent_later():
        return kept.refused(sentence)
    return render_template("evaluation/answers_over.html", point=point, sentence=sentence), 410


def _is_stale() -> bool:
    """Say whether the screen that was sent had been left alone: the answers on it may be somebody else's."""
    shown = request.form.get("shown", "")
    if kept.sent_later() or not (shown.isascii() and shown.isdecimal()):
        return False
    return clock.now().timestamp() - int(shown[:12]) > IDLE_SECONDS
