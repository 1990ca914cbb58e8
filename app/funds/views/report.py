"""The carriers' report: receipts one by one from a phone, then how it went, then send."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.funds import policy, queries
from app.funds.forms import ConfirmForm, ReceiptForm, StoryForm
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
    project, form = _reported_project(ref), StoryForm()
    sending = request.form.get("do") == "send"
    there = url_for(".report", ref=ref) if sending else url_for(".receipts", ref=ref)

    def act() -> str:
        reports.write_report(project, form.told(), current_actor())
        if not sending:
            return _("Votre récit est enregistré.")
        reports.send_report(project, current_actor())
        return _("Votre bilan est envoyé. L'association gestionnaire le vérifie.")

    return answer(project, form, act, there, lambda: _report_page(project, form))


@bp.get("/projects/<ref>/receipts")
@signed_in
def receipts(ref: str) -> str | Response:
    """Show the receipts and the form to add one; readers who do not carry the project see them with the money."""
    project = readable_project(ref)
    if not policy.can_report(project, current_actor()):
        return redirect(url_for(".money", ref=ref))
    return _receipts_page(project, ReceiptForm(formdata=None))


@bp.post("/projects/<ref>/receipts")
@signed_in
def add_receipt(ref: str) -> Response | Page:
    """Add one receipt."""
    project, form = _reported_project(ref), ReceiptForm()

    def act() -> str:
        reports.record_receipt(project, form.receipt(), current_actor(), form.photo.data or None)
        return _("Le justificatif est ajouté.")

    return answer(project, form, act, url_for(".receipts", ref=ref), lambda: _receipts_page(project, form))


@bp.post("/projects/<ref>/receipts/<int:expense_id>/remove")
@signed_in
def remove_receipt(ref: str, expense_id: int) -> Response | Page:
    """Remove a receipt typed by mistake."""
    project, form = _reported_project(ref), ConfirmForm()

    def act() -> str:
        reports.remove_receipt(project, expense_id, current_actor())
        return _("Le justificatif est retiré.")

    return answer(project, form, act, url_for(".receipts", ref=ref), lambda: _receipts_page(project, form))


def _reported_project(ref: str) -> Project:
    """Return the project when the person may report now; else tell them why not, on a page they may read."""
    project = readable_project(ref)
    if not policy.can_report(project, current_actor()):
        flash(_("Le bilan ne peut pas être modifié maintenant. Relisez où en est le projet."), "warning")
        abort(redirect(url_for(".money", ref=ref), 303))
    return project


def _report_page(project: Project, form: Any) -> str:
    return render_template(
        "funds/report.html",
        project=project,
        form=form,
        report=queries.report_of(project),
        receipts=queries.receipts(project),
        can_report=policy.can_report(project, current_actor()),
        can_send=project.state == "reporting",
    )


def _receipts_page(project: Project, form: Any) -> str:
    return render_template(
        "funds/receipts.html",
        project=project,
        form=form if isinstance(form, ReceiptForm) else ReceiptForm(formdata=None),
        removal=form if isinstance(form, ConfirmForm) else None,
        expenses=queries.expenses_of(project),
        receipts=queries.receipts(project),
    )
