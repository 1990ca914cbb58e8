"""What everybody may check: a receipt, the public list of them, how the vote is kept secret and how it was closed."""

from __future__ import annotations

from flask import Response, render_template

from app import security
from app.ballots import closing_words, secrecy, voting_queries
from app.ballots.electorate import electorate_of
from app.ballots.views.voting import Page, bp, edition_or_404
from app.ballots.voting_forms import ReceiptForm
from app.security import public


@bp.route("/vote/<int:edition_id>/check", methods=["GET", "POST"])
@public
@security.limiter.limit("60 per 10 minutes", methods=["POST"])
def check(edition_id: int) -> Page:
    """Say whether the ballot of a receipt is in the box; the code is posted, so that no address keeps it."""
    edition = edition_or_404(edition_id)
    form, found, code = ReceiptForm(), None, ""
    if form.validate_on_submit():
        code = secrecy.typed(form.code.data)
        found = voting_queries.receipt_is_known(edition.id, code)
    checkpoints = voting_queries.checkpoints_of(edition.id)
    page = render_template(
        "ballots/voting_check.html", edition=edition, form=form, found=found, code=secrecy.grouped(code),
        checkpoints=checkpoints,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.get("/vote/<int:edition_id>/receipts.txt")
@public
def receipts(edition_id: int) -> Response:
    """Give the sorted list of receipts of the last night, one a line."""
    edition = edition_or_404(edition_id)
    codes = "".join(f"{code}\n" for code in voting_queries.public_receipts(edition.id))
    return Response(codes, mimetype="text/plain")


@bp.get("/vote/<int:edition_id>/secret")
@public
def secret(edition_id: int) -> Page:
    """Say honestly what is guaranteed and what is not, and how the vote was closed."""
    edition = edition_or_404(edition_id)
    log = closing_words.told(voting_queries.box_of(edition.id))
    by_two = electorate_of(edition.voters).codes_by_two
    return render_template("ballots/voting_secret.html", edition=edition, by_two=by_two, log=log)
