"""A sitting before it opens: its date, its agenda, the convocation and who was told, the roll call that opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.committees import agendas, convoking, policy, queries, services
from app.committees.deliberation import CommitteeRefused
from app.committees.forms import RollCallForm, explain
from app.committees.models import Sitting
from app.committees.room_queries import who_is_there
from app.committees.sitting_forms import CancelForm, LateFileForm, PostponeForm
from app.committees.views import bp
from app.db import session
from app.i18n import gettext as _
from app.i18n import ngettext
from app.projects.models import Project
from app.security import current_actor, holders_of

Page = str | Response | tuple[str, int]


@bp.post("/committee/sittings/<int:sitting_id>/convene")
@holders_of("committee_secretary")
def convene(sitting_id: int) -> Page:
    """Call the members to a sitting."""
    held = run_by_secretary(sitting_id)
    return done(held, lambda: services.convene(held, current_actor()), "told", _("Les membres sont convoqués."))


@bp.post("/committee/sittings/<int:sitting_id>/remind")
@holders_of("committee_secretary")
def remind(sitting_id: int) -> Page:
    """Remind the members of a sitting."""
    held = run_by_secretary(sitting_id)
    return done(held, lambda: services.remind(held, current_actor()), "told", _("Le rappel est parti."))


@bp.post("/committee/sittings/<int:sitting_id>/told/<int:message_id>")
@holders_of("committee_secretary")
def tick_off(sitting_id: int, message_id: int) -> Page:
    """Write down that a letter was posted or a call made."""
    held = run_by_secretary(sitting_id)
    return done(held, lambda: services.tick_off(held, [message_id], current_actor()), "told", _("C'est noté."))


@bp.post("/committee/sittings/<int:sitting_id>/postpone")
@holders_of("committee_secretary")
def postpone(sitting_id: int) -> Page:
    """Give a sitting another day."""
    held = run_by_secretary(sitting_id)
    form = PostponeForm.of(held)
    if form.validate_on_submit():
        try:
            services.postpone(held, form.said(), form.reason.data or "", current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("La séance a une nouvelle date. Convoquez de nouveau les membres."))
            return redirect(url_for(".sitting", sitting_id=sitting_id), 303)
    return ahead_page(held, moving=form), 422


@bp.post("/committee/sittings/<int:sitting_id>/cancel")
@holders_of("committee_secretary")
def cancel(sitting_id: int) -> Page:
    """Cancel a sitting."""
    held = run_by_secretary(sitting_id)
    form = CancelForm.of()
    if form.validate_on_submit():
        try:
            services.cancel(held, form.reason.data or "", current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("La séance est annulée. Les projets passent à la suivante."))
            return redirect(url_for(".home", committee=held.committee_id), 303)
    return ahead_page(held, cancelling=form), 422


@bp.post("/committee/sittings/<int:sitting_id>/late-files")
@holders_of("committee_secretary")
def admit(sitting_id: int) -> Page:
    """Put a late file on the agenda, because the chair accepts it."""
    held = run_by_secretary(sitting_id)
    form = LateFileForm.listing(project for project, _later in agendas.elsewhere(held))
    if form.validate_on_submit():
        try:
            project = session().get_one(Project, form.project_id.data)
            services.admit(held, project, form.reason.data or "", current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("Le projet est à l'ordre du jour. Son équipe est prévenue."))
            return redirect(url_for(".sitting", sitting_id=sitting_id, _anchor="agenda"), 303)
    return ahead_page(held, late=form), 422


@bp.post("/committee/sittings/<int:sitting_id>/agenda")
@holders_of("committee_secretary")
def reorder(sitting_id: int) -> Page:
    """Move a file up or down the agenda."""
    held = run_by_secretary(sitting_id)
    order = [item.project_id for item in agendas.items_of(held.id)]
    project_id, by = request.form.get("project_id", 0, type=int), request.form.get("by", 0, type=int)
    if project_id in order and by in {-1, 1}:
        place = order.index(project_id)
        order.insert(max(place + by, 0), order.pop(place))
    return done(held, lambda: services.reorder(held, order, current_actor()), "agenda")


def ahead_page(held: Sitting, roll_call: RollCallForm | None = None, **typed: Any) -> str:
    """Show a sitting to come to those who take part; 403 for anyone else. `typed` are forms to show again."""
    there, actor = who_is_there(held), current_actor()
    if not policy.takes_part(held.committee, there.seats, actor):
        abort(403)
    is_secretary = policy.may_run(held.committee, actor)
    waiting = agendas.elsewhere(held) if is_secretary and held.is_ahead else []
    wrong = next((form for form in (roll_call, *typed.values()) if form is not None), None)
    return render_template(
        "committees/sitting_ahead.html",
        sitting=held,
        items=agendas.items_of(held.id),
        seats=there.seats,
        waiting=waiting,
        told=convoking.convocations_of(held.id),
        envelope=queries.envelope_left(held.committee.fund_id),
        is_secretary=is_secretary,
        is_the_day=held.held_on <= clock.today(),
        notice=_notice(held),
        form=wrong,
        roll_call=roll_call or RollCallForm.listing(there.seats, fresh=True),
        moving=typed.get("moving") or PostponeForm.of(held, fresh=True),
        cancelling=typed.get("cancelling") or CancelForm.of(fresh=True),
        late=typed.get("late") or LateFileForm.listing([project for project, _later in waiting], fresh=True),
    )


def run_by_secretary(sitting_id: int) -> Sitting:
    """Return a sitting to its secretariat; 404 when there is none, 403 for anyone else."""
    held = queries.sitting_with_committee(sitting_id) or abort(404)
    if not policy.may_run(held.committee, current_actor()):
        abort(403)
    return held


def done(held: Sitting, act: Callable[[], object], anchor: str | None = None, said: str = "") -> Response:
    """Do something to a sitting and come back to its page; a refusal is told at the top of it."""
    try:
        act()
    except CommitteeRefused as refused:
        flash(str(refused), "error")
    else:
        if said:
            flash(said)
    return redirect(url_for(".sitting", sitting_id=held.id, _anchor=anchor), 303)


def _notice(held: Sitting) -> str:
    """Say whether there is still time to convene the members, and by when."""
    left = (held.convene_by - clock.today()).days
    if held.state != "planned":
        return ""
    if left < 0:
        return _("Il reste moins de sept jours. Convoquez tout de suite : le procès-verbal dira le délai.")
    return ngettext("Il reste %(num)d jour pour convoquer.", "Il reste %(num)d jours pour convoquer.", left)
