"""The part of residents at each stage: what is recorded, and the reason where nobody could take part."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import security
from app.i18n import gettext as _
from app.projects import codesign_policy, policy
from app.projects.association import parts_of
from app.projects.merging_forms import ReasonForm
from app.projects.services.association import explain_no_involvement
from app.projects.views import bp
from app.projects.views.opening import file_or_404

Page = tuple[str, int]


@bp.route("/projects/<ref>/association", methods=["GET", "POST"])
@security.signed_in
def association(ref: str) -> Page | Response:
    """Show the part of residents stage by stage, and take the reason where there is none."""
    project, actor = file_or_404(ref).project, security.current_actor()
    if not codesign_policy.can_explain(project, actor):
        abort(403)
    parts = parts_of(project)
    form = ReasonForm()
    form.offer([(part.stage, part.label) for part in parts if not part.residents])
    if not form.validate_on_submit():
        if not form.is_submitted() and form.stage.choices:
            form.stage.data = form.stage.choices[-1].value
        return render_template(
            "projects/association.html", project=project, parts=parts, form=form,
            may_log=policy.can_work(project, actor) and policy.is_public(project),
        ), 422 if form.errors else 200  # fmt: skip
    try:
        explain_no_involvement(project.id, form.stage.data, form.reason.data, actor)
    except policy.NotAllowed:
        abort(403)
    flash(_("C'est noté. Tout le monde lira cette raison sur la page du projet."), "success")
    return redirect(url_for(".show", ref=ref), 303)
