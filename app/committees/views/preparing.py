"""A sitting before it opens: its agenda, the convocation, the roll call that opens it."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.committees import files, policy, queries, services
from app.committees.deliberation import CommitteeRefused
from app.committees.forms import RollCallForm
from app.committees.models import Sitting
from app.committees.views import bp
from app.security import current_actor, holders_of

Page = str | Response | tuple[str, int]


@bp.post("/committee/sittings/<int:sitting_id>/convene")
@holders_of("committee_secretary")
def convene(sitting_id: int) -> Page:
    """Call the members to a sitting."""
    held = run_by_secretary(sitting_id)
    return done(held, lambda: services.convene(held, current_actor()))


def ahead_page(held: Sitting, roll_call: RollCallForm | None = None) -> str:
    """Show a sitting to come, or over, to those who take part; 403 for anyone else."""
    agenda, actor = files.agenda(held), current_actor()
    is_secretary = policy.may_run(held.committee, actor)
    sits = any(seat.person_id == actor.acting_id for seat in agenda.seats)
    if not is_secretary and not sits:
        abort(403)
    return render_template(
        "committees/sitting_ahead.html",
        sitting=held,
        agenda=agenda,
        envelope=queries.envelope_left(held.committee.fund_id),
        is_secretary=is_secretary,
        form=roll_call,
        roll_call=roll_call or RollCallForm.listing(agenda.seats, fresh=True),
    )


def run_by_secretary(sitting_id: int) -> Sitting:
    """Return a sitting to its secretariat; 404 when there is none, 403 for anyone else."""
    held = queries.sitting_with_committee(sitting_id) or abort(404)
    if not policy.may_run(held.committee, current_actor()):
        abort(403)
    return held


def done(held: Sitting, act: Callable[[], object], anchor: str | None = None) -> Response:
    """Do something to a sitting and come back to its page; a refusal is told at the top of it."""
    try:
        act()
    except CommitteeRefused as refused:
        flash(str(refused), "error")
    return redirect(url_for(".sitting", sitting_id=held.id, _anchor=anchor), 303)
