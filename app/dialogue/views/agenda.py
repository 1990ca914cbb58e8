"""The agenda of a meeting: adding a line, taking one off, moving one, without JavaScript."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for

from app import security
from app.dialogue import hooks, policy
from app.dialogue.forms.agenda import LineForm
from app.dialogue.policy import NotAllowed
from app.dialogue.services import agenda as lines
from app.dialogue.services.meetings import Over
from app.dialogue.views import Page, bp
from app.dialogue.views.opening import own_meeting
from app.dialogue.views.page import agenda_lines
from app.i18n import gettext as _

MOVES = {"up": -1, "down": 1}


@bp.route("/meetings/<int:meeting_id>/agenda", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def agenda(meeting_id: int) -> Page:
    """Show the agenda to the team of a meeting, and add a line to it."""
    meeting, form = own_meeting(meeting_id), LineForm()
    if form.validate_on_submit():
        try:
            lines.add_line(meeting_id, form.line(), security.current_actor())
        except Over:
            flash(_over(), "error")
        except lines.TooMany:
            form.form_errors.append(_("L'ordre du jour est plein. Retirez d'abord une ligne."))
        else:
            flash(_("C'est inscrit."), "success")
        if not form.form_errors:
            return redirect(url_for(".agenda", meeting_id=meeting_id), 303)
    page = render_template(
        "dialogue/agenda.html",
        meeting=meeting,
        form=form,
        lines=agenda_lines(meeting),
        answers=hooks.answers_since(meeting),
    )
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/<move>")
@security.holders_of(*policy.WRITERS)
def move_line(meeting_id: int, item_id: int, move: str) -> Page:
    """Move a line up or down, or take it off."""
    own_meeting(meeting_id)
    if move not in (*MOVES, "off"):
        abort(404)
    actor = security.current_actor()
    try:
        if move == "off":
            lines.take_off(item_id, actor)
        else:
            lines.move(item_id, MOVES[move], actor)
    except NotAllowed:
        abort(403)
    except Over:
        flash(_over(), "error")
    return redirect(url_for(".agenda", meeting_id=meeting_id, _anchor="lignes"), 303)


def _over() -> str:
    return _("Cette rencontre est passée ou annulée : son ordre du jour ne change plus.")
