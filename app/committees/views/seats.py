"""Composing the committee of a fund: found it, give seats, end them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.committees import queries, services
from app.committees.composition import majority_lost_on, voting_on
from app.committees.deliberation import CommitteeRefused
from app.committees.forms import CommitteeForm, EndSeatForm, SeatForm, explain
from app.committees.models import College, Committee, Seat
from app.committees.policy import SEATING_ROLES
from app.committees.views import bp
from app.committees.wording import COLLEGES, RIGHTS_HELD, majority_sentence, right_of
from app.funds.models import Fund
from app.i18n import gettext as _
from app.security import current_actor, current_person, holders_of

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Member:
    """A seat on the page, and the form that ends it; None once it has an end that passed."""

    seat: Seat
    right: str
    end: EndSeatForm | None


@bp.get("/committee/seats")
@holders_of(*SEATING_ROLES)
def seats() -> Page:
    """Show who sits in the committee of a fund, and what its secretariat can change."""
    composed = queries.funds_and_committees(current_person())
    if not composed:
        return render_template("committees/no_fund.html")
    return _page(request.args.get("fund") or composed[0][0].code)


@bp.post("/committee/seats/<code>/committee")
@holders_of(*SEATING_ROLES)
def found(code: str) -> Page:
    """Found the committee of a fund."""
    fund, form = _chosen(code)[0], CommitteeForm()
    if form.validate_on_submit():
        try:
            services.found_committee(fund, form.name.data or "", current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("Le comité est créé. Donnez les premiers sièges à des habitants et habitantes."))
            return redirect(url_for(".seats", fund=code), 303)
    return _page(code, founding=form), 422


@bp.post("/committee/seats/<code>/members")
@holders_of(*SEATING_ROLES)
def give_seat(code: str) -> Page:
    """Give someone a seat."""
    committee = _chosen(code)[1] or abort(404)
    form = SeatForm().offer(_holders(queries.all_seats(committee.id)))
    if form.validate_on_submit():
        try:
            seat = services.seat_invited(committee, form.invited(), form.terms(), current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("%(name)s a un siège au comité.", name=seat.person.name))
            return redirect(url_for(".seats", fund=code), 303)
    return _page(code, giving=form), 422


@bp.post("/committee/seats/<code>/members/<int:seat_id>/end")
@holders_of(*SEATING_ROLES)
def end_seat(code: str, seat_id: int) -> Page:
    """End a seat after a last day."""
    committee = _chosen(code)[1] or abort(404)
    seat = queries.seat_with_committee(seat_id)
    if seat is None or seat.committee_id != committee.id:
        abort(404)
    form = _end_form(seat_id, fresh=False)
    if form.validate_on_submit() and form.last_day.data:
        try:
            services.end_seat(seat, form.last_day.data, current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("Le siège de %(name)s a maintenant un dernier jour.", name=seat.person.name))
            return redirect(url_for(".seats", fund=code), 303)
    return _page(code, ending=(seat_id, form)), 422


def _chosen(code: str) -> tuple[Fund, Committee | None]:
    """Return a fund within the person's reach and its committee, or answer 404."""
    composed = queries.funds_and_committees(current_person())
    return next(((fund, committee) for fund, committee in composed if fund.code == code), None) or abort(404)


def _page(
    code: str,
    founding: CommitteeForm | None = None,
    giving: SeatForm | None = None,
    ending: tuple[int, EndSeatForm] | None = None,
) -> str:
    composed = queries.funds_and_committees(current_person())
    fund, committee = _chosen(code)
    given = queries.all_seats(committee.id) if committee else []
    today = clock.today()
    lost_on = majority_lost_on(given, today)
    return render_template(
        "committees/seats.html",
        funds=[one for one, _committee in composed],
        fund=fund,
        committee=committee,
        today=today,
        form=founding or CommitteeForm(formdata=None),
        giving=giving or SeatForm(formdata=None).offer(_holders(given)),
        names={seat.id: seat.person.name for seat in given},
        history=queries.seat_history(committee.id) if committee else [],
        groups=_by_college([_member(seat, ending) for seat in given if not _is_over(seat, today)]),
        past=[_member(seat, None) for seat in given if _is_over(seat, today)],
        voting=len(voting_on(given, today)),
        residents=voting_on(given, today).count(College.RESIDENT),
        warning=majority_sentence(lost_on) if lost_on else "",
    )


def _holders(given: Sequence[Seat]) -> list[Seat]:
    """Return the voting members who may have a substitute."""
    return [seat for seat in given if seat.is_voting and not _is_over(seat, clock.today())]


def _by_college(members: Sequence[Member]) -> list[tuple[College, list[Member]]]:
    groups = [(college, [one for one in members if one.seat.college is college]) for college in COLLEGES]
    return [(college, group) for college, group in groups if group]


def _member(seat: Seat, ending: tuple[int, EndSeatForm] | None) -> Member:
    if ending is not None and ending[0] == seat.id:
        return Member(seat, str(RIGHTS_HELD[right_of(seat)]), ending[1])
    form = None if _is_over(seat, clock.today()) else _end_form(seat.id, fresh=True)
    return Member(seat, str(RIGHTS_HELD[right_of(seat)]), form)


def _end_form(seat_id: int, *, fresh: bool) -> EndSeatForm:
    prefix = f"end-{seat_id}-"
    return EndSeatForm(formdata=None, prefix=prefix) if fresh else EndSeatForm(prefix=prefix)


def _is_over(seat: Seat, today: date) -> bool:
    return seat.to_on is not None and seat.to_on < today
