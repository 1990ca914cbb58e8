"""The documents of a project: adding one, reading one, taking one away."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer
from wtforms.fields.choices import SelectChoice

from app import files, security
from app.files import FileRefused, StoredFile
from app.i18n import gettext as _
from app.projects import policy
from app.projects.models import Attachment, Project
from app.projects.queries.page import attachment_of
from app.projects.services.attachments import add_document, remove_document
from app.projects.views import bp
from app.projects.views.opening import project_or_404
from app.projects.work_forms import DocumentForm
from app.steps.wording import document_label
from workflows.vocabulary import DOCUMENTS

ELSEWHERE = frozenset({"receipt", "report"})
"""Kinds that have a screen of their own, where an amount goes with them."""


@bp.route("/projects/<ref>/documents", methods=["GET", "POST"])
@security.signed_in
def documents(ref: str) -> tuple[str, int] | Answer:
    """Add a document or a photo to the file."""
    project = project_or_404(ref)
    if not policy.can_attach(project, security.current_actor()):
        abort(403)
    form = _form(project)
    if request.method == "POST" and form.validate() and _kept(project, form):
        flash(_("Le fichier est ajouté au dossier."), "success")
        return redirect(url_for("projects.show", ref=ref, _anchor="documents"), 303)
    return render_template("projects/documents.html", project=project, form=form), 422 if form.errors else 200


@bp.get("/projects/<ref>/files/<int:attachment_id>")
@security.public
def file(ref: str, attachment_id: int) -> Response:
    """Give a document to who may read it: a photo is shown, the rest is downloaded."""
    project = project_or_404(ref)
    attachment = _attachment_or_404(project, attachment_id)
    if not policy.can_see_file(attachment, project, security.reading_actor()):
        abort(404)
    stored = StoredFile(attachment.sha256, attachment.name, attachment.media_type, attachment.size)
    return files.send(stored, thumbnail="small" in request.args and stored.is_photo)


@bp.post("/projects/<ref>/files/<int:attachment_id>/remove")
@security.signed_in
def remove(ref: str, attachment_id: int) -> Answer:
    """Take a document away."""
    project = project_or_404(ref)
    attachment = _attachment_or_404(project, attachment_id)
    if not policy.can_remove(attachment, project, security.current_actor()):
        abort(403)
    remove_document(project.id, attachment.id, security.current_actor())
    flash(_("Le fichier est retiré du dossier."), "success")
    return redirect(url_for("projects.show", ref=ref, _anchor="documents"), 303)


def _attachment_or_404(project: Project, attachment_id: int) -> Attachment:
    found = attachment_of(project, attachment_id)
    if found is None:
        abort(404)
    return found


def _form(project: Project) -> DocumentForm:
    """Return the form with the kinds this person may add."""
    form, actor = DocumentForm(), security.current_actor()
    kinds = [code for code in DOCUMENTS if code not in ELSEWHERE and policy.can_attach_kind(project, code, actor)]
    labels = {code: document_label(code).capitalize() for code in kinds}
    form.kind.choices = [SelectChoice(code, label) for code, label in {"": _("Choisissez"), **labels}.items()]
    return form


def _kept(project: Project, form: DocumentForm) -> bool:
    try:
        stored = files.receive(form.file.data, photo_only=form.kind.data == "photo")
    except FileRefused as refused:
        form.file.errors = [str(refused)]
        return False
    shown = {"is_public": form.who_sees.data == "all", "caption": form.caption.data or ""}
    add_document(project, stored, form.kind.data, security.current_actor(), **shown)
    return True
