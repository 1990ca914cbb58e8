"""The committee's home, and the sitting: roll call, arrivals, what is left to give, one file after the other."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.committees import files, policy, queries, services
from app.committees.deliberation import CommitteeRefused
from app.committees.forms import RollCallForm, SittingForm, explain
from app.committees.models import Committee, Sitting
from app.committees.views import bp
from app.db import session
from app.i18n import gettext as _
from app.security import current_actor, current_person, holders_of, signed_in

RECENT = 8
"""Decisions shown on the home; the others have a list of their own."""
LISTED = 20
Page = str | Response | tuple[str, int]


@bp.get("/committee")
@signed_in
def home() -> Page:
    """Show what awaits the committee, what is left to give, the sittings and the past decisions."""
    return _home(SittingForm(formdata=None))


@bp.get("/committee/<int:committee_id>/decisions")
@signed_in
def decisions(committee_id: int) -> Page:
    """List all that a committee decided, the latest first."""
    shown = next((one for one in queries.committees_of(current_person()) if one.id == committee_id), None) or abort(404)
    pages = max(1, -(-queries.number_of_decisions(committee_id) // LISTED))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "committees/decisions.html",
        committee=shown,
        decisions=queries.past_decisions(committee_id, LISTED, (page - 1) * LISTED),
        page=page,
        pages=pages,
    )


@bp.post("/committee/<int:committee_id>/sittings")
@holders_of("committee_secretary")
def convene(committee_id: int) -> Page:
    """Announce a sitting."""
    committee = session().get(Committee, committee_id) or abort(404)
    if not policy.may_run(committee, current_actor()):
        abort(403)
    form = SittingForm()
    if form.validate_on_submit():
        try:
            services.convene(committee, *form.said(), current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("La séance est annoncée."))
            return redirect(url_for(".home", committee=committee_id), 303)
    return _home(form, committee_id), 422


@bp.get("/committee/sittings/<int:sitting_id>")
@signed_in
def sitting(sitting_id: int) -> Page:
    """Show the screen in the room."""
    return _sitting(queries.sitting_with_committee(sitting_id) or abort(404))


@bp.post("/committee/sittings/<int:sitting_id>/open")
@holders_of("committee_secretary")
def open_sitting(sitting_id: int) -> Page:
    """Open a sitting with the roll call."""
    held = _run(sitting_id)
    form = RollCallForm.listing(queries.seats_and_presence(held)[0])
    if form.validate_on_submit():
        try:
            services.open_sitting(held, form.present.data or [], current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("La séance est ouverte."))
            return redirect(url_for(".sitting", sitting_id=sitting_id), 303)
    return _sitting(held, roll_call=form), 422


@bp.post("/committee/sittings/<int:sitting_id>/presence")
@holders_of("committee_secretary")
def presence(sitting_id: int) -> Page:
    """Record that a member arrives or leaves."""
    held = _run(sitting_id)
    seat_id, is_present = request.form.get("seat_id", 0, type=int), request.form.get("present") == "1"
    return _done(held, lambda: services.set_presence(held, seat_id, is_present, current_actor()), "presences")


@bp.post("/committee/sittings/<int:sitting_id>/close")
@holders_of("committee_secretary")
def close(sitting_id: int) -> Page:
    """Close a sitting."""
    held = _run(sitting_id)
    return _done(held, lambda: services.close_sitting(held, current_actor()))


@bp.post("/committee/sittings/<int:sitting_id>/second-call")
@holders_of("committee_secretary")
def second_call(sitting_id: int) -> Page:
    """Close a sitting without quorum and announce the one that will do without it."""
    held = _run(sitting_id)
    form = SittingForm()
    if form.validate_on_submit():
        try:
            again = services.second_call(held, *form.said(), current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("La nouvelle séance est annoncée. Elle pourra décider sans quorum."))
            return redirect(url_for(".sitting", sitting_id=again.id), 303)
    return _sitting(held, again=form), 422


def _home(form: SittingForm, committee_id: int | None = None) -> str:
    committees = queries.committees_of(current_person())
    wanted = committee_id or request.args.get("committee", 0, type=int)
    shown = next((one for one in committees if one.id == wanted), committees[0] if committees else None)
    if shown is None:
        return render_template("committees/nobody.html", seating_roles=policy.SEATING_ROLES)
    is_secretary = policy.may_run(shown, current_actor())
    decisions = queries.past_decisions(shown.id, RECENT + 1)
    return render_template(
        "committees/home.html",
        committee=shown,
        committees=committees,
        form=form,
        is_secretary=is_secretary,
        may_enter=is_secretary or queries.sits_in(shown, current_actor().acting_id),
        can_seat=policy.may_seat(shown, current_actor()),
        files=files.waiting_projects(shown),
        envelope=queries.envelope_left(shown.fund_id),
        sittings=queries.coming_sittings(shown.fund_id),
        decisions=decisions[:RECENT],
        has_more=len(decisions) > RECENT,
    )


def _sitting(held: Sitting, roll_call: RollCallForm | None = None, again: SittingForm | None = None) -> str:
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
        form=roll_call or again,
        roll_call=roll_call or RollCallForm.listing(agenda.seats, fresh=True),
        again=again or SittingForm(formdata=None),
        lacks_quorum=any(not file.room.has_quorum for file in agenda.waiting),
    )


def _run(sitting_id: int) -> Sitting:
    held = queries.sitting_with_committee(sitting_id) or abort(404)
    if not policy.may_run(held.committee, current_actor()):
        abort(403)
    return held


def _done(held: Sitting, act: Callable[[], object], anchor: str | None = None) -> Response:
    try:
        act()
    except CommitteeRefused as refused:
        flash(str(refused), "error")
    return redirect(url_for(".sitting", sitting_id=held.id, _anchor=anchor), 303)
