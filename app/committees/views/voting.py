"""A member's telephone in the room: one big choice while a vote is open, then the amount they would give."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from werkzeug.wrappers import Response

from app import qr
from app.addresses import full_address
from app.committees import policy, queries, room_queries, services
from app.committees.deliberation import CommitteeRefused, Problem
from app.committees.forms import UNREADABLE
from app.committees.models import Seat, Sitting
from app.committees.room_models import Choice, CommitteeVote
from app.committees.room_queries import InHand
from app.committees.views import bp
from app.committees.views.sending import Page, flashed_or_done
from app.i18n import gettext as _
from app.money import UnreadableAmount, parse_money
from app.security import current_actor, signed_in


@bp.get("/committee/sittings/<int:sitting_id>/vote")
@signed_in
def my_vote(sitting_id: int) -> Page:
    """Show a member the vote under way."""
    held, seat = _mine(sitting_id)
    in_hand = room_queries.in_hand(held, seat.id)
    return render_template("committees/my_vote.html", sitting=held, seat=seat, in_hand=in_hand, choices=list(Choice))


@bp.get("/committee/sittings/<int:sitting_id>/vote.svg")
@signed_in
def vote_code(sitting_id: int) -> Page:
    """Draw the code that a telephone reads to open the vote of this sitting."""
    held = queries.sitting_with_committee(sitting_id) or abort(404)
    if not policy.may_run(held.committee, current_actor()):
        abort(403)
    return Response(qr.svg(full_address(_page(held))), mimetype="image/svg+xml")


@bp.post("/committee/sittings/<int:sitting_id>/vote")
@signed_in
def cast_vote(sitting_id: int) -> Page:
    """Record a member's own vote."""
    held, seat = _mine(sitting_id)
    in_hand, said = room_queries.in_hand(held, seat.id), request.form.get("choice", "")
    if said not in set(Choice):
        abort(400)

    def act() -> None:
        services.cast(vote_meant(in_hand.vote if in_hand else None), seat, Choice(said), current_actor())

    return flashed_or_done(act, _page(held))


@bp.post("/committee/sittings/<int:sitting_id>/amount")
@signed_in
def say_amount(sitting_id: int) -> Page:
    """Record how much a member would give."""
    held, seat = _mine(sitting_id)
    in_hand = room_queries.in_hand(held, seat.id)
    return flashed_or_done(lambda: _say(held, seat, in_hand), _page(held), _("Votre somme est notée."))


def vote_meant(under_way: CommitteeVote | None) -> CommitteeVote:
    """Return the vote under way if it is the one the form was shown for; raise CommitteeRefused when it has ended.

    Call it inside the act: a choice that is not counted must not be answered as if it were.
    """
    if under_way is None or str(under_way.id) != request.form.get("vote_id", ""):
        raise CommitteeRefused(Problem("", _("Ce vote est fermé. Ce choix n'est pas compté.")))
    return under_way


def _say(held: Sitting, seat: Seat, in_hand: InHand | None) -> None:
    if in_hand is None or in_hand.project.ref != request.form.get("ref", ""):
        raise CommitteeRefused(Problem("", _("Le comité est passé à un autre projet.")))
    try:
        cents = parse_money(request.form.get("amount", ""))
    except UnreadableAmount as unreadable:
        raise CommitteeRefused(Problem("amount", str(UNREADABLE[unreadable.code]))) from unreadable
    services.propose_amounts(held, in_hand.project, {seat.id: cents}, current_actor())


def _mine(sitting_id: int) -> tuple[Sitting, Seat]:
    held = queries.sitting_with_committee(sitting_id) or abort(404)
    actor = current_actor()
    seats = room_queries.who_is_there(held).seats
    return held, next((seat for seat in seats if policy.is_the_member(seat, actor)), None) or abort(403)


def _page(held: Sitting) -> str:
    return url_for(".my_vote", sitting_id=held.id)
