"""A sitting in session: who is there, what is left to give, one file after the other; calling again, closing."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for

from app.committees import files, policy, queries, room_queries, services
from app.committees.amounts import fitted
from app.committees.deliberation import CommitteeRefused
from app.committees.forms import RollCallForm, SittingForm, explain
from app.committees.models import Sitting
from app.committees.views import bp
from app.committees.views.preparing import ahead_page, done, run_by_secretary
from app.committees.views.sending import Page, flashed_or_done
from app.i18n import gettext as _
from app.security import current_actor, holders_of, signed_in


@bp.post("/committee/sittings/<int:sitting_id>/open")
@holders_of("committee_secretary")
def open_sitting(sitting_id: int) -> Page:
    """Open a sitting with the roll call."""
    held = run_by_secretary(sitting_id)
    form = RollCallForm.listing(queries.seats_on(held.committee_id, held.held_on))
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
    return flashed_or_done(
        lambda: services.set_presence(held, seat_id, is_present, current_actor()), _back(held, "presences")
    )


@bp.post("/committee/sittings/<int:sitting_id>/presiding")
@holders_of("committee_secretary")
def presiding(sitting_id: int) -> Page:
    """Record who presides while the chair cannot."""
    held = run_by_secretary(sitting_id)
    seat_id = request.form.get("seat_id", 0, type=int)
    return flashed_or_done(lambda: services.name_presiding(held, seat_id, current_actor()), _back(held, "presences"))


@bp.get("/committee/sittings/<int:sitting_id>/pulse")
@signed_in
def pulse(sitting_id: int) -> Page:
    """Give the bar of the room alone: what is left, who is there, how many have voted."""
    held = queries.sitting_with_committee(sitting_id) or abort(404)
    if not policy.may_run(held.committee, current_actor()) and not queries.sits_in(
        held.committee, current_actor().acting_id
    ):
        abort(403)
    return render_template("committees/pulse.html", sitting=held, beat=room_queries.beat(held))


@bp.get("/committee/sittings/<int:sitting_id>/amounts")
@signed_in
def all_amounts(sitting_id: int) -> Page:
    """Show the amounts proposed for every file that waits, and whether the envelope covers their sum."""
    held = queries.sitting_with_committee(sitting_id) or abort(404)
    agenda, actor = files.agenda(held), current_actor()
    is_secretary = policy.may_run(held.committee, actor)
    if not policy.takes_part(held.committee, agenda.seats, actor):
        abort(403)
    said = room_queries.amounts_said(held.id)
    asked = [
        (file, room_queries.proposals(said[file.project.id], file.room.voters, file.limits.largest))
        for file in agenda.waiting
        if file.project.id in said
    ]
    envelope = queries.envelope_left(held.committee.fund_id)
    return render_template(
        "committees/amounts.html",
        sitting=held,
        envelope=envelope,
        asked=asked,
        found=fitted([proposals for _file, proposals in asked], envelope.left or 0),
        is_secretary=is_secretary and held.in_session,
    )


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
    if not policy.takes_part(held.committee, agenda.seats, actor):
        abort(403)
    return render_template(
        "committees/sitting.html",
        sitting=held,
        agenda=agenda,
        beat=room_queries.beat(held),
        is_secretary=policy.may_run(held.committee, actor),
        my_seat=next((seat for seat in agenda.seats if policy.is_the_member(seat, actor)), None),
        form=again,
        again=again or SittingForm(formdata=None),
        lacks_quorum=any(not file.room.has_quorum for file in agenda.waiting),
        chair_is_there=any(seat.is_chair and seat.id in agenda.present for seat in agenda.seats),
        presiding=next((seat for seat in agenda.seats if seat.id in agenda.named[:1]), None),
    )


def _back(held: Sitting, anchor: str) -> str:
    """Return where a button of the room goes back to: the file it was pressed on, else the sitting."""
    ref = request.form.get("ref", "")
    if ref:
        return url_for(".decide", ref=ref, step="presents")
    return url_for(".sitting", sitting_id=held.id, _anchor=anchor)
