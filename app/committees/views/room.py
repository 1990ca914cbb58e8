"""A sitting in session: who is there, what is left to give, one file after the other; calling again, closing."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for

from app.committees import files, policy, queries, services
from app.committees.deliberation import CommitteeRefused
from app.committees.forms import RollCallForm, SittingForm, explain
from app.committees.models import Sitting
from app.committees.views import bp
from app.committees.views.preparing import Page, ahead_page, done, run_by_secretary
from app.i18n import gettext as _
from app.security import current_actor, holders_of


@bp.post("/committee/sittings/<int:sitting_id>/open")
@holders_of("committee_secretary")
def open_sitting(sitting_id: int) -> Page:
    """Open a sitting with the roll call."""
    held = run_by_secretary(sitting_id)
    form = RollCallForm.listing(queries.seats_and_presence(held)[0])
    if form.validate_on_submit():
        try:
            services.open_sitting(held, form.present.data or [], current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("La séance est ouverte."))
            return redirect(url_for(".sitting", sitting_id=sitting_id), 303)
    return ahead_page(held, roll_call=form), 422


@bp.post("/committee/sittings/<int:sitting_id>/presence")
@holders_of("committee_secretary")
def presence(sitting_id: int) -> Page:
    """Record that a member arrives or leaves."""
    held = run_by_secretary(sitting_id)
    seat_id, is_present = request.form.get("seat_id", 0, type=int), request.form.get("present") == "1"
    return done(held, lambda: services.set_presence(held, seat_id, is_present, current_actor()), "presences")


@bp.post("/committee/sittings/<int:sitting_id>/close")
@holders_of("committee_secretary")
def close(sitting_id: int) -> Page:
    """Close a sitting."""
    held = run_by_secretary(sitting_id)
    return done(held, lambda: services.close_sitting(held, current_actor()))


@bp.post("/committee/sittings/<int:sitting_id>/second-call")
@holders_of("committee_secretary")
def second_call(sitting_id: int) -> Page:
    """Close a sitting without quorum and announce the one that will do without it."""
    held = run_by_secretary(sitting_id)
    form = SittingForm()
    if form.validate_on_submit():
        try:
            again = services.second_call(held, form.said(), current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("La nouvelle séance est convoquée. Elle pourra décider sans quorum."))
            return redirect(url_for(".sitting", sitting_id=again.id), 303)
    return room_page(held, again=form), 422


def room_page(held: Sitting, again: SittingForm | None = None) -> str:
    """Show the screen in the room to those who take part; 403 for anyone else."""
    agenda, actor = files.agenda(held), current_actor()
    is_secretary = policy.may_run(held.committee, actor)
    sits = any(seat.person_id == actor.acting_id for seat in agenda.seats)
    if not is_secretary and not sits:
        abort(403)
    return render_template(
        "committees/sitting.html",
        sitting=held,
        agenda=agenda,
        envelope=queries.envelope_left(held.committee.fund_id),
        is_secretary=is_secretary,
        form=again,
        again=again or SittingForm(formdata=None),
        lacks_quorum=any(not file.room.has_quorum for file in agenda.waiting),
    )
