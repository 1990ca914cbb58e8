"""Public comments on a project, and their moderation."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.db import session
from app.i18n import gettext as _
from app.incoming import row_id
from app.once.forms import just_once
from app.projects import follow_policy, policy
from app.projects.follow_forms import CommentForm, HideForm, ReportForm
from app.projects.models import Comment, Project
from app.projects.queries.follow import reports_of
from app.projects.queries.talk import comments_count, comments_of, reported_of
from app.projects.services import comments as services
from app.projects.views import bp
from app.projects.views.opening import project_or_404
from app.projects.words import REPORTS, VOICES

Page = tuple[str, int]


@bp.get("/projects/<ref>/comments")
@security.public
def comments(ref: str) -> Page:
    """Show the last comments, older ones page by page, the rules, and the way to write one."""
    answered = request.args.get("to", default=0, type=row_id)
    return _page(project_or_404(ref), CommentForm(formdata=None, answers=answered or ""), 200)


@bp.post("/projects/<ref>/comments")
@security.signed_in
def comment(ref: str) -> Page | Response:
    """Comment on a project, or answer a comment."""
    project, form = project_or_404(ref), CommentForm()
    if not follow_policy.can_comment(project, security.current_actor()):
        abort(403)
    if not form.validate() or not _said(project, form):
        return _page(project, form, 422)
    flash(_("Votre commentaire est publié."), "success")
    answered = form.answered()
    if answered:
        return _back_to(project, answered)
    return redirect(url_for("projects.comments", ref=ref, _anchor="last"), 303)


@bp.post("/comments/<int:comment_id>/withdraw")
@security.signed_in
def withdraw_comment(comment_id: int) -> Response:
    """Take back one's own comment."""
    found = _comment_or_404(comment_id)
    if not follow_policy.can_withdraw(found, security.current_actor()):
        abort(404)
    services.withdraw(found.id, security.current_actor())
    flash(_("Votre commentaire est retiré."), "success")
    return _back_to(found.project, found.id)


@bp.route("/comments/<int:comment_id>/report", methods=["GET", "POST"])
@security.public
@security.limiter.limit("20 per hour", methods=["POST"])
def report_comment(comment_id: int) -> Page | Response:
    """Report a comment, with or without an account."""
    found, form = _comment_or_404(comment_id), ReportForm()
    if found.hidden_at or found.withdrawn_at:
        return _back_to(found.project, found.id)
    if form.validate_on_submit():
        services.report(found.id, form.reason.data, form.text.data or "", security.reading_actor())
        flash(_("Merci. La personne référente du quartier va lire ce commentaire."), "success")
        return _back_to(found.project, found.id)
    return render_template("projects/report_comment.html", comment=found, form=form), 422 if form.errors else 200


@bp.route("/comments/<int:comment_id>/hide", methods=["GET", "POST"])
@security.signed_in
def hide_comment(comment_id: int) -> Page | Response:
    """Read why a comment was reported, and hide it behind a reason."""
    found, form = _comment_or_404(comment_id), HideForm()
    if not follow_policy.can_moderate(found.project, security.current_actor()):
        abort(404)
    if form.validate_on_submit():
        services.hide(found.id, form.reason.data or "", security.current_actor())
        flash(_("Le commentaire est masqué. Tout le monde lit pourquoi."), "success")
        return _back_to(found.project, found.id)
    page = render_template(
        "projects/hide_comment.html", comment=found, form=form, reports=reports_of(found.id), reasons=REPORTS
    )
    return page, 422 if form.errors else 200


@bp.post("/comments/<int:comment_id>/keep")
@security.signed_in
def keep_comment(comment_id: int) -> Response:
    """Leave a comment where it is, or show it again."""
    found = _comment_or_404(comment_id)
    if not follow_policy.can_moderate(found.project, security.current_actor()):
        abort(404)
    services.keep_shown(found.id, security.current_actor())
    flash(_("Le commentaire reste en place."), "success")
    return _back_to(found.project, found.id)


def _comment_or_404(comment_id: int) -> Comment:
    found = session().get(Comment, comment_id)
    if found is None or not policy.can_view(found.project, security.reading_actor()):
        abort(404)
    return found


def _said(project: Project, form: CommentForm) -> bool:
    def act() -> str:
        services.comment(project.id, form.body.data or "", security.current_actor(), form.answered())
        return ""

    try:
        just_once(act)
    except services.TooMany:
        form.body.errors = [_("Vous avez beaucoup écrit. Attendez quelques minutes.")]
    return not form.errors


def _back_to(project: Project, comment_id: int) -> Response:
    """Go to the page of comments on which one is, and to it."""
    there = url_for("projects.comments", ref=project.ref, at=comment_id, _anchor=f"comment-{comment_id}")
    return redirect(there, 303)


def _page(project: Project, form: CommentForm, status: int) -> Page:
    actor, answered = security.reading_actor(), form.answered()
    before, around = (request.args.get(name, type=row_id) for name in ("before", "at"))
    talk = comments_of(project.id, before, around or answered)
    rows = [row for first in talk.firsts for row in (first, *talk.answers[first[0].id])]
    moderates = follow_policy.can_moderate(project, actor)
    context: dict[str, Any] = {
        "project": project,
        "talk": talk,
        "count": comments_count(project.id),
        "form": form,
        "answered": next((row for row in rows if row[0].id == answered), None),
        "open": follow_policy.comments_open(project),
        "may_write": follow_policy.can_comment(project, actor),
        "moderates": moderates,
        "reported": reported_of(project.id) if moderates else (),
        "me": actor.acting_id if actor else None,
        "voices": VOICES,
    }
    return render_template("projects/comments.html", **context), status
