"""The booth: coming in with a code or an account, the ballot on one page, the receipt, leaving nothing behind."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.ballots import ballot_page, marking, secrecy, voting_queries
from app.ballots.marking import Marked
from app.ballots.models import Edition, VotingCode
from app.ballots.paper_queries import voters_who_voted_on_paper
from app.ballots.services import voting
from app.ballots.services.voting import BallotInvalid, NotOnRoll, VoteClosed
from app.ballots.views import booth
from app.ballots.views.booth import Standing
from app.ballots.voting_forms import BallotForm, CodeForm
from app.i18n import gettext as _
from app.security import public

bp = Blueprint("voting", __name__, template_folder="../templates")

Page = str | tuple[str | Response, int] | Response
CONFLICT, UNAVAILABLE, FORBIDDEN = 409, 503, 403
KIOSK_SECONDS = 60
"""How long a receipt stays on the screen of a kiosk, also without JavaScript."""
KIOSK_PATIENCE = 600
"""Seconds after which a ballot that nothing was sent from leaves the screen of a kiosk without JavaScript.

The button that keeps the draft gives as many again (WCAG 2.2.1). With JavaScript the page knows whether it is touched.
"""
KIOSK_LANGUAGE_SECONDS = 90
"""How long the door of a kiosk stays in a language that somebody chose before they left."""


@bp.after_request
def _forget(response: Response) -> Response:
    """Keep nothing of a vote in the browser's memory: the next person on the device finds nothing by going back."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.errorhandler(secrecy.KeyMissing)
def _without_key(_error: secrecy.KeyMissing) -> Page:
    edition = edition_or_404((request.view_args or {})["edition_id"])
    return render_template("ballots/voting_stopped.html", edition=edition, why="key"), UNAVAILABLE


@bp.context_processor
def _device() -> dict[str, Any]:
    """Tell each page of a vote whether this device is a kiosk of it, and how long it keeps a ballot on its screen."""
    return {"kiosk": booth.kiosk_here((request.view_args or {})["edition_id"]), "kiosk_seconds": KIOSK_PATIENCE}


@bp.route("/vote/<int:edition_id>", methods=["GET", "POST"])
@public
@security.limiter.limit("300 per 10 minutes", methods=["POST"])
def enter(edition_id: int) -> Page:
    """Come in with the code of one's sheet; on a kiosk, opening this page empties the booth."""
    edition = edition_or_404(edition_id)
    if request.method == "GET" and booth.kiosk_here(edition.id):
        booth.leave()
    if not voting.is_open(edition):
        return _closed(edition)
    form = CodeForm()
    if form.validate_on_submit():
        code = voting_queries.code_typed(edition.id, form.code.data)
        if code is not None and not code.awaits_release:
            return _let_in(edition, code.voter_id, code.id)
        form.code.errors = [_why_not(code)]
    answer = make_response(render_template("ballots/voting_enter.html", edition=edition, form=form))
    if booth.kiosk_here(edition.id) and not booth.is_in_own_language():
        back = url_for(".enter", edition_id=edition.id, lang=booth.own_language())
        answer.headers["Refresh"] = f"{KIOSK_LANGUAGE_SECONDS}; url={back}"
    return answer, 422 if form.errors else 200


@bp.post("/vote/<int:edition_id>/account")
@public
def enter_with_account(edition_id: int) -> Page:
    """Come in with one's account, when its address or number is on the list; a helper never votes for somebody."""
    edition = edition_or_404(edition_id)
    person = security.current_person()
    voter = voting_queries.voter_with_account(edition.id, person) if person and not security.helping() else None
    if voter is None:
        flash(_("Votre compte n'est pas sur la liste de ce vote. Demandez un code à l'équipe."), "warning")
        return redirect(url_for(".enter", edition_id=edition.id), 303)
    if not request.form.get("old_enough"):
        flash(_("Cochez la case si vous avez l'âge de voter."), "warning")
        return redirect(url_for(".enter", edition_id=edition.id), 303)
    return _let_in(edition, voter.id)


@bp.route("/vote/<int:edition_id>/ballot", methods=["GET", "POST"])
@public
def ballot(edition_id: int) -> Page:
    """Show the ballot with what the voter ticked before, and cast it."""
    if request.method == "POST" and (here := booth.claimed(edition_id)):
        return _cast(edition_id, here)
    edition = edition_or_404(edition_id)
    standing = _standing(edition)
    return _page(edition, standing) if isinstance(standing, Standing) else standing


