"""Residents say whether a project is done: "done" is not a staff checkbox."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app import clock, security
from app.dialogue.models import Meeting
from app.dialogue.queries import held_meetings
from app.i18n import day
from app.i18n import gettext as _
from app.projects import follow_policy
from app.projects.follow_forms import DeliveredForm, MeetingWordForm, UnsaidForm, WaiverForm
from app.projects.models import Project
from app.projects.queries.follow import follow_of
from app.projects.services import delivery as services
from app.projects.views import bp
from app.projects.views.opening import project_or_404
from app.projects.words import DELIVERED

Page = tuple[str, int]


@bp.get("/projects/<ref>/delivery")
@security.public
def delivery(ref: str) -> Page:
    """Show what residents say of the works, and the way to say it."""
    return _page(project_or_404(ref), None)


@bp.post("/projects/<ref>/delivery")
@security.signed_in
def say_delivered(ref: str) -> Page | Response:
    """Say, as a resident or with a helper, whether it is done."""
    project, form = project_or_404(ref), DeliveredForm()
    if not follow_policy.can_speak_of_delivery(project, security.current_actor()):
        abort(403)
    if not form.validate():
        return _page(project, form)
    services.say(project.id, services.Seen(form.said.data, form.text.data or ""), security.current_actor())
    flash(_("Merci. Votre parole compte : tout le monde la lit."), "success")
    return redirect(url_for("projects.delivery", ref=ref), 303)


@bp.post("/projects/<ref>/delivery/meeting")
@security.signed_in
def count_delivered(ref: str) -> Page | Response:
    """Note what the residents of a meeting said of the works."""
    project = project_or_404(ref)
    if not follow_policy.can_count_delivery(project, security.current_actor()):
        abort(403)
    form = _meeting_form(project)
    if not form.validate() or not _counted(project, form):
        return _page(project, form)
    flash(_("C'est noté."), "success")
    return redirect(url_for("projects.delivery", ref=ref), 303)


@bp.route("/projects/<ref>/delivery/<int:voice_id>/words", methods=["GET", "POST"])
@security.signed_in
def unsay_delivered(ref: str, voice_id: int) -> Page | Response:
    """Take away what somebody wrote beside their answer, with a reason; their answer stays."""
    project, actor = project_or_404(ref), security.current_actor()
    voice = next((one for one in follow_of(project).voices if one.id == voice_id and one.text), None)
    if voice is None or not follow_policy.can_moderate(project, actor):
        abort(404)
    form = UnsaidForm()
    if form.validate_on_submit():
        services.take_words_away(project.id, voice_id, form.reason.data or "", actor)
        flash(_("La phrase est retirée. La réponse compte toujours."), "success")
        return redirect(url_for("projects.delivery", ref=ref), 303)
    page = render_template("projects/unsay_delivered.html", project=project, voice=voice, form=form)
    return page, 422 if form.errors else 200


@bp.post("/projects/<ref>/delivery/waive")
@security.signed_in
def waive_delivery(ref: str) -> Page | Response:
    """Write why residents could not confirm."""
    project, form = project_or_404(ref), WaiverForm()
    if not follow_policy.can_waive_delivery(project, security.current_actor()):
        abort(403)
    if not form.validate():
        return _page(project, form)
    services.waive(project.id, form.reason.data or "", security.current_actor())
    flash(_("La raison est écrite. Tout le monde la lit."), "success")
    return redirect(url_for("projects.delivery", ref=ref), 303)


def _counted(project: Project, form: MeetingWordForm) -> bool:
    try:
        services.count_in_meeting(project.id, form.meeting.data, form.counts(), security.current_actor())
    except services.NotCounted:
        form.yes.errors = [_("Il y a plus de réponses que de personnes venues à cette rencontre.")]
    return not form.errors


def _meeting_form(project: Project) -> MeetingWordForm:
    form = MeetingWordForm()
    form.meeting.choices = [SelectChoice(one.id, f"{day(one.held_on)} : {one.title}") for one in _meetings(project)]
    return form


def _meetings(project: Project) -> list[Meeting]:
    """Return the meetings held in the neighbourhood since the works began."""
    began = project.starts_on or project.entered_at.astimezone(clock.PARIS).date()
    return [one for one in held_meetings(project.neighbourhood) if one.held_on >= began]


def _page(project: Project, refused: Any) -> Page:
    """Show the page; a form that was refused takes the place of the blank one of its kind."""
    actor, follow = security.reading_actor(), follow_of(project)
    counting = follow_policy.can_count_delivery(project, actor) and bool(_meetings(project))
    forms: dict[str, Any] = {
        "said_form": DeliveredForm(formdata=None) if follow_policy.can_speak_of_delivery(project, actor) else None,
        "meeting_form": _meeting_form(project) if counting else None,
        "waiver_form": WaiverForm(formdata=None) if _may_waive(project) else None,
    }
    for name, form in forms.items():
        if refused is not None and type(form) is type(refused):
            forms[name] = refused
    context = {
        "project": project,
        "word": follow.word,
        "voices": follow.voices,
        "waiver": follow.waiver,
        "labels": DELIVERED,
        "form": refused,
        "mine": next((one for one in follow.voices if follow_policy.is_own(one, actor)), None),
        "signed_in": actor is not None,
        "moderates": follow_policy.can_moderate(project, actor),
        "waived_from": follow_policy.waived_from(project),
    }
    return render_template("projects/delivery.html", **context, **forms), 422 if refused is not None else 200


def _may_waive(project: Project) -> bool:
    follow = follow_of(project)
    waits = follow.waiver is None and not follow.word.is_confirmed
    return waits and follow_policy.can_waive_delivery(project, security.reading_actor())
