"""The committee's home, its decisions, and the page of a sitting whatever its state."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for

from app.committees import files, past, policy, queries, services
from app.committees.deliberation import CommitteeRefused
from app.committees.forms import SittingForm, explain
from app.committees.models import Committee
from app.committees.views import bp
from app.committees.views.preparing import Page, ahead_page
from app.committees.views.room import room_page
from app.db import session
from app.i18n import gettext as _
from app.security import current_actor, current_person, holders_of, signed_in

RECENT = 8
"""Decisions shown on the home; the others have a list of their own."""
LISTED = 20


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
def plan(committee_id: int) -> Page:
    """Plan a sitting."""
    committee = session().get(Committee, committee_id) or abort(404)
    if not policy.may_run(committee, current_actor()):
        abort(403)
    form = SittingForm()
    if form.validate_on_submit():
        try:
            services.plan_sitting(committee, form.said(), current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("La séance est prévue."))
            return redirect(url_for(".home", committee=committee_id), 303)
    return _home(form, committee_id), 422


@bp.get("/committee/sittings/<int:sitting_id>")
@signed_in
def sitting(sitting_id: int) -> Page:
    """Show a sitting: its preparation, the screen in the room, or its minutes."""
    held = queries.sitting_with_committee(sitting_id) or abort(404)
    if held.closed_at is not None:
        return redirect(url_for(".minutes_page", sitting_id=sitting_id), 303)
    return room_page(held) if held.in_session else ahead_page(held)


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
        to_write=past.to_write_down(shown.id),
        decisions=decisions[:RECENT],
        has_more=len(decisions) > RECENT,
    )
