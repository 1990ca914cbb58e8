"""One urn: keying apart, comparing, settling, explaining, accepting; scans for those who work on it alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import files
from app.ballots import paper_keying, paper_queries, voting_policy
from app.ballots.models import Edition, PaperBatch, PaperKind, PaperScan
from app.ballots.paper_checks import compared, gaps, is_settled, obstacles
from app.ballots.paper_forms import ABSENT, ActForm, KeyForm, ScanForm, SettleForm, WhyForm
from app.ballots.services import paper
from app.ballots.services.paper import Read
from app.ballots.services.register import PaperRefused
from app.ballots.views.paper import Page, bp, welcomed
from app.db import session
from app.files import FileRefused, StoredFile
from app.i18n import gettext as _
from app.security import current_actor, holders_of

URN = "/vote/<int:edition_id>/paper/urns/<int:batch_id>"


@bp.get(URN)
@holders_of(*voting_policy.WELCOMES)
def urn(edition_id: int, batch_id: int) -> Page:
    """Show what this person has to do about an urn; never what the other one keyed before both are done."""
    return _urn(*_found(edition_id, batch_id))


@bp.post(f"{URN}/ballots")
@holders_of(*voting_policy.WELCOMES)
def key(edition_id: int, batch_id: int) -> Page:
    """Key one ballot."""
    edition, batch = _found(edition_id, batch_id)
    form = KeyForm()
    if form.validate_on_submit():
        read, faults = _read(edition, form.kind.data)
        if faults:
            form.form_errors.extend([*faults, _("Si le papier porte bien cela, choisissez « Bulletin nul ».")])
        else:
            try:
                paper.key_ballot(edition, batch, form.number.data or "", read, current_actor())
            except PaperRefused as refused:
                form.number.errors = [str(refused)]
            else:
                return _back(edition, batch, "key")
    return _urn(edition, batch, keying=form), 422


@bp.post(f"{URN}/ballots/<int:keying_id>/remove")
@holders_of(*voting_policy.WELCOMES)
def take_back(edition_id: int, batch_id: int, keying_id: int) -> Page:
    """Take back a ballot that one keyed oneself."""
    return _act(edition_id, batch_id, paper.take_back, keying_id, fragment="key")


@bp.post(f"{URN}/finish")
@holders_of(*voting_policy.WELCOMES)
def finish(edition_id: int, batch_id: int) -> Page:
    """Say that one's keying is finished."""
    return _act(edition_id, batch_id, paper.finish_keying)


@bp.post(f"{URN}/settle/<int:paper_serial>")
@holders_of(*voting_policy.WELCOMES)
def settle(edition_id: int, batch_id: int, paper_serial: int) -> Page:
    """Say what a ballot says, looking at it again."""
    edition, batch = _found(edition_id, batch_id)
    form = SettleForm()
    if form.validate_on_submit():
        absent = form.kind.data == ABSENT
        read, faults = _read(edition, PaperKind.SPOILED if absent else form.kind.data, is_absent=absent)
        form.form_errors.extend(faults)
        if not faults:
            return _act(edition_id, batch_id, paper.settle, paper_serial, read)
    return _urn(edition, batch, settling=form), 422


@bp.post(f"{URN}/settle/<int:paper_serial>/confirm")
@holders_of(*voting_policy.WELCOMES)
def confirm_settlement(edition_id: int, batch_id: int, paper_serial: int) -> Page:
    """Confirm what another person read."""
    return _act(edition_id, batch_id, paper.confirm_settlement, paper_serial)


@bp.post(f"{URN}/reason")
@holders_of(*voting_policy.WELCOMES)
def explain(edition_id: int, batch_id: int) -> Page:
    """Write why the numbers differ."""
    form = WhyForm()
    if form.validate_on_submit():
        return _act(edition_id, batch_id, paper.explain, form.reason.data or "")
    return _urn(*_found(edition_id, batch_id), why=form), 422


@bp.post(f"{URN}/reason/confirm")
@holders_of(*voting_policy.WELCOMES)
def confirm_reason(edition_id: int, batch_id: int) -> Page:
    """Confirm the reason that another person wrote."""
    return _act(edition_id, batch_id, paper.confirm_reason)


