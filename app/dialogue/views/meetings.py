"""The page of a meeting; preparing one, telling one that was held, counting who came."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for

from app import security
from app.dialogue import policy, queries, services, tally_queries
from app.dialogue.forms.meetings import CountForm, InvitationForm, MeetingForm
from app.dialogue.models import DialogueSpace
from app.dialogue.services import meetings, turns
from app.dialogue.views import Page, bp
from app.dialogue.views.opening import meeting_or_404, own_meeting
from app.dialogue.views.page import page_context
from app.i18n import gettext as _
from app.steps.correction import last_undoable
from app.steps.kinds import roles_of
from app.steps.services import CORRECTING_ROLES
from app.steps.wording import action_of, refusal, told
from workflows.engine import ActionRefused


@bp.route("/meetings/<int(max=2147483647):meeting_id>")
@security.public
def meeting(meeting_id: int) -> Page:
    """Show a meeting: to come, held, or told."""
    return render_template("dialogue/meeting.html", **page_context(meeting_or_404(meeting_id)))


@bp.route("/meetings/<int:meeting_id>/history")
@security.public
def history(meeting_id: int) -> Page:
    """Tell what was done for a meeting, step by step; a referent may take the last step back."""
    shown, actor = meeting_or_404(meeting_id), security.reading_actor()
    steps = queries.history_of(shown)
    last = last_undoable(reversed(steps))
    action = action_of(shown, last) if last and last.from_state else None
    may_correct = actor is not None and bool(roles_of(shown, actor) & CORRECTING_ROLES)
    return render_template(
        "dialogue/history.html",
        meeting=shown,
        steps=[(step, told(shown, step)) for step in steps],
        last=last if may_correct and action and action.undo else None,
        last_label=_(action.label) if action else "",
    )


@bp.route("/spaces/<int:space_id>/meetings/plan", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def plan_meeting(space_id: int) -> Page:
    """Think of a meeting to come."""
    space = _own_space(space_id)
    form = InvitationForm()
    if form.validate_on_submit():
        made = meetings.think_of_meeting(space, form.invitation(), security.current_actor())
        flash(_("La rencontre est notée. Elle n'est visible que de l'équipe, jusqu'à son annonce."), "success")
        return redirect(url_for(".meeting", meeting_id=made.id), 303)
    page = render_template("dialogue/edit_meeting.html", space=space, meeting=None, form=form)
    return page, 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def edit_meeting(meeting_id: int) -> Page:
    """Change what people are invited to."""
    shown = own_meeting(meeting_id)
    form = InvitationForm(obj=shown)
    if form.validate_on_submit():
        try:
            meetings.change_meeting(meeting_id, form.invitation(), security.current_actor())
        except meetings.Over:
            flash(_("Cette rencontre est passée ou annulée : elle ne change plus."), "error")
            return redirect(url_for(".meeting", meeting_id=meeting_id), 303)
        except meetings.DayAnnounced:
            form.form_errors.append(
                _(
                    "Cette rencontre est annoncée. Pour changer le jour, reportez-la d'abord : "
                    "les personnes prévenues le sauront."
                )
            )
        else:
            flash(_("C'est enregistré."), "success")
            return redirect(url_for(".meeting", meeting_id=meeting_id), 303)
    page = render_template("dialogue/edit_meeting.html", space=shown.space, meeting=shown, form=form)
    return page, 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/count", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def count(meeting_id: int) -> Page:
    """Write how many residents came, and close the meeting when it is not closed yet."""
    shown = own_meeting(meeting_id)
    if tally_queries.tallies_of(shown.id).has_door:
        return redirect(url_for(".counts", meeting_id=meeting_id), 303)
    form = CountForm(residents_count=shown.residents_count if shown.counted_at else None)
    if form.validate_on_submit():
        try:
            turns.count_and_close(shown, form.residents_count.data or 0, security.current_actor())
        except ActionRefused as refused:
            form.form_errors.append(refusal(shown, refused))
        except meetings.NotYetHeld:
            form.form_errors.append(_("Le jour de la rencontre n'est pas encore arrivé."))
        else:
            flash(_("C'est noté."), "success")
            return redirect(url_for(".meeting", meeting_id=meeting_id), 303)
    return render_template("dialogue/count.html", meeting=shown, form=form), 422 if form.errors else 200


@bp.route("/spaces/<int(max=2147483647):space_id>/meetings/new", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def new_meeting(space_id: int) -> Page:
    """Write down a meeting that was held."""
    space = _own_space(space_id)
    form = MeetingForm()
    if form.validate_on_submit():
        try:
            held = services.record_meeting(space, form.told(), security.current_actor())
        except meetings.AlreadyPrepared:
            form.form_errors.append(
                _("Cette rencontre est déjà préparée. Ouvrez sa page, puis dites combien de personnes sont venues.")
            )
        else:
            flash(_("La rencontre est publiée. Notez maintenant ce qui a été dit."), "success")
            return redirect(url_for(".meeting", meeting_id=held.id), 303)
    return render_template("dialogue/new_meeting.html", space=space, form=form), 422 if form.errors else 200


def _own_space(space_id: int) -> DialogueSpace:
    space = queries.space_with_neighbourhood(space_id) or abort(404)
    if not policy.can_record(space.neighbourhood, security.current_actor()):
        abort(403)
    return space
