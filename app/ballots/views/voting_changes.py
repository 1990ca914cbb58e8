"""Mending the roll: somebody put back, sheets let out or withdrawn, a second look at people who are alike."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, render_template, request

from app.ballots import voting_policy
from app.ballots.models import Edition, Voter
from app.ballots.roll_queries import Alike
from app.ballots.services import roll_changes
from app.ballots.services.roll import LooksLike, Sure
from app.ballots.services.sealing import NeedsAnother
from app.ballots.views.voting import Page, bp
from app.ballots.views.voting_roll import back, kept, roll_page_of
from app.ballots.voting_forms import PutBackForm, RangeForm, sure_of
from app.db import session
from app.i18n import gettext as _
from app.i18n import ngettext
from app.security import current_actor, holders_of


@bp.route("/vote/<int:edition_id>/voters/<int:voter_id>/back", methods=["GET", "POST"])
@holders_of(*voting_policy.KEEPS_ROLL)
def put_back(edition_id: int, voter_id: int) -> Page:
    """Put somebody back who was struck off by mistake."""
    edition, form = kept(edition_id), PutBackForm()
    voter = session().get(Voter, voter_id)
    alike: Sequence[Alike] = ()
    voting_policy.check(voter is not None and voter.edition_id == edition.id and voter.cancelled_on is not None)
    if form.validate_on_submit():
        try:
            roll_changes.put_back(
                edition.id,
                voter_id,
                Sure(sure_of(request.form.getlist("other")), form.reason.data or ""),
                current_actor(),
            )
        except LooksLike as like:
            alike = like.found
            form.form_errors.append(_("Un nom qui ressemble est sur la liste. Regardez bien avant de continuer."))
        else:
            flash(_("C'est fait. Le code de cette personne sert de nouveau. Son bulletin déposé compte de nouveau."))
            return back(edition)
    page = render_template("ballots/voting_put_back.html", edition=edition, voter=voter, form=form, alike=alike)
    return page, 422 if form.errors else 200


@bp.post("/vote/<int:edition_id>/roll/release")
@holders_of(*voting_policy.KEEPS_ROLL)
def release(edition_id: int) -> Page:
    """Let sheets out that somebody else printed."""
    edition, form = kept(edition_id), RangeForm("release")
    if form.validate_on_submit():
        try:
            count = roll_changes.release_sheets(edition.id, *form.bounds, current_actor())
        except NeedsAnother:
            form.form_errors.append(_("Vous avez imprimé ces feuilles. Une autre personne doit les libérer."))
        else:
            told = "%(num)d feuille sert maintenant à voter.", "%(num)d feuilles servent maintenant à voter."
            flash(ngettext(*told, count))
            return back(edition)
    return roll_page_of(edition, releasing=form), 422


@bp.post("/vote/<int:edition_id>/roll/withdraw")
@holders_of(*voting_policy.KEEPS_ROLL)
def withdraw(edition_id: int) -> Page:
    """Cancel the sheets that were handed to nobody."""
    edition, form = kept(edition_id), RangeForm("withdraw")
    if form.validate_on_submit():
        count = roll_changes.withdraw_sheets(edition.id, *form.bounds, current_actor())
        flash(ngettext("%(num)d feuille annulée.", "%(num)d feuilles annulées.", count))
        return back(edition)
    return roll_page_of(edition, withdrawing=form), 422


@bp.post("/vote/<int:edition_id>/roll/notes/<int:note_id>")
@holders_of(*voting_policy.KEEPS_ROLL)
def look_again(edition_id: int, note_id: int) -> Page:
    """Say that two people who are alike are two."""
    edition: Edition = kept(edition_id)
    try:
        roll_changes.look_again(edition.id, note_id, current_actor())
    except NeedsAnother:
        flash(_("Vous avez accueilli cette personne. Quelqu'un d'autre doit relire."), "warning")
    else:
        flash(_("C'est noté : ce sont deux personnes."))
    return back(edition)
