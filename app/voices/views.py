"""Writing down what was said in a meeting, one thing at a time."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import security
from app.dialogue import policy
from app.dialogue.queries import meeting_with_space
from app.i18n import gettext as _
from app.voices import queries, services
from app.voices.forms import ContributionForm
from app.voices.labels import KINDS

bp = Blueprint("voices", __name__, template_folder="templates")


@bp.route("/meetings/<int(max=2147483647):meeting_id>/said", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def write(meeting_id: int) -> str | Response | tuple[str, int]:
    """Write down one thing said in a meeting, then the next."""
    meeting = meeting_with_space(meeting_id) or abort(404)
    if not policy.can_record(meeting.space.neighbourhood, security.current_actor()):
        abort(403)
    form = ContributionForm()
    if form.validate_on_submit():
        services.write_contribution(meeting, form.kind.data, form.text.data or "", security.current_actor())
        flash(_("C'est noté. Vous pouvez en noter une autre."), "success")
        return redirect(url_for(".write", meeting_id=meeting.id), 303)
    page = render_template("voices/write.html", meeting=meeting, form=form, said=queries.said_in(meeting), kinds=KINDS)
    return page, 422 if form.errors else 200
