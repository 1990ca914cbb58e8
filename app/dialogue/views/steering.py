"""Where the contract is steered: who sat there, what residents brought, what became of it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for

from app import security
from app.dialogue import policy, steering_queries
from app.dialogue.forms.steering import MetForm, SettleForm
from app.dialogue.labels import BODIES, REFERRALS
from app.dialogue.services import steering as noting
from app.dialogue.views import Page, bp
from app.i18n import gettext as _
from app.territory.queries import all_communes


@bp.route("/governance")
@security.public
def steering() -> Page:
    """List the meetings of the bodies that steer the contract, the last one first."""
    return render_template(
        "dialogue/steering.html",
        rows=steering_queries.steered(),
        bodies=BODIES,
        outcomes=REFERRALS,
        mine=policy.steered(security.reading_actor()),
    )


@bp.route("/governance/new", methods=["GET", "POST"])
@security.holders_of(*policy.DECIDING)
def note_steering() -> Page:
    """Note a meeting of a body."""
    mine = policy.steered(security.current_actor()) or abort(403)
    cities = [city for city in all_communes() if None in mine or city.id in mine]
    form = MetForm(cities, everywhere=None in mine)
    if form.validate_on_submit():
        try:
            noting.note_meeting(form.met(), security.current_actor())
        except noting.AlreadyNoted:
            form.held_on.errors = [_("Cette réunion est déjà notée à cette date.")]
        else:
            flash(_("La réunion est notée."), "success")
            return redirect(url_for(".steering"), 303)
    return render_template("dialogue/note_steering.html", form=form), 422 if form.errors else 200


@bp.route("/governance/subjects/<int:referral_id>", methods=["GET", "POST"])
@security.holders_of(*policy.DECIDING)
def settle(referral_id: int) -> Page:
    """Say what became of a subject."""
    found = steering_queries.referral_with_city(referral_id)
    if found is None or not policy.can_steer(found[1], security.current_actor()):
        abort(404)
    form = SettleForm(obj=found[0])
    if form.validate_on_submit():
        noting.settle(referral_id, form.outcome.data, security.current_actor())
        flash(_("C'est enregistré."), "success")
        return redirect(url_for(".steering"), 303)
    return render_template("dialogue/settle.html", form=form, referral=found[0]), 422 if form.errors else 200