@bp.post(f"{URN}/accept")
@holders_of(*voting_policy.KEEPS_ROLL)
def accept(edition_id: int, batch_id: int) -> Page:
    """Let the ballots of the urn count."""
    return _act(edition_id, batch_id, paper.accept_batch)


@bp.post(f"{URN}/scans")
@holders_of(*voting_policy.WELCOMES)
def keep_scan(edition_id: int, batch_id: int) -> Page:
    """Keep a scan with the urn."""
    edition, batch = _found(edition_id, batch_id)
    form = ScanForm()
    if form.validate_on_submit():
        try:
            stored = files.receive(form.scan.data)
        except FileRefused as refused:
            form.scan.errors = [str(refused)]
        else:
            paper.keep_scan(edition, batch, stored, current_actor())
            return _back(edition, batch)
    return _urn(edition, batch, scanning=form), 422


@bp.get(f"{URN}/scans/<int:scan_id>")
@holders_of(*voting_policy.WELCOMES)
def scan(edition_id: int, batch_id: int, scan_id: int) -> Response:
    """Give a scan to those who work on the urn."""
    _edition, batch = _found(edition_id, batch_id)
    kept = session().get(PaperScan, scan_id)
    if kept is None or kept.batch_id != batch.id or kept.erased_on:
        abort(404)
    return files.send(StoredFile(kept.sha256, kept.name, kept.media_type, kept.size))


def _found(edition_id: int, batch_id: int) -> tuple[Edition, PaperBatch]:
    edition = welcomed(edition_id)
    return edition, paper_queries.batch_by_id(edition.id, batch_id) or abort(404)


def _read(edition: Edition, kind: str | None, *, is_absent: bool = False) -> tuple[Read, list[str]]:
    """Read the paper as it was keyed, with what breaks the rules of the ballot."""
    if kind != PaperKind.VALID:
        return Read(PaperKind(kind or ""), is_absent=is_absent), []
    choices, faults = paper_keying.read(edition, request.form.to_dict(flat=False))
    return Read(PaperKind.VALID, choices), faults


def _act(
    edition_id: int, batch_id: int, act: Callable[..., object], *said: object, fragment: str | None = None
) -> Page:
    """Do something to an urn, in the name of the person signed in, and come back to it, or say why not."""
    edition, batch = _found(edition_id, batch_id)
    try:
        act(edition, batch, *said, current_actor())
    except PaperRefused as refused:
        form = ActForm(formdata=None)
        form.form_errors.append(str(refused))
        return _urn(edition, batch, acting=form), 422
    return _back(edition, batch, fragment)


def _back(edition: Edition, batch: PaperBatch, fragment: str | None = None) -> Response:
    flash(_("C'est noté."))
    return redirect(url_for(".urn", edition_id=edition.id, batch_id=batch.id, _anchor=fragment), 303)


def _urn(edition: Edition, batch: PaperBatch, **posted: Any) -> str:
    actor, found = current_actor(), compared(batch)
    turn = batch.turn_of(actor.person_id or 0)
    is_free = turn is None and batch.second_keyer_id is None
    can_key = batch.accepted_at is None and (is_free if turn is None else not batch.is_done(turn))
    forms = {
        "keying": posted.get("keying") or KeyForm(formdata=None),
        "settling": posted.get("settling") or SettleForm(formdata=None),
        "why": posted.get("why") or WhyForm(formdata=None),
        "scanning": posted.get("scanning") or ScanForm(formdata=None),
        "acting": posted.get("acting") or ActForm(formdata=None),
    }
    return render_template(
        "ballots/paper_urn.html",
        edition=edition,
        batch=batch,
        me=actor.person_id,
        turn=turn,
        can_key=can_key,
        choices=paper_keying.lines(edition, request.form if posted.get("keying") else {}),
        mine=paper_keying.shown(edition, paper_queries.keyed_by(batch, turn) if turn else []),
        noted=batch.noted if batch.noted is not None else found.noted,
        differing=paper_keying.differing(edition, found.differing),
        copies=paper_keying.numbers(edition, found.copies),
        adds_up=found.adds_up or not is_settled(found),
        gaps=gaps(found) if batch.is_keyed_twice else [],
        obstacles=obstacles(found),
        keeps=voting_policy.can_keep_roll(edition, actor),
        forms=forms,
    )
