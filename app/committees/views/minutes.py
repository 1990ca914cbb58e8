"""The minutes on screen: read, completed, signed by two, published; and past sittings for everybody."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import files as uploads
from app.committees import minutes, minutes_print, minutes_reading, past, policy, queries, services
from app.committees.deliberation import CommitteeRefused
from app.committees.forms import explain
from app.committees.minutes_print import signature_words
from app.committees.minutes_reading import Held
from app.committees.minutes_signing import capacities, signatures_of, signers_for_chair
from app.committees.models import Sitting
from app.committees.papers import MinutesSignature
from app.committees.sitting_forms import MinutesForm, PaperSignatureForm, SignForm
from app.committees.views import bp
from app.committees.views.papers import check_reads, published
from app.committees.views.preparing import Page, run_by_secretary
from app.files import FileRefused
from app.i18n import force_locale
from app.i18n import gettext as _
from app.security import current_actor, holders_of, public, signed_in


@bp.get("/committee/sittings/<int:sitting_id>/minutes")
@signed_in
def minutes_page(sitting_id: int) -> Page:
    """Show the minutes to the members, and to the secretariat what it can add."""
    return _page(sitting_id)


@bp.post("/committee/sittings/<int:sitting_id>/minutes")
@holders_of("committee_secretary")
def write_minutes(sitting_id: int) -> Page:
    """Keep what the secretary adds."""
    held = _held(run_by_secretary(sitting_id))
    form = MinutesForm.about(minutes.drafted(held)["files"])
    if form.validate_on_submit():
        try:
            services.write_minutes(held.sitting, form.remarks.data or "", form.notes(), current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("Vos mots sont gardés. Relisez, puis signez."))
            return redirect(url_for(".minutes_page", sitting_id=sitting_id), 303)
    return _page(sitting_id, form=form), 422


@bp.post("/committee/sittings/<int:sitting_id>/minutes/sign")
@signed_in
def sign_minutes(sitting_id: int) -> Page:
    """Sign the minutes, in one's own name."""
    held = queries.sitting_with_committee(sitting_id) or abort(404)
    check_reads(held)
    form = SignForm()
    if form.validate_on_submit():
        try:
            services.sign(held, form.digest.data or "", current_actor())
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("Votre signature est enregistrée."))
            return redirect(url_for(".minutes_page", sitting_id=sitting_id), 303)
    return _page(sitting_id, signing=form), 422


@bp.post("/committee/sittings/<int:sitting_id>/minutes/paper")
@holders_of("committee_secretary")
def sign_on_paper(sitting_id: int) -> Page:
    """Keep the page that the chair signed by hand."""
    held = _held(run_by_secretary(sitting_id))
    form = PaperSignatureForm.listing(signers_for_chair(held.there), "")
    if form.validate_on_submit():
        try:
            scan = uploads.receive(form.scan.data)
            services.sign_on_paper(held.sitting, form.seat_id.data, scan, form.digest.data or "", current_actor())
        except FileRefused as refused:
            form.scan.errors = [str(refused)]
        except CommitteeRefused as refused:
            explain(form, refused)
        else:
            flash(_("La signature sur papier est enregistrée."))
            return redirect(url_for(".minutes_page", sitting_id=sitting_id), 303)
    return _page(sitting_id, paper=form), 422


@bp.post("/committee/sittings/<int:sitting_id>/minutes/publish")
@holders_of("committee_secretary")
def publish_minutes(sitting_id: int) -> Response:
    """Publish the minutes, without names."""
    held = run_by_secretary(sitting_id)
    try:
        services.publish(held, current_actor())
    except CommitteeRefused as refused:
        flash(str(refused), "error")
    else:
        flash(_("Le procès-verbal est publié, sans les noms."))
    return redirect(url_for(".minutes_page", sitting_id=sitting_id), 303)


@bp.get("/committee/funds/<code>/sittings")
@public
def past_sittings(code: str) -> Page:
    """List for everybody the sittings of a fund's committee: those to come, those whose minutes are published."""
    fund, committee = past.fund_and_committee(code) or abort(404)
    return render_template(
        "committees/past_sittings.html",
        fund=fund,
        sittings=past.published_sittings(committee.id) if committee else [],
        coming=past.announced_sittings(committee.id) if committee else [],
    )


@bp.get("/committee/sittings/<int:sitting_id>/public")
@public
def public_minutes(sitting_id: int) -> Page:
    """Show the published minutes, without names, to everybody."""
    held, signed = published(sitting_id)
    return render_template(
        "committees/public_minutes.html",
        sitting=held,
        shown=minutes_print.without_signatures(signed.public_content),
    )


def _held(sitting: Sitting) -> Held:
    """Return what happened at a closed sitting, or answer 404."""
    found = minutes_reading.sitting_with_minutes(sitting.id)
    if found is None or sitting.closed_at is None:
        abort(404)
    return minutes_reading.held(found[0], found[1])


def _page(sitting_id: int, **typed: Any) -> str:
    sitting, text, signed = minutes_reading.sitting_with_minutes(sitting_id) or abort(404)
    if sitting.closed_at is None:
        abort(404)
    check_reads(sitting)
    held = minutes_reading.held(sitting, text)
    content = signed.content if signed else minutes.drafted(held)
    digest = signed.digest if signed else minutes.digest_of(content, sitting.id)
    signatures = signatures_of(sitting.id)
    valid = [one for one in signatures if one.digest == digest]
    return render_template(
        "committees/minutes.html",
        sitting=sitting,
        is_signed=signed is not None,
        shown=minutes_print.laid_out(content),
        seen_by_all=minutes_print.without_signatures(
            signed.public_content if signed else minutes.published(content, held)
        ),
        digest=digest,
        signed_by=_signed_by(valid),
        scans=[one for one in valid if one.scan_sha256],
        voided=len(signatures) - len(valid),
        form=next(iter(typed.values()), None),
        **_forms(held, content, digest, valid, typed),
    )


def _forms(
    held: Held, content: minutes.Content, digest: str, valid: list[MinutesSignature], typed: dict[str, Any]
) -> dict[str, Any]:
    """Return what this reader may do: complete, sign, put in the scan of a signature, publish."""
    actor, sitting = current_actor(), held.sitting
    is_secretary, to_sign = policy.may_run(sitting.committee, actor), sitting.state == "closed"
    may_sign = to_sign and bool(capacities(held.there, actor, is_secretary=is_secretary))
    writes = is_secretary and to_sign
    remarks = held.text.remarks if held.text else ""
    return {
        "is_secretary": is_secretary,
        "may_sign": may_sign and actor.person_id not in {one.person_id for one in valid},
        "writing": (typed.get("form") or MinutesForm.about(content["files"], remarks=remarks, fresh=True))
        if writes
        else None,
        "signing": typed.get("signing") or SignForm(formdata=None, data={"digest": digest}),
        "paper": (typed.get("paper") or PaperSignatureForm.listing(signers_for_chair(held.there), digest, fresh=True))
        if writes
        else None,
    }


def _signed_by(signatures: list[MinutesSignature]) -> list[str]:
    with force_locale("fr"):
        return [signature_words(one) for one in signatures]
