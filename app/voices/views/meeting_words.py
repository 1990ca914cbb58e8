"""Writing down what was said in a meeting, one thing at a time; mending it, or taking it away."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.dialogue import policy
from app.dialogue.models import Meeting
from app.dialogue.queries import meeting_with_space
from app.i18n import gettext as _
from app.incoming import row_id
from app.voices import queries, services
from app.voices.forms.speaking import ContributionForm
from app.voices.labels import KINDS
from app.voices.masking import Trace, masked, traces
from app.voices.models import Contribution
from app.voices.notices import spoken_code
from app.voices.views import bp
from app.voices.words import question_of

Page = tuple[str, int]


@bp.route("/meetings/<int(max=2147483647):meeting_id>/said", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def write(meeting_id: int) -> Page | Response:
    """Write down one thing said in a meeting, then the next; what could name somebody is offered to be hidden."""
    meeting = _recordable(meeting_id)
    form = ContributionForm()
    if not form.validate_on_submit():
        return _writing(meeting, form, [])
    text = form.text.data or ""
    found = traces(text)
    if found and request.form.get("mask") not in ("yes", "no"):
        return _writing(meeting, form, found)
    shown = masked(text, found) if request.form.get("mask") == "yes" else text
    said = services.write_contribution(meeting, form.kind.data, shown, security.current_actor())
    question = question_of(said.id)
    if question is not None:
        flash(_("C'est noté. Le numéro de cette question est %(code)s.", code=spoken_code(question.code)), "success")
        return redirect(url_for(".write", meeting_id=meeting.id, asked=question.id), 303)
    flash(_("C'est noté. Vous pouvez en noter une autre."), "success")
    return redirect(url_for(".write", meeting_id=meeting.id), 303)


@bp.route("/meetings/<int(max=2147483647):meeting_id>/said/<int(max=2147483647):said_id>", methods=["GET", "POST"])
@security.holders_of("facilitator", "referent", "metro_admin")
def correct(meeting_id: int, said_id: int) -> Page | Response:
    """Mend the words of a remark."""
    meeting = _recordable(meeting_id)
    said = queries.contribution_of(meeting, said_id) or abort(404)
    form = ContributionForm(obj=said)
    if form.validate_on_submit():
        services.correct_contribution(said.id, form.kind.data, form.text.data or "", security.current_actor())
        flash(_("Cette parole est corrigée."), "success")
        return redirect(_back_to(said), 303)
    page = render_template("voices/correct.html", meeting=meeting, form=form, said=said)
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int(max=2147483647):meeting_id>/said/<int(max=2147483647):said_id>/remove")
@security.holders_of("facilitator", "referent", "metro_admin")
def remove(meeting_id: int, said_id: int) -> Response:
    """Take a remark away."""
    said = queries.contribution_of(_recordable(meeting_id), said_id) or abort(404)
    back = _back_to(said)
    try:
        services.remove_contribution(said.id, security.current_actor())
    except services.BornQuestion:
        flash(_("Une réponse est due à cette question : elle ne peut pas être retirée. Corrigez ses mots."), "error")
        return redirect(url_for(".correct", meeting_id=meeting_id, said_id=said_id), 303)
    except services.BornProject:
        flash(_("Un projet est né de cette parole : elle ne peut pas être retirée. Corrigez ses mots."), "error")
        return redirect(url_for(".correct", meeting_id=meeting_id, said_id=said_id), 303)
    flash(_("Cette parole est retirée."), "success")
    return redirect(back, 303)


def _writing(meeting: Meeting, form: ContributionForm, found: list[Trace]) -> Page:
    page = render_template(
        "voices/write.html", meeting=meeting, form=form, said=queries.said_in(meeting), kinds=KINDS,
        found=found, asked=request.args.get("asked", type=row_id) if request.method == "GET" else None,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _recordable(meeting_id: int) -> Meeting:
    meeting = meeting_with_space(meeting_id) or abort(404)
    if not policy.can_record(meeting.space.neighbourhood, security.current_actor()):
        abort(403)
    return meeting


def _back_to(said: Contribution) -> str:
    return url_for("dialogue.meeting", meeting_id=said.meeting_id)
