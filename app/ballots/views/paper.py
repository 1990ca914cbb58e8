"""Paper votes before the urn is opened: ballots to print, the register on screen, the urns."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import pdf
from app.ballots import paper_print, paper_queries, roll_periods, roll_queries, voting_policy, voting_queries
from app.ballots.models import Edition, PaperRun
from app.ballots.paper_forms import NoteForm, PrintForm, UrnForm, WhyForm
from app.ballots.services import paper, register
from app.ballots.services.paper import Urn
from app.ballots.services.register import PaperRefused, ToPrint
from app.db import session
from app.i18n import gettext as _
from app.security import current_actor, holders_of

bp = Blueprint("paper", __name__, template_folder="../templates")

Page = str | tuple[str, int] | Response


@bp.get("/vote/<int:edition_id>/paper")
@holders_of(*voting_policy.WELCOMES)
def home(edition_id: int) -> Page:
    """Show what was printed, who signed the register, and where each urn stands."""
    return _home(welcomed(edition_id))


@bp.post("/vote/<int:edition_id>/paper/print")
@holders_of(*voting_policy.KEEPS_ROLL)
def print_ballots(edition_id: int) -> Page:
    """Give numbers to ballots to print."""
    edition, form = welcomed(edition_id), PrintForm()
    if form.validate_on_submit():
        wanted = ToPrint(form.number.data or 0, form.place.data or "", bool(form.is_large.data))
        try:
            register.print_ballots(edition, wanted, current_actor())
        except PaperRefused as refused:
            form.form_errors.append(str(refused))
        else:
            flash(_("Les bulletins sont prêts. Ouvrez le fichier pour les imprimer."))
            return redirect(url_for(".home", edition_id=edition.id), 303)
    return _home(edition, printing=form), 422


@bp.get("/vote/<int:edition_id>/paper/runs/<int:run_id>.pdf")
@holders_of(*voting_policy.KEEPS_ROLL)
def ballots(edition_id: int, run_id: int) -> Response:
    """Give the ballots of a run to print."""
    edition, run = welcomed(edition_id), session().get(PaperRun, run_id)
    if run is None or run.edition_id != edition.id:
        abort(404)
    return pdf.answer(paper_print.ballots_pdf(edition, run), f"bulletins-{run.first_serial}-{run.last_serial}.pdf")


@bp.get("/vote/<int:edition_id>/paper/register")
@holders_of(*voting_policy.WELCOMES)
def signed(edition_id: int) -> Page:
    """Show the register, and look somebody up."""
    return _register(welcomed(edition_id))


@bp.post("/vote/<int:edition_id>/paper/register/<int:voter_id>")
@holders_of(*voting_policy.WELCOMES)
def note_signature(edition_id: int, voter_id: int) -> Page:
    """Note that somebody put a paper in the urn."""
    edition, form = welcomed(edition_id), NoteForm()
    if form.validate_on_submit():
        try:
            register.note_paper_vote(edition, voter_id, form.place.data or "", current_actor())
        except PaperRefused as refused:
            form.form_errors.append(str(refused))
        else:
            flash(_("C'est noté. Un bulletin en ligne de la même personne ne comptera pas."))
            return redirect(url_for(".signed", edition_id=edition.id, place=form.place.data), 303)
    return _register(edition, noting=form), 422


@bp.post("/vote/<int:edition_id>/paper/register/<int:voter_id>/cancel")
@holders_of(*voting_policy.WELCOMES)
def cross_out(edition_id: int, voter_id: int) -> Page:
    """Cross a line of the register out."""
    edition, form = welcomed(edition_id), WhyForm()
    if form.validate_on_submit():
        try:
            register.cancel_paper_vote(edition, voter_id, form.reason.data or "", current_actor())
        except PaperRefused as refused:
            form.form_errors.append(str(refused))
        else:
            flash(_("La ligne est rayée."))
            return redirect(url_for(".signed", edition_id=edition.id), 303)
    return _register(edition, crossing=form), 422


@bp.post("/vote/<int:edition_id>/paper/urns")
@holders_of(*voting_policy.WELCOMES)
def open_urn(edition_id: int) -> Page:
    """Begin the batch of an urn."""
    edition, form = welcomed(edition_id), UrnForm()
    if form.validate_on_submit():
        urn = Urn(form.place.data or "", form.in_urn.data or 0, form.signatures.data or 0)
        try:
            batch = paper.open_urn(edition, urn, current_actor())
        except PaperRefused as refused:
            form.form_errors.append(str(refused))
        else:
            return redirect(url_for(".urn", edition_id=edition.id, batch_id=batch.id), 303)
    return _home(edition, urn=form), 422


def welcomed(edition_id: int) -> Edition:
    """Return an edition whose paper votes this person receives; 404 for anybody else."""
    edition = voting_queries.edition_to_vote(edition_id)
    if edition is None or not voting_policy.can_welcome(edition, current_actor()):
        abort(404)
    return edition


def _home(edition: Edition, **posted: Any) -> str:
    forms = {
        "printing": posted.get("printing") or PrintForm(formdata=None),
        "urn": posted.get("urn") or UrnForm(formdata=None),
    }
    return render_template(
        "ballots/paper.html",
        edition=edition,
        forms=forms,
        keeps=voting_policy.can_keep_roll(edition, current_actor()),
        runs=paper_queries.runs_of(edition.id),
        batches=paper_queries.batches_of(edition.id),
        signed=paper_queries.signatures_expected(edition.id),
        missing=paper_queries.places_without_urn(edition.id),
        is_over=paper.is_over(edition),
        destroyed_from=roll_periods.destroyed_from(edition),
    )


def _register(edition: Edition, **posted: Any) -> str:
    text = request.args.get("q", "").strip()
    found = roll_queries.voters_named(edition.id, text) if text else []
    place = NoteForm(formdata=None, place=request.args.get("place", ""))
    signed = paper_queries.lines_of_register(edition.id)
    pages = max(1, -(-signed // paper_queries.LINES_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "ballots/paper_register.html",
        edition=edition,
        text=text,
        found=[voter for voter in found if voter.cancelled_on is None],
        lines=paper_queries.register_of(edition.id, page),
        page=page,
        pages=pages,
        signed=signed,
        noting=posted.get("noting") or place,
        crossing=posted.get("crossing") or WhyForm(formdata=None),
    )
