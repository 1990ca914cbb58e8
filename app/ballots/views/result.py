"""The result that everybody reads: what won, why, who voted, and how to count again oneself."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template

from app.ballots import result_page, voting_queries
from app.ballots.models import Edition
from app.ballots.pb_export import FEWEST_TO_PUBLISH, pb_text
from app.ballots.result_queries import counts_of
from app.ballots.tally import tally_of
from app.security import public

bp = Blueprint("results", __name__, template_folder="../templates")


@bp.get("/vote/<int:edition_id>/result")
@public
def result(edition_id: int) -> str:
    """Show the result, once it is published."""
    return render_template("ballots/result.html", page=result_page.page_of(_published(edition_id)))


@bp.get("/vote/<int:edition_id>/result.pb")
@public
def pabulib(edition_id: int) -> Response:
    """Give the ballots in the open format of participatory budgets; not when too few voted."""
    edition = _published(edition_id)
    last = counts_of(edition.id)[-1]
    if last.voters < FEWEST_TO_PUBLISH:
        abort(404)
    answer = Response(pb_text(edition, last, tally_of(edition.id)), mimetype="text/plain")
    answer.headers["Content-Disposition"] = f"attachment; filename=resultat-{edition.id}.pb"
    return answer


def _published(edition_id: int) -> Edition:
    edition = voting_queries.edition_to_vote(edition_id)
    if edition is None or edition.published_at is None or not counts_of(edition.id):
        abort(404)
    return edition
