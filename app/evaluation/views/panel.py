"""The evaluation's screens: forming the panel, giving its verdict, and the sheet of paper that does the same."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from app.evaluation import policy, services
from app.evaluation.forms.panel import GatheringForm, PanelForm, SheetForm, VerdictForm, explain, formation_of
from app.evaluation.queries import PANEL_STATES, project_to_evaluate, standing, work_has_begun
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.seats import fewest_together
from app.evaluation.views import Page, bp
from app.evaluation.wording import FORMATION, HAPPENED, LADDER, QUESTIONS
from app.i18n import gettext as _
from app.projects.models import Project
from app.security import current_actor, signed_in


@bp.route("/projects/<ref>/panel", methods=["GET", "POST"])
@signed_in
def panel(ref: str) -> Page:
    """Form the panel."""
    project = _project(ref)
    if not policy.can_form(project, current_actor()):
        abort(403)
    form = _panel_form(project)
    if request.method == "GET":
        return _panel(project, form)
    if "more" in request.form:
        return _panel(project, _with_one_more_row(form))
    if form.validate() and _formed(project, form):
        flash(_("Le panel est formé."))
        return redirect(url_for("projects.show", ref=ref), 303)
    return _panel(_project(ref), form), 422


@bp.route("/projects/<ref>/panel/meetings", methods=["GET", "POST"])
@signed_in
def gathering(ref: str) -> Page:
    """Note a day on which the panel met."""
    project = _project(ref)
    if not policy.can_record_gathering(project, current_actor()):
        abort(404)
    form = GatheringForm()
    if form.validate_on_submit():
        try:
            services.record_gathering(project, form.told(), current_actor())
        except EvaluationRefused as refused:
            explain(form, refused.sentences)
        else:
            flash(_("La réunion du panel est notée."))
            return redirect(url_for("projects.show", ref=ref), 303)
    page = render_template("evaluation/gathering.html", project=project, form=form, stands=standing(project))
    return page, 422 if form.errors else 200


@bp.route("/projects/<ref>/verdict", methods=["GET", "POST"])
@signed_in
def verdict(ref: str) -> Page:
    """Give the verdict of the panel, or read who will give it."""
    project = _project(ref)
    form = _seated(project, VerdictForm())
    if request.method == "GET":
        return _verdict(project, form)
    if not policy.can_give(project, current_actor()) and project.state == "evaluation":
        abort(403)
    return _published(project, form)


@bp.route("/projects/<ref>/verdict/sheet", methods=["GET", "POST"])
@signed_in
def key_verdict(ref: str) -> Page:
    """Type the sheet that the panel has filled, word for word, and say who held the pen."""
    project = _project(ref)
    if not policy.can_key_verdict(project, current_actor()):
        abort(404)
    form = _seated(project, SheetForm())
    return _verdict(project, form) if request.method == "GET" else _published(project, form)


@bp.get("/projects/<ref>/verdict/paper")
@signed_in
def paper(ref: str) -> Page:
    """Show the same questions as a sheet to print."""
    return render_template(
        "evaluation/paper.html",
        project=_project(ref),
        questions=QUESTIONS,
        happened=HAPPENED.values(),
        ladder=LADDER.values(),
    )


def _project(ref: str) -> Project:
    return project_to_evaluate(ref) or abort(404)


def _panel_form(project: Project) -> PanelForm:
    """Return the form, filled with the present panel when it is opened again."""
    stands = standing(project)
    seated = {member.name for member in stands.members}
    form = PanelForm(
        formation=stands.panel.formation.value if stands.panel else None,
        others=[{"name": it.name, "contact": ""} for it in stands.neighbours(project)] or None,
        carriers=[member.id for member in project.team if member.name in seated],
    )
    form.carriers.choices = [SelectChoice(str(member.id), member.name) for member in project.team]
    return form


def _with_one_more_row(form: PanelForm) -> PanelForm:
    if len(form.others) < (form.others.max_entries or 0):
        form.others.append_entry()
    return form


def _formed(project: Project, form: PanelForm) -> bool:
    try:
        jurors = form.jurors(project.team, standing(project).members)
        services.form_panel(project, formation_of(form), jurors, current_actor(), form.reason.data or "")
    except EvaluationRefused as refused:
        explain(form, refused.sentences)
        return False
    return True


def _seated(project: Project, form: VerdictForm) -> VerdictForm:
    stands = standing(project)
    form.seat(stands.members)
    own = stands.seat_of(current_actor().acting_id)
    if request.method == "GET" and own is not None:
        form.present.data = [own.id]
    if isinstance(form, SheetForm):
        form.offer_pen(stands.neighbours(project))
    return form


def _published(project: Project, form: VerdictForm) -> Page:
    if form.validate() and _given(project, form):
        flash(_("Merci ! L'avis du panel est publié. Le projet est terminé."))
        return redirect(url_for("projects.show", ref=project.ref), 303)
    return _verdict(_project(project.ref), form), 422


def _given(project: Project, form: VerdictForm) -> bool:
    try:
        services.give_verdict(project, form.answers(), form.together(), current_actor())
    except EvaluationRefused as refused:
        explain(form, refused.sentences)
        return False
    return True


def _panel(project: Project, form: PanelForm) -> str:
    return render_template(
        "evaluation/panel.html",
        project=project,
        form=form,
        stands=standing(project),
        at_work=work_has_begun(project),
        by_team=policy.forms_for_the_team(project, current_actor()),
    )


def _verdict(project: Project, form: VerdictForm) -> str:
    actor, stands = current_actor(), standing(project)
    return render_template(
        "evaluation/verdict.html",
        project=project,
        form=form,
        stands=stands,
        fewest=fewest_together(len(stands.members)),
        of_team=actor.acting_id in stands.person_ids - stands.judges(project),
        can_key=policy.can_key_verdict(project, actor),
        formation=FORMATION,
        can_give=policy.can_give(project, actor),
        can_form=policy.can_form(project, actor),
        too_early=project.state in PANEL_STATES - {"evaluation"},
    )
