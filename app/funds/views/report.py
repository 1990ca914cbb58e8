"""The carriers' report: receipts one by one or all at once from a phone, then how it went, then send."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.funds import policy, queries
from app.funds.forms import ConfirmForm
from app.funds.report_forms import StoryForm, TranscriptForm
from app.funds.services import reports
from app.funds.views import Page, answer, bp, readable_project
from app.i18n import gettext as _
from app.projects.models import Project
from app.security import current_actor, signed_in


@bp.get("/projects/<ref>/report")
@signed_in
def report(ref: str) -> str:
    """Show the report: a form to its carriers, a text to the others."""
    project = readable_project(ref)
    return _report_page(project, StoryForm(formdata=None, obj=queries.report_of(project)))


@bp.post("/projects/<ref>/report")
@signed_in
def write_report(ref: str) -> Response | Page:
    """Keep the report and, when asked, send it."""
    project, form = reported_project(ref), StoryForm()
    sending = request.form.get("do") == "send"
    there = url_for(".report", ref=ref) if sending else url_for(".receipts", ref=ref)

    def act() -> str:
        reports.write_report(project, form.told(), current_actor(), form.enclosed())
        form.voice.data = form.photos.data = None  # kept now, even if the report cannot be sent yet
        if not sending:
            return _("Votre récit est enregistré.")
        reports.send_report(project, current_actor())
        return _("Votre bilan est envoyé. L'association gestionnaire le vérifie.")

    return answer(project, form, act, there, lambda: _report_page(project, form))


@bp.post("/projects/<ref>/report/voice/remove")
@signed_in
def remove_voice(ref: str) -> Response | Page:
    """Forget the voice file of the report."""
    project, form = reported_project(ref), ConfirmForm()

    def act() -> str:
        reports.remove_voice(project, current_actor())
        return _("Le message vocal est retiré.")

    return answer(project, form, act, url_for(".report", ref=ref), lambda: _report_page(project, None, form))


@bp.post("/projects/<ref>/report/voice/text")
@signed_in
def write_down(ref: str) -> Response | Page:
    """Write what the voice file says."""
    project, form = readable_project(ref), TranscriptForm(prefix="said-")

    def act() -> str:
        reports.write_down(project, form.text.data or "", current_actor())
        return _("Le texte est enregistré sous le message vocal.")

    return answer(project, form, act, url_for(".report", ref=ref), lambda: _report_page(project, None, form))


def reported_project(ref: str) -> Project:
    """Return the project when the person may report now; else tell them why not, on a page they may read."""
    project = readable_project(ref)
    if not policy.can_report(project, current_actor()):
        flash(_("Le bilan ne peut pas être modifié maintenant. Relisez où en est le projet."), "warning")
        abort(redirect(url_for("funds.money", ref=project.ref), 303))
    return project


def _report_page(project: Project, form: Any, failed: Any = None) -> str:
    told, actor = queries.report_of(project), current_actor()
    can_write_down = told is not None and told.voice_id is not None and policy.can_write_down(project, actor)
    said = failed if isinstance(failed, TranscriptForm) else None
    return render_template(
        "funds/report.html",
        project=project,
        form=form or StoryForm(formdata=None, obj=told),
        failed=failed,
        said=(said or TranscriptForm(formdata=None, prefix="said-", text=told and told.transcript))
        if can_write_down
        else None,
        report=told,
        receipts=queries.receipts(project),
        photos=[one for one in project.attachments if one.kind == "photo"],
        can_report=policy.can_report(project, actor),
        can_send=project.state == "reporting",
    )
