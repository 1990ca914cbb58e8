"""Choosing the questions of a project's evaluation, and what everybody may read of the answers."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for

from app.evaluation import policy, survey_queries
from app.evaluation.bank import MOST_CLOSED, MOST_FREE
from app.evaluation.forms.panel import explain
from app.evaluation.forms.questions import QuestionnaireForm, first_answers
from app.evaluation.queries import project_to_evaluate
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services import surveys
from app.evaluation.telling import told_results
from app.evaluation.views import Page, bp
from app.evaluation.wording import KINDS
from app.i18n import gettext as _
from app.projects.models import Project
from app.security import current_actor, public, signed_in


@bp.route("/projects/<ref>/questionnaire", methods=["GET", "POST"])
@signed_in
def questionnaire(ref: str) -> Page:
    """Choose the questions; once somebody has answered, they change no more."""
    project = project_to_evaluate(ref) or abort(404)
    if not policy.can_prepare(project, current_actor()):
        abort(404)
    survey = survey_queries.survey_of(project)
    if survey is not None and survey.frozen_at is not None:
        return redirect(url_for(".survey", survey_id=survey.id), 303)
    form = QuestionnaireForm(data=first_answers(survey))
    if request.method == "GET" or _rearranged(form):
        return _page(project, form)
    if form.validate() and _kept(project, form):
        flash(_("Les questions sont enregistrées."))
        kept = survey_queries.survey_of(project)
        return redirect(url_for(".survey", survey_id=kept.id if kept else 0), 303)
    return _page(project, form), 422


@bp.get("/projects/<ref>/results")
@public
def results(ref: str) -> Page:
    """Read what people answered, once the questionnaire is closed."""
    project = project_to_evaluate(ref) or abort(404)
    found = survey_queries.results_of(project) or abort(404)
    texts = [(asked, text) for asked, text in survey_queries.texts_of(found.survey) if text.is_shown]
    return render_template("evaluation/results.html", project=project, texts=texts, told=told_results(found))


def _rearranged(form: QuestionnaireForm) -> bool:
    """Do what a button of the form asks before saving: take a question from the list, add a line, move one up."""
    if "take" in request.form:
        form.take(request.form.get("ready", ""))
    elif "free_more" in request.form:
        form.add_free()
    elif "up" in request.form:
        form.raise_question(request.form["up"])
    else:
        return False
    return True


def _kept(project: Project, form: QuestionnaireForm) -> bool:
    try:
        surveys.prepare_questionnaire(project, form.asked(), current_actor())
    except EvaluationRefused as refused:
        explain(form, refused.sentences)
        return False
    return True


def _page(project: Project, form: QuestionnaireForm) -> str:
    return render_template(
        "evaluation/questionnaire.html",
        project=project,
        form=form,
        bank=form.left_in_bank(),
        kinds=KINDS,
        may_add=len(form.closed) < MOST_CLOSED or any(not row.form.text.data for row in form.closed),
        may_add_free=len(form.free) < MOST_FREE,
    )
