"""Deliberating on one file: everything on the table, who steps aside, what is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.committees import files, policy, queries, services
from app.committees.deliberation import CommitteeRefused
from app.committees.forms import DecisionForm, RecusalForm, explain
from app.committees.models import Committee, Seat, Sitting
from app.committees.roll import There
from app.committees.views import bp
from app.committees.wording import decision_sentence
from app.i18n import gettext as _
from app.projects.models import BudgetSide
from app.security import current_actor, holders_of, signed_in

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Table:
    """Everything on the table for one file: the committee, its open sitting, who sits, what the reader may do."""

    file: files.File
    committee: Committee
    sitting: Sitting | None
    coming: Sitting | None
    seats: tuple[Seat, ...]
    present: frozenset[int]
    my_seat: Seat | None
    is_secretary: bool

    @property
    def may_attend(self) -> bool:
        """Say whether the reader takes part in the deliberation."""
        return self.my_seat is not None or self.is_secretary


@bp.route("/projects/<ref>/decide", methods=["GET", "POST"])
@signed_in
def decide(ref: str) -> Page:
    """Show a file to deliberate on, and record the decision."""
    table = _table(ref)
    form = DecisionForm()
    if request.method == "GET":
        return _decide(table, form)
    if not table.is_secretary:
        abort(403)
    if table.sitting is None:
        form.form_errors = [_("Aucune séance n'est ouverte. Ouvrez-la, puis envoyez de nouveau.")]
    elif form.validate():
        answer = _record(table, form)
        if answer is not None:
            return answer
    return _decide(_table(ref), form), 422


@bp.post("/projects/<ref>/recusals")
@signed_in
def recuse(ref: str) -> Page:
    """Record that a member steps aside."""
    table = _table(ref)
    form = _recusal_form(table)
    if not table.may_attend:
        abort(403)
    if form.validate_on_submit():
        seat = next(seat for seat in table.seats if seat.id == form.seat_id.data)
        try:
            services.declare_recusal(seat, table.file.project, form.reason.data or "", current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("C'est noté. Cette personne ne vote pas sur ce projet."))
            return redirect(url_for(".decide", ref=ref), 303)
    return _decide(_table(ref), DecisionForm(formdata=None), form), 422


@bp.post("/projects/<ref>/recusals/lift")
@holders_of("committee_secretary")
def lift_recusal(ref: str) -> Page:
    """Take back a recusal noted by mistake."""
    table = _table(ref)
    if not table.is_secretary:
        abort(403)
    seat_id = request.form.get("seat_id", 0, type=int)
    seat = next((seat for seat in table.seats if seat.id == seat_id), None) or abort(404)
    try:
        services.lift_recusal(seat, table.file.project, current_actor())
    except CommitteeRefused as refused:
        flash(str(refused), "error")
    return redirect(url_for(".decide", ref=ref), 303)


def _decide(table: Table, form: DecisionForm, recusal: RecusalForm | None = None) -> str:
    project = table.file.project
    return render_template(
        "committees/decide.html",
        table=table,
        file=table.file,
        project=project,
        form=recusal if recusal is not None and recusal.errors else form,
        decision_form=form,
        recusal_form=recusal or _recusal_form(table, fresh=True),
        envelope=queries.envelope_left(table.committee.fund_id),
        expenses=[line for line in project.budget_lines if line.side is BudgetSide.EXPENSE],
        sessions=[one for one in project.involvements if one.stage == "codesign"],
    )


def _table(ref: str) -> Table:
    file = files.file_named(ref) or abort(404)
    coming = queries.coming_sittings(file.project.fund_id)
    committee = coming[0].committee if coming else queries.committee_of(file.project)
    if committee is None or file.project.published_at is None:
        abort(404)
    held = coming[0] if coming and coming[0].in_session else None
    seats, present = queries.seats_and_presence(held) if held else _seats_today(committee)
    actor = current_actor()
    return Table(
        file=files.before(file, committee.id, held, There(seats, present)) if held else file,
        committee=committee,
        sitting=held,
        coming=next((one for one in coming if not one.in_session), None),
        seats=tuple(seats),
        present=present,
        my_seat=next((seat for seat in seats if seat.person_id == actor.acting_id), None),
        is_secretary=policy.may_run(committee, actor),
    )


def _seats_today(committee: Committee) -> tuple[Sequence[Seat], frozenset[int]]:
    return queries.seats_on(committee.id, clock.today()), frozenset()


def _record(table: Table, form: DecisionForm) -> Response | None:
    """Store the decision; None when it is refused, with the reasons in the form."""
    proposal, file = form.proposal(), table.file
    assert table.sitting is not None
    if file.decision and file.decision.repeats(proposal.result, proposal.amount_cents, proposal.hands):
        flash(_("Cette décision était déjà enregistrée."), "info")
        return redirect(url_for(".sitting", sitting_id=table.sitting.id), 303)
    try:
        decision = services.decide(table.sitting, file.project, proposal, current_actor())
    except CommitteeRefused as refused:
        explain(form, refused)
        return None
    flash(decision_sentence(decision))
    return redirect(url_for(".sitting", sitting_id=table.sitting.id), 303)


def _recusal_form(table: Table, *, fresh: bool = False) -> RecusalForm:
    seats = [seat for seat in table.seats if seat.is_voting and seat.id not in table.file.recused]
    if not table.is_secretary:
        seats = [seat for seat in seats if seat is table.my_seat]
    return RecusalForm.listing(seats, fresh=fresh)
