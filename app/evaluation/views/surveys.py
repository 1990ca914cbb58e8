"""Following a survey: where it is asked, how many answered, opening, closing, reading the free answers."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for

from app.addresses import full_address
from app.evaluation import codes, policy, survey_queries
from app.evaluation.forms.waves import BatchForm
from app.evaluation.models import Survey, SurveyPoint
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services import surveys
from app.evaluation.views import Page, bp
from app.evaluation.wording import CHANNELS, KINDS, PEOPLE
from app.i18n import gettext as _
from app.security import current_actor, signed_in


@bp.get("/surveys/<int:survey_id>")
@signed_in
def survey(survey_id: int) -> Page:
    """Follow a survey: those who ask see their places, those who run it see everything."""
    found = survey_queries.survey_with_points(survey_id) or abort(404)
    actor = current_actor()
    runs = policy.can_run(found, actor)
    points = [point for point in found.points if runs or policy.can_collect(point, actor)]
    if not runs and not points:
        abort(404)
    return render_template(
        "evaluation/survey.html",
        survey=found,
        project=found.project,
        points=points,
        counts=survey_queries.answers_by_point(found),
        texts=survey_queries.texts_of(found) if runs else [],
        runs=runs,
        may_open=policy.can_open(found, actor),
        collects={point.id for point in points if policy.can_collect(point, actor)},
        kinds=KINDS,
        people=PEOPLE,
        channels=CHANNELS,
        spoken=codes.spoken,
    )


@bp.get("/surveys/points/<survey_code>")
@signed_in
def point(survey_code: str) -> Page:
    """Show the ways to ask at one place: tablet, one's own phone, telephone, paper."""
    found = collected(survey_code)
    batches = survey_queries.batches_of([found])
    return render_template(
        "evaluation/point.html",
        point=found,
        survey=found.survey,
        counts=survey_queries.answers_by_point(found.survey)[found.id],
        batches=batches,
        people=PEOPLE,
        channels=CHANNELS,
        spoken=codes.spoken,
        address=full_address(url_for(".answer", survey_code=found.code)),
        form=BatchForm(formdata=None),
    )


@bp.post("/surveys/<int:survey_id>/open")
@signed_in
def open_survey(survey_id: int) -> Page:
    """Begin to take answers."""
    return _run(survey_id, surveys.open_survey, _("Le questionnaire est ouvert. Vous pouvez commencer à demander."))


@bp.post("/surveys/<int:survey_id>/close")
@signed_in
def close_survey(survey_id: int) -> Page:
    """Stop taking answers and publish the results."""
    return _run(survey_id, surveys.close_survey, _("Le questionnaire est terminé. Les résultats sont publiés."))


@bp.post("/surveys/texts/<int:text_id>/<any(show, hide):choice>")
@signed_in
def read_text(text_id: int, choice: str) -> Page:
    """Publish a free answer, or set it aside."""
    survey_id = survey_queries.survey_of_text(text_id) or abort(404)
    try:
        surveys.read_text(text_id, current_actor(), shown=choice == "show")
    except EvaluationRefused:
        abort(404)
    return redirect(url_for(".survey", survey_id=survey_id, _anchor="texts"), 303)


def collected(survey_code: str) -> SurveyPoint:
    """Return a place where this person may ask; else 404."""
    found = survey_queries.point_called(codes.read(survey_code)) or abort(404)
    if not policy.can_collect(found, current_actor()):
        abort(404)
    return found


def _run(survey_id: int, act: Callable[..., Survey], told: str) -> Page:
    found = survey_queries.survey_with_points(survey_id) or abort(404)
    if not policy.can_run(found, current_actor()):
        abort(404)
    try:
        act(survey_id, current_actor())
    except EvaluationRefused as refused:
        flash(" ".join(refused.sentences), "error")
    else:
        flash(told)
    return redirect(url_for(".survey", survey_id=survey_id), 303)
