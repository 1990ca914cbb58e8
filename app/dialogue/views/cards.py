"""The cards of the floor that were seen at a meeting."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for

from app import security
from app.dialogue import policy, steering_queries
from app.dialogue.forms.steering import CardsForm
from app.dialogue.services import cards as keeping
from app.dialogue.views import Page, bp
from app.dialogue.views.opening import own_meeting
from app.i18n import gettext as _
from app.i18n import ngettext


@bp.route("/meetings/<int:meeting_id>/cards", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def cards(meeting_id: int) -> Page:
    """Note the cards that were dropped and brought back, by their numbers."""
    meeting, form = own_meeting(meeting_id), CardsForm()
    if form.validate_on_submit():
        seen = form.seen()
        try:
            keeping.keep_cards(meeting.id, seen, security.current_actor())
        except keeping.NotHeld:
            form.form_errors.append(_("La rencontre n'a pas encore eu lieu."))
        else:
            flash(ngettext("%(num)d carte est notée.", "%(num)d cartes sont notées.", len(seen)), "success")
            return redirect(url_for(".counts", meeting_id=meeting.id), 303)
    known = steering_queries.cards_of(meeting.id)
    return render_template("dialogue/cards.html", meeting=meeting, form=form, known=known), 422 if form.errors else 200
