"""Keying what others answer: by telephone, one question a screen; on paper, a sheet a page, until the counts agree."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from app.evaluation import codes, survey_queries
from app.evaluation.forms.answers import given
from app.evaluation.forms.panel import explain
from app.evaluation.forms.waves import BatchForm, CloseBatchForm, ReturnedForm
from app.evaluation.models import AnswerChannel, SurveyBatch, SurveyPoint
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services import batches
from app.evaluation.services.answering import take_answer
from app.evaluation.views import Page, bp
from app.evaluation.views.answering import asking, turned
from app.evaluation.views.surveys import collected
from app.i18n import gettext as _
from app.once import new_key
from app.once.forms import just_once
from app.security import current_actor, signed_in


@bp.route("/surveys/points/<survey_code>/call", methods=["GET", "POST"])
@signed_in
def call(survey_code: str) -> Page:
    """Key the answers of somebody on the telephone, while reading the questions aloud."""
    point = collected(survey_code)
    if request.method == "GET":
        return asking(point, "call", 0)
    if (place := turned(point)) is not None:
        return asking(point, "call", place)
    if refusal := _taken(point, AnswerChannel.PHONE):
        return asking(point, "call", 1, sentence=refusal), 422
    flash(_("La réponse est enregistrée."))
    return redirect(url_for(".point", survey_code=point.code), 303)


@bp.post("/surveys/points/<survey_code>/batches")
@signed_in
def print_batch(survey_code: str) -> Page:
    """Number some sheets to print."""
    point, form = collected(survey_code), BatchForm()
    if form.validate_on_submit():
        try:
            return redirect(just_once(lambda: _printed(point, form.sheets.data or 0)), 303)
        except EvaluationRefused as refused:
            flash(" ".join(refused.sentences), "error")
    else:
        flash(_("Écrivez un nombre entre 1 et 500."), "error")
    return redirect(url_for(".point", survey_code=point.code), 303)


@bp.route("/surveys/batches/<survey_serial>", methods=["GET", "POST"])
@signed_in
def batch(survey_serial: str) -> Page:
    """Count the sheets that came back, key them, end the batch."""
    found, point = held_batch(survey_serial)
    returned, closing = ReturnedForm(data={"returned": found.returned}), CloseBatchForm()
    failed = False
    if request.method == "POST":
        form: FlaskForm = closing if "close" in request.form else returned
        if form.validate() and _did(found, form):
            return redirect(url_for(".batch", survey_serial=found.serial), 303)
        failed = True
    page = render_template(
        "evaluation/batch.html",
        batch=found,
        point=point,
        keyed=survey_queries.keyed_in(found),
        returned=returned,
        closing=closing,
        spoken=codes.spoken,
    )
    return page, 422 if failed else 200


@bp.route("/surveys/batches/<survey_serial>/key", methods=["GET", "POST"])
@signed_in
def key_sheet(survey_serial: str) -> Page:
    """Key one sheet, all its questions on one page."""
    found, point = held_batch(survey_serial)
    if found.closed_at is not None or not point.survey.is_open:
        flash(_("Ce lot est terminé."), "info")
        return redirect(url_for(".batch", survey_serial=found.serial), 303)
    if request.method == "GET" and not _is_to_key(found):
        return redirect(url_for(".batch", survey_serial=found.serial), 303)
    if request.method == "GET":
        return asking(point, "paper", 0, batch=found)
    if refusal := _taken(point, AnswerChannel.PAPER, found):
        return asking(point, "paper", 0, sentence=refusal, batch=found), 422
    flash(_("La feuille est saisie."))
    has_more = request.form.get("go") == "next" and _is_to_key(found)
    return redirect(url_for(".key_sheet" if has_more else ".batch", survey_serial=found.serial), 303)


def held_batch(survey_serial: str) -> tuple[SurveyBatch, SurveyPoint]:
    """Return some sheets and their place, for those who may ask there; else 404."""
    found = survey_queries.batch_called(codes.read(survey_serial)) or abort(404)
    return found, collected(found.point.code)


def _printed(point: SurveyPoint, sheets: int) -> str:
    """Number some sheets; return the address where they are followed."""
    return url_for(".batch", survey_serial=batches.print_batch(point, sheets, current_actor()).serial)


def _is_to_key(found: SurveyBatch) -> bool:
    return found.returned is not None and survey_queries.keyed_in(found) < found.returned


def _did(found: SurveyBatch, form: FlaskForm) -> bool:
    try:
        if isinstance(form, ReturnedForm):
            batches.count_returned(found, form.returned.data or 0, current_actor())
            flash(_("Le compte est noté. Saisissez maintenant chaque feuille."))
        elif isinstance(form, CloseBatchForm):
            batches.close_batch(found, form.reason.data or "", current_actor())
            flash(_("Le lot est terminé."))
    except EvaluationRefused as refused:
        explain(form, refused.sentences)
        return False
    return True


def _taken(point: SurveyPoint, channel: AnswerChannel, found: SurveyBatch | None = None) -> str:
    """Store what was keyed; return why not, or nothing."""
    try:
        key = request.form.get("kept_id", "")[:64] or new_key()
        take_answer(point, given(point.survey, request.form), key, channel, found)
    except EvaluationRefused as refused:
        return refused.sentences[0]
    return ""