@bp.post("/vote/<int:edition_id>/draft")
@public
def draft(edition_id: int) -> Page:
    """Keep what is ticked so far, and show the page with its counts again; a script gets a short answer."""
    edition = edition_or_404(edition_id)
    here = _standing(edition)
    if not isinstance(here, Standing):
        return here
    marked = _read(edition)
    try:
        voting.keep_draft(here.casting(edition.id), marked)
    except (VoteClosed, NotOnRoll):
        return _closed(edition)
    if request.headers.get("X-Requested-With") == "draft":
        return Response(status=204)
    flash(_("Votre brouillon est gardé. Il n'est pas encore déposé."))
    for fault in marked.faults:
        flash(fault, "warning")
    return redirect(url_for(".ballot", edition_id=edition.id), 303)


@bp.get("/vote/<int:edition_id>/done")
@public
def done(edition_id: int) -> Page:
    """Show the receipt of the ballot just cast."""
    edition = edition_or_404(edition_id)
    code = booth.receipt_here(edition)
    if code is None:
        return redirect(url_for(".enter", edition_id=edition.id), 303)
    answer = make_response(render_template("ballots/voting_done.html", edition=edition, code=secrecy.grouped(code)))
    if booth.kiosk_here(edition.id):
        answer.headers["Refresh"] = f"{KIOSK_SECONDS}; url={url_for('.enter', edition_id=edition.id)}"
    return answer


@bp.post("/vote/<int:edition_id>/leave")
@public
def leave(edition_id: int) -> Page:
    """Leave the booth empty for the next person."""
    edition = edition_or_404(edition_id)
    booth.leave()
    return redirect(url_for(".enter", edition_id=edition.id), 303)


def edition_or_404(edition_id: int) -> Edition:
    """Return an edition whose vote was prepared; a page that does not exist for any other."""
    return voting_queries.edition_to_vote(edition_id) or abort(404)


def _why_not(code: VotingCode | None) -> str:
    """Say why a code opens nothing."""
    if code is None:
        return _("Ce code ne va pas. Relisez-le. S'il a été remplacé, prenez le nouveau.")
    return _("Cette feuille ne sert pas encore. Montrez-la à l'équipe : feuille n° %(serial)d.", serial=code.serial)


def _let_in(edition: Edition, voter_id: int, code_id: int | None = None) -> Page:
    booth.let_in(edition, voter_id, code_id)
    if voter_id in voters_who_voted_on_paper(edition.id):
        flash(_("Vous avez déjà voté sur papier : c'est ce bulletin-là qui comptera."), "warning")
    return redirect(url_for(".ballot", edition_id=edition.id), 303)


def _standing(edition: Edition) -> Standing | Page:
    """Return the voter in the booth, or the page to show when there is nobody or the vote is not open."""
    if not voting.is_open(edition):
        return _closed(edition)
    here = booth.standing(edition)
    if here is None:
        flash(_("Entrez votre code pour voter."), "info")
        return redirect(url_for(".enter", edition_id=edition.id), 303)
    return here


def _cast(edition_id: int, here: Standing) -> Page:
    """Cast a ballot in one transaction, which checks all there is to check: many people may vote at once."""
    try:
        code = voting.cast_form(here.casting(edition_id), request.form.to_dict(flat=False))
    except (BallotInvalid, VoteClosed, NotOnRoll) as refused:
        return _refused(edition_or_404(edition_id), here, refused)
    booth.leave()
    booth.keep_receipt(edition_id, code)
    return redirect(url_for(".done", edition_id=edition_id), 303)


def _refused(edition: Edition, here: Standing, refused: Exception) -> Page:
    """Show why a ballot was not taken, with what was ticked where it can be mended."""
    still = _standing(edition)
    if not isinstance(still, Standing):
        return still
    if isinstance(refused, BallotInvalid):
        return _page(edition, here, refused.marked, refused.faults), 422
    booth.leave()
    return render_template("ballots/voting_stopped.html", edition=edition, why="roll"), FORBIDDEN


def _read(edition: Edition) -> Marked:
    return marking.read(voting_queries.paper_of(edition), request.form.to_dict(flat=False))


def _page(edition: Edition, here: Standing, marked: Marked | None = None, faults: list[str] | None = None) -> str:
    """Show the ballot as it was just sent, else as it was last kept."""
    form: Any = BallotForm(formdata=None)
    form.form_errors = list(faults or ())
    own = voting.own_ballot(edition, here.voter_id)
    return render_template(
        "ballots/voting_ballot.html",
        edition=edition,
        form=form,
        shown=ballot_page.shown(edition, marked or own.draft, own.order),
        has_cast=own.has_cast,
    )


def _closed(edition: Edition) -> Page:
    page = render_template("ballots/voting_closed.html", edition=edition, box=voting_queries.box_of(edition.id))
    return (page, CONFLICT) if request.method == "POST" else page
