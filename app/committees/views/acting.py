"""What is done in the room on one file before it is decided: stepping aside, hearing, voting, saying amounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, flash, make_response, request, url_for

from app import kept
from app.committees import services
from app.committees.deliberation import CommitteeRefused
from app.committees.forms import explain
from app.committees.models import Seat, Sitting
from app.committees.room_forms import AmountsForm, CloseVoteForm, HearingForm, VoteForm
from app.committees.room_models import Choice
from app.committees.views import bp
from app.committees.views.deciding import blank, file_page, recusal_form
from app.committees.views.sending import Page, done_once, flashed_or_done, refused
from app.committees.views.table import Table, table_of
from app.committees.views.voting import vote_meant
from app.i18n import gettext as _
from app.security import current_actor, holders_of, signed_in


@bp.post("/projects/<ref>/recusals")
@signed_in
def recuse(ref: str) -> Page:
    """Record that a member steps aside."""
    table = table_of(ref)
    form = recusal_form(table)
    if not table.may_attend:
        abort(403)
    if form.validate_on_submit():
        seat = table.seats[form.seat_id.data]
        reason, ground = form.why()
        return _done(
            table, "presents", ("recusal", form),
            lambda: services.declare_recusal(seat, table.file.project, reason, current_actor(), ground),
            _("C'est noté. Cette personne ne vote pas sur ce projet."),
        )  # fmt: skip
    return _again(table, "presents", ("recusal", form))


@bp.post("/projects/<ref>/recusals/lift")
@holders_of("committee_secretary")
def lift_recusal(ref: str) -> Page:
    """Take back a recusal noted by mistake."""
    table, seat = _by_secretary(ref)
    return flashed_or_done(
        lambda: services.lift_recusal(seat, table.file.project, current_actor()), _at(ref, "presents")
    )


@bp.post("/projects/<ref>/recusals/clear")
@holders_of("committee_secretary")
def clear_sign(ref: str) -> Page:
    """Note that a member has nothing in common with the team."""
    table, seat = _by_secretary(ref)
    return flashed_or_done(lambda: services.clear_sign(seat, table.file.project, current_actor()), _at(ref, "presents"))


@bp.post("/projects/<ref>/hearing")
@holders_of("committee_secretary")
def hearing(ref: str) -> Page:
    """Record how the bearers were heard."""
    table, sitting = _in_session(ref)
    form = HearingForm()
    if form.validate_on_submit():
        mode, note = form.said()
        return _done(
            table, "vote", ("hearing", form),
            lambda: services.note_hearing(sitting, table.file.project, mode, note, current_actor()),
        )  # fmt: skip
    return _again(table, "hearing", ("hearing", form))


@bp.post("/projects/<ref>/votes")
@holders_of("committee_secretary")
def vote(ref: str) -> Page:
    """Record a show of hands, or open a vote on phones."""
    table, sitting = _in_session(ref)
    form = VoteForm()
    if not form.validate_on_submit():
        return _again(table, "vote", ("vote", form))
    project, ballot, actor = table.file.project, form.ballot(), current_actor()
    if form.by_hands:

        def act() -> object:
            return services.record_hands(sitting, project, ballot.motion, form.hands(), actor)

        return _done(table, "decision", ("vote", form), act)
    return _done(table, "vote", ("vote", form), lambda: services.open_vote(sitting, project, ballot, actor))


@bp.post("/projects/<ref>/votes/close")
@holders_of("committee_secretary")
def close_vote(ref: str) -> Page:
    """Close the vote under way and count it."""
    table, _sitting = _in_session(ref)
    under_way, form = table.standing.open_vote, CloseVoteForm()
    if under_way is None:
        return flashed_or_done(lambda: None, _at(ref, table.step))
    if form.validate_on_submit():

        def act() -> object:
            return services.close_vote(under_way, form.paper(), current_actor())

        return _done(table, "decision", ("closing", form), act)
    return _again(table, "vote", ("closing", form))


@bp.post("/projects/<ref>/votes/annul")
@holders_of("committee_secretary")
def annul_vote(ref: str) -> Page:
    """Annul the latest vote, to vote again."""
    table, _sitting = _in_session(ref)
    latest = table.standing.vote
    if latest is None:
        return flashed_or_done(lambda: None, _at(ref, "vote"))
    return flashed_or_done(lambda: services.annul_vote(latest, current_actor()), _at(ref, "vote"))


@bp.post("/projects/<ref>/votes/cast")
@holders_of("committee_secretary")
def cast_for(ref: str) -> Page:
    """Record the vote of a member who has no telephone."""
    table, seat = _by_secretary(ref)
    said = request.form.get("choice", "")
    if said not in set(Choice):
        abort(400)

    def act() -> None:
        services.cast(vote_meant(table.standing.open_vote), seat, Choice(said), current_actor())

    return flashed_or_done(act, _at(ref, "vote"))


@bp.post("/projects/<ref>/amounts")
@holders_of("committee_secretary")
def amounts(ref: str) -> Page:
    """Record how much each member would give."""
    table, sitting = _in_session(ref)
    form = AmountsForm()
    said = form.said(table.voters) if form.validate_on_submit() else None
    if said is None:
        return _again(table, "decision", ("amounts", form))

    def act() -> object:
        return services.propose_amounts(sitting, table.file.project, said, current_actor())

    return _done(table, "decision", ("amounts", form), act)


def _at(ref: str, step: str) -> str:
    return url_for(".decide", ref=ref, step=step)


def _in_session(ref: str) -> tuple[Table, Sitting]:
    table = table_of(ref)
    if not table.is_secretary:
        abort(403)
    if table.sitting is None:
        abort(make_response(refused(_("La séance est fermée."), lambda: _too_late(table))))
    return table, table.sitting


def _too_late(table: Table) -> str:
    flash(_("La séance est fermée."), "error")
    return file_page(table)


def _by_secretary(ref: str) -> tuple[Table, Seat]:
    table = table_of(ref)
    if not table.is_secretary:
        abort(403)
    return table, table.seats.get(request.form.get("seat_id", 0, type=int)) or abort(404)


def _done(table: Table, then: str, typed: tuple[str, Any], act: Callable[[], object], told: str = "") -> Page:
    """Do what a form of the room asks and go on to a step; a refusal shows the form again with what was typed."""
    try:
        return done_once(act, _at(table.file.project.ref, then), told)
    except CommitteeRefused as no:
        explain(typed[1], no)
        return _again(table, typed[0], typed)


def _again(table: Table, step: str, typed: tuple[str, Any]) -> Page:
    name, form = typed
    sentences = " ".join(str(said) for said in [*form.form_errors, *(e for field in form for e in field.errors)])
    step = {"recusal": "presents", "closing": "vote"}.get(step, step)
    fresh = table if kept.sent_later() else table_of(table.file.project.ref)
    return refused(sentences, lambda: file_page(fresh, replace(blank(fresh), **{name: form, "typed": form}), step))
