"""One line of the checklist: who does it, by when, a note, and the document that proves it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app import security
from app.i18n import gettext as _
from app.projects import policy
from app.projects.checklist import ANSWERS, CHECKLIST, HELP, codes_of
from app.projects.follow_forms import ArrangeForm
from app.projects.models import ChecklistLine, Project
from app.projects.queries.follow import follow_of
from app.projects.services import codesign as services
from app.projects.services.codesign import Arranged
from app.projects.views import bp
from app.projects.views.opening import project_or_404


@bp.route("/projects/<ref>/checklist/<line>", methods=["GET", "POST"])
@security.signed_in
def checklist_line(ref: str, line: str) -> tuple[str, int] | Response:
    """Say who does a line of the checklist, by when, and where it stands."""
    project = project_or_404(ref)
    if line not in codes_of(project):
        abort(404)
    if not policy.can_work(project, security.current_actor()):
        abort(403)
    form = _form(project, line)
    if form.validate_on_submit():
        _keep(project, line, form)
        flash(_("C'est noté."), "success")
        return redirect(url_for("projects.codesign", ref=ref, _anchor="checklist"), 303)
    page = render_template(
        "projects/checklist_line.html", project=project, form=form, label=CHECKLIST[line], help=HELP[line]
    )
    return page, 422 if form.errors else 200


def _form(project: Project, code: str) -> ArrangeForm:
    known = next((one for one in follow_of(project).lines if one.code == code), ChecklistLine())
    answer = project.checklist.get(code, "")
    form = ArrangeForm(
        answer=answer if answer in ANSWERS else "", who=known.who, due_on=known.due_on, note=known.note,
        attachment=known.attachment_id or 0,
    )  # fmt: skip
    actor = security.current_actor()
    documents = [
        SelectChoice(one.id, one.caption or one.name)
        for one in project.attachments
        if policy.can_see_file(one, project, actor) or one.id == known.attachment_id
    ]
    form.attachment.choices = [SelectChoice(0, _("Aucun")), *documents]
    return form


def _keep(project: Project, code: str, form: ArrangeForm) -> None:
    arranged = Arranged(form.who.data or "", form.due_on.data, form.note.data or "", form.attachment.data or None)
    answers = {**project.checklist, code: form.answer.data}
    services.arrange_line(project.id, code, arranged, security.current_actor())
    services.answer_checklist(project.id, answers, security.current_actor())
