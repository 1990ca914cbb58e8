"""The page of a meeting, and writing down one that was held."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for

from app import security
from app.dialogue import panels, policy, queries, services
from app.dialogue.forms.meetings import MeetingForm
from app.dialogue.labels import kind_of
from app.dialogue.views import Page, bp
from app.i18n import gettext as _


@bp.route("/meetings/<int(max=2147483647):meeting_id>")
@security.public
def meeting(meeting_id: int) -> Page:
    """Show a meeting: to come, held, or told."""
    held = queries.meeting_with_space(meeting_id)
    if held is None or not policy.can_view(held, security.reading_actor()):
        abort(404)
    return render_template(
        "dialogue/meeting.html", meeting=held, kind=kind_of(held.space), panels=panels.panels_of(held)
    )


@bp.route("/spaces/<int(max=2147483647):space_id>/meetings/new", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def new_meeting(space_id: int) -> Page:
    """Write down a meeting that was held."""
    space = queries.space_with_neighbourhood(space_id) or abort(404)
    if not policy.can_record(space.neighbourhood, security.current_actor()):
        abort(403)
    form = MeetingForm()
    if form.validate_on_submit():
        held = services.record_meeting(space, form.told(), security.current_actor())
        flash(_("La rencontre est publiée. Notez maintenant ce qui a été dit."), "success")
        return redirect(url_for(".meeting", meeting_id=held.id), 303)
    return render_template("dialogue/new_meeting.html", space=space, form=form), 422 if form.errors else 200
