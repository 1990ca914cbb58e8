"""The carriers' receipts: a photo, then what is written on it; several photos at once; another photo; a lost one."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.funds import policy, queries, receipt_queries
from app.funds.budget_spent import expense_lines
from app.funds.forms import ConfirmForm
from app.funds.report_forms import AgainForm, PhotosForm, ReceiptForm
from app.funds.services import receipts as services
from app.funds.views import Page, answer, bp, readable_project
from app.funds.views.report import reported_project
from app.i18n import gettext as _
from app.i18n import ngettext
from app.projects.models import Project
from app.security import current_actor, signed_in


@bp.get("/projects/<ref>/receipts")
@signed_in
def receipts(ref: str) -> str | Response:
    """Show the receipts and the form to add one; readers who do not carry the project see them with the money."""
    project = readable_project(ref)
    if not policy.can_send_again(project, current_actor()):
        return redirect(url_for(".money", ref=ref))
    return _page(project)


@bp.post("/projects/<ref>/receipts")
@signed_in
def add_receipt(ref: str) -> Response | Page:
    """Add one receipt."""
    project, form = reported_project(ref), ReceiptForm()
    form.offer(expense_lines(project))

    def act() -> str:
        photo, photo_id = form.photo.data or None, form.waiting_photo()
        services.record_receipt(project, form.receipt(), current_actor(), photo, photo_id=photo_id)
        return _("Le justificatif est ajouté.")

    return answer(project, form, act, url_for(".receipts", ref=ref), lambda: _page(project, form))


@bp.post("/projects/<ref>/receipts/photos")
@signed_in
def add_photos(ref: str) -> Response | Page:
    """Keep several photos at once; their amounts are told afterwards."""
    project, form = reported_project(ref), PhotosForm(prefix="all-")

    def act() -> str:
        photos = [photo for photo in form.photos.data or [] if photo and photo.filename]
        kept = services.send_photos(project, photos, current_actor())
        return ngettext("%(num)s photo est gardée.", "%(num)s photos sont gardées.", kept)

    return answer(project, form, act, url_for(".receipts", ref=ref), lambda: _page(project, form))


@bp.post("/projects/<ref>/receipts/photos/<int:attachment_id>/remove")
@signed_in
def set_photo_aside(ref: str, attachment_id: int) -> Response | Page:
    """Forget a photo that waits for its amount."""
    project, form = reported_project(ref), ConfirmForm()

    def act() -> str:
        services.set_photo_aside(project, attachment_id, current_actor())
        return _("La photo est retirée.")

    return answer(project, form, act, url_for(".receipts", ref=ref), lambda: _page(project, form))


@bp.post("/projects/<ref>/receipts/<int:expense_id>/remove")
@signed_in
def remove_receipt(ref: str, expense_id: int) -> Response | Page:
    """Remove a receipt typed by mistake."""
    project, form = reported_project(ref), ConfirmForm()

    def act() -> str:
        services.remove_receipt(project, expense_id, current_actor())
        return _("Le justificatif est retiré.")

    return answer(project, form, act, url_for(".receipts", ref=ref), lambda: _page(project, form))


@bp.post("/projects/<ref>/receipts/<int:expense_id>/photo")
@signed_in
def send_again(ref: str, expense_id: int) -> Response | Page:
    """Send another photo of a receipt that could not be read."""
    project, form = readable_project(ref), AgainForm(prefix=f"again{expense_id}-")

    def act() -> str:
        services.send_again(project, expense_id, form.photo.data, current_actor())
        return _("La nouvelle photo est envoyée.")

    return answer(project, form, act, url_for(".receipts", ref=ref), lambda: _page(project, form))


def _page(project: Project, failed: Any = None) -> str:
    rows = queries.expenses_of(project)
    waiting = receipt_queries.photos_waiting(project)
    mine = policy.can_report(project, current_actor())
    form = failed if isinstance(failed, ReceiptForm) else ReceiptForm(formdata=None)
    lines = expense_lines(project)
    form.offer(lines)
    about = form.waiting_photo() or (waiting[0].id if waiting and not isinstance(failed, ReceiptForm) else None)
    shown = next((photo for photo in waiting if photo.id == about), None)
    form.photo_id.data = str(shown.id) if shown else ""
    asked = [row for row in rows if row.asked_again]
    return render_template(
        "funds/receipts.html",
        project=project,
        form=form if mine else None,
        shown=shown,
        waiting=waiting,
        many=failed if isinstance(failed, PhotosForm) else PhotosForm(formdata=None, prefix="all-"),
        failed=failed if isinstance(failed, ConfirmForm) else None,
        asked=asked,
        again={row.id: _again(row.id, failed) for row in asked},
        expenses=rows,
        lines={line.id: line.label for line in lines},
        receipts=queries.receipts(project),
        sworn_at_most=services.SWORN_AT_MOST,
    )


def _again(expense_id: int, failed: Any) -> Any:
    prefix = f"again{expense_id}-"
    if isinstance(failed, AgainForm) and failed.photo.name.startswith(prefix):
        return failed
    return AgainForm(formdata=None, prefix=prefix)
