"""What is written after a meeting: the minutes, the reasons of those who did not come, the balance made together."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for

from app import security
from app.dialogue import naming, policy, queries
from app.dialogue.forms.minutes import AbsencesForm, ExperienceForm, MinutesForm
from app.dialogue.models import Meeting
from app.dialogue.services import minutes as writing
from app.dialogue.views import Page, bp
from app.dialogue.views.opening import own_meeting
from app.i18n import gettext as _
from app.plain import MOST_WORDS, long_sentences

SHOWN = 6
"""Long sentences told at once."""


@bp.route("/meetings/<int:meeting_id>/minutes", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def minutes(meeting_id: int) -> Page:
    """Write the minutes of a meeting, and see what makes them hard to read or names somebody."""
    meeting = own_meeting(meeting_id)
    form = MinutesForm(obj=meeting, data={"names_checked": meeting.names_checked_at is not None})
    if form.validate_on_submit():
        try:
            writing.write_minutes(meeting_id, form.written(), security.current_actor())
        except writing.NotWritable:
            form.form_errors.append(_not_writable(meeting))
        else:
            flash(_("C'est gardé. Relisez, puis publiez."), "success")
            return redirect(url_for(".minutes", meeting_id=meeting_id), 303)
    text = f"{form.minutes.data or ''}\n{form.minutes_plain.data or ''}"
    page = render_template(
        "dialogue/minutes.html",
        meeting=meeting,
        form=form,
        long=long_sentences(form.minutes_plain.data or "")[:SHOWN],
        most=MOST_WORDS,
        named=naming.found_in(text),
        blocked=_not_writable(meeting) if meeting.state != "closed" else "",
    )
    return page, 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/absences", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def absences(meeting_id: int) -> Page:
    """Count the reasons of those who did not come, without names."""
    meeting = own_meeting(meeting_id)
    form = AbsencesForm(data={row.reason.value: row.count for row in queries.absences_of(meeting)})
    if form.validate_on_submit():
        writing.count_absences(meeting_id, form.counts(), security.current_actor())
        flash(_("C'est noté."), "success")
        return redirect(url_for(".meeting", meeting_id=meeting_id), 303)
    return render_template("dialogue/absences.html", meeting=meeting, form=form), 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/experience", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def experience(meeting_id: int) -> Page:
    """Tell with a resident what went well and what must change."""
    meeting = own_meeting(meeting_id)
    form = ExperienceForm(obj=queries.experience_of(meeting))
    if form.validate_on_submit():
        try:
            writing.tell_experience(meeting_id, form.told(), security.current_actor())
        except writing.NotWritable:
            form.form_errors.append(_("La rencontre n'a pas encore eu lieu."))
        else:
            flash(_("Merci. Le bilan est gardé."), "success")
            return redirect(url_for(".meeting", meeting_id=meeting_id), 303)
    return render_template("dialogue/experience.html", meeting=meeting, form=form), 422 if form.errors else 200


def _not_writable(meeting: Meeting) -> str:
    if meeting.was_held:
        return _("Le compte rendu est publié. Pour le corriger, reprenez-le d'abord depuis la page de la rencontre.")
    return _("La rencontre n'est pas encore close. Le compte rendu s'écrit après.")
