"""News of a project, from a phone, in thirty seconds, with or without network."""

from __future__ import annotations

from flask import Response as Json
from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import files, kept, security
from app.i18n import gettext as _
from app.once.forms import just_once
from app.projects import policy
from app.projects.models import Project
from app.projects.news_forms import NewsForm
from app.projects.services.follow_up import give_news
from app.projects.views import bp
from app.projects.views.opening import project_or_404

Answer = tuple[str, int] | tuple[Json, int] | Json | Response


@bp.route("/projects/<ref>/follow-up", methods=["GET", "POST"])
@security.signed_in
def follow_up(ref: str) -> Answer:
    """Give news of a project: how it goes, one line, a photo; when it is blocked, who can help and by when."""
    project = project_or_404(ref)
    if not policy.can_follow_up(project, security.current_actor()):
        return kept.refused(_("Ce projet ne prend plus de nouvelles."), 409) if kept.sent_later() else abort(403)
    form = NewsForm()
    if request.method == "POST" and form.validate() and _told(project, form):
        if kept.sent_later():
            return jsonify(kept=True)
        flash(_("Merci. Vos nouvelles sont publiées."), "success")
        return redirect(url_for("projects.show", ref=ref), 303)
    if kept.sent_later():
        return kept.refused(form.first_error())
    return render_template("projects/follow_up.html", project=project, form=form), 422 if form.errors else 200


def _told(project: Project, form: NewsForm) -> bool:
    """Store the news, once; a photo that cannot be kept puts its reason beside the field and keeps what was typed."""
    upload = form.upload()
    try:
        photo = files.receive(upload, photo_only=True) if upload else None
    except files.FileRefused as refused:
        form.photo.errors = [str(refused)]
        return False

    def act() -> str:
        give_news(project.id, form.news(photo), security.current_actor())
        return ""

    just_once(act)
    return True
