"""The work on a project before the committee: sessions with residents, and the checklist."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import clock, security
from app.dialogue.queries import held_meetings
from app.i18n import day
from app.i18n import gettext as _
from app.projects import policy
from app.projects.checklist import HELP, answered_of, codes_of
from app.projects.panels import hint_for
from app.projects.queries.follow import follow_of
from app.projects.queries.page import ProjectFile
from app.projects.services import codesign as building
from app.projects.views import bp
from app.projects.views.opening import file_or_404
from app.projects.views.sections import involvements_of
from app.projects.views.turns import Typed, reader_of, shown_choice
from app.projects.work_forms import ChecklistForm, ExclusionsForm, SessionForm
from app.steps.choices import choices_of

Page = tuple[str, int]


@bp.get("/projects/<ref>/codesign")
@security.signed_in
def codesign(ref: str) -> Page:
    """Show what residents built, what is left to check, and the way to the committee."""
    file = _workable(ref)
    return _codesign_page(file, _blank_session(file), _answered(file), 200)


@bp.post("/projects/<ref>/codesign/sessions")
@security.signed_in
def log_session(ref: str) -> Page | Response:
    """Write down a session held with residents."""
    file, form = _workable(ref), SessionForm()
    form.offer(_meetings(file))
    if not form.validate():
        return _codesign_page(file, form, _answered(file), 422)
    building.log_session(file.project.id, form.held(), security.current_actor())
    flash(_("La séance est notée. Tout le monde peut la lire."), "success")
    return redirect(url_for("projects.codesign", ref=ref), 303)


@bp.post("/projects/<ref>/codesign/checklist")
@security.signed_in
def answer_checklist(ref: str) -> Page | Response:
    """Keep the answers to the checklist, complete or not."""
    file, form = _workable(ref), ChecklistForm()
    if not form.validate():
        return _codesign_page(file, _blank_session(file), form, 422)
    answers = {field.name: field.data for field in form.lines(file.project) if field.data}
    building.answer_checklist(file.project.id, answers, security.current_actor())
    flash(_("Vos réponses sont enregistrées."), "success")
    return redirect(url_for("projects.codesign", ref=ref), 303)


@bp.post("/projects/<ref>/codesign/exclusions")
@security.signed_in
def check_exclusions(ref: str) -> Page | Response:
    """Keep that a referent checked what the project pays."""
    file, form = _workable(ref), ExclusionsForm()
    if not policy.can_check(file.project, security.current_actor()):
        abort(403)
    if not form.validate():
        return _codesign_page(file, _blank_session(file), _answered(file), 422)
    building.check_exclusions(file.project.id, security.current_actor(), respected=bool(form.respected.data))
    flash(_("Votre réponse est enregistrée."), "success")
    return redirect(url_for("projects.codesign", ref=ref), 303)


def _workable(ref: str) -> ProjectFile:
    file = file_or_404(ref)
    if not policy.can_work(file.project, security.current_actor()):
        abort(403)
    return file


def _blank_session(file: ProjectFile) -> SessionForm:
    form = SessionForm(formdata=None)
    form.offer(_meetings(file))
    return form


def _meetings(file: ProjectFile) -> list[tuple[int, str]]:
    return [(one.id, f"{day(one.held_on)} : {one.title}") for one in held_meetings(file.project.neighbourhood)]


def _answered(file: ProjectFile) -> ChecklistForm:
    return ChecklistForm(formdata=None, data=file.project.checklist)


def _codesign_page(file: ProjectFile, sessions: SessionForm, checklist: ChecklistForm, status: int) -> Page:
    project = file.project
    reader = reader_of(project, security.current_actor())
    choices = [choice for choice in choices_of(project, reader.roles, others=True) if choice.forward]
    context: dict[str, Any] = {
        "project": project,
        "session_form": sessions,
        "checklist_form": checklist,
        "form": sessions if sessions.errors else checklist,
        "involvements": involvements_of(project),
        "answered": len(answered_of(project)),
        "lines": len(codes_of(project)),
        "checklist_lines": checklist.lines(project),
        "arranged": {one.code: one for one in follow_of(project).lines},
        "help": HELP,
        "today": clock.today(),
        "excluded": hint_for("exclusions_denied", project).splitlines(),
        "discussed": hint_for("discussed", project).splitlines(),
        "exclusions_form": ExclusionsForm(
            formdata=None, data={"respected": project.exclusions_checked_by_id is not None}
        ),
        "may_check": policy.can_check(project, security.current_actor()),
        "choices": [shown_choice(project, reader, choice) | {"screen": None} for choice in choices],
        "seen": project.step_count,
        "typed": Typed(),
    }
    return render_template("projects/codesign.html", **context), status
