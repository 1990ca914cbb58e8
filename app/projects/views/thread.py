"""The private thread of a project's team and staff."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import files, security
from app.db import session
from app.i18n import gettext as _
from app.incoming import row_id
from app.once.forms import just_once
from app.projects import follow_policy
from app.projects.follow_forms import NoticeForm, ThreadForm
from app.projects.models import Project, ThreadNotice, ThreadReader
from app.projects.queries.talk import messages_of
from app.projects.services import thread as services
from app.projects.services.thread import Written
from app.projects.views import bp
from app.projects.views.opening import project_or_404

Page = tuple[str, int]


@bp.get("/projects/<ref>/thread")
@security.signed_in
def thread(ref: str) -> Page:
    """Show the last messages, older ones page by page; what is on the screen is read."""
    return _page(_talking(ref), ThreadForm(formdata=None), 200)


@bp.post("/projects/<ref>/thread")
@security.signed_in
def write_in_thread(ref: str) -> Page | Response:
    """Write in the thread, with a file if there is one."""
    project, form = _talking(ref), ThreadForm()
    if not follow_policy.can_write_thread(project, security.current_actor()):
        abort(403)
    if not form.validate() or not _written(project, form):
        return _page(project, form, 422)
    return redirect(url_for("projects.thread", ref=ref, _anchor="write"), 303)


@bp.post("/projects/<ref>/thread/notice")
@security.signed_in
def choose_thread_notice(ref: str) -> Page | Response:
    """Choose how to hear of new messages."""
    project, form = _talking(ref), NoticeForm()
    if not form.validate():
        return _page(project, ThreadForm(formdata=None), 422)
    services.choose_notice(project.id, form.notice.data, security.current_actor())
    flash(_("C'est noté."), "success")
    return redirect(url_for("projects.thread", ref=ref), 303)


def _talking(ref: str) -> Project:
    project = project_or_404(ref)
    if not follow_policy.can_read_thread(project, security.current_actor()):
        abort(404)
    return project


def _written(project: Project, form: ThreadForm) -> bool:
    try:
        stored = files.receive(form.file.data) if form.file.data else None
    except files.FileRefused as refused:
        form.file.errors = [str(refused)]
        return False

    def act() -> str:
        services.write(project.id, Written(form.body.data or "", stored), security.current_actor())
        return ""

    just_once(act)
    return True


def _page(project: Project, form: ThreadForm, status: int) -> Page:
    actor = security.current_actor()
    reader = session().get(ThreadReader, (project.id, actor.acting_id))
    read_until = reader.read_until if reader else 0
    talk = messages_of(project.id, read_until, request.args.get("before", type=row_id))
    rows = talk.rows
    usual = ThreadNotice.INSTANT if follow_policy.is_of_team(project, actor.acting_id) else ThreadNotice.WEEKLY
    context: dict[str, Any] = {
        "project": project,
        "talk": talk,
        "read_until": read_until,
        "me": actor.acting_id,
        "form": form,
        "may_write": follow_policy.can_write_thread(project, actor),
        "notice_form": NoticeForm(formdata=None, notice=(reader.notice if reader else None) or usual),
    }
    page = render_template("projects/thread.html", **context)
    if rows and rows[-1][0].id > read_until:
        services.mark_read(project.id, rows[-1][0].id, actor)
    return page, status
