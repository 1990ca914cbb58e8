"""The count by those who run the vote: step by step, by two persons, then published."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.ballots import paper_queries, result_words, voting_policy, voting_queries
from app.ballots.freezing import frozen_record
from app.ballots.models import Edition
from app.ballots.paper_forms import ActForm
from app.ballots.result_queries import counts_of
from app.ballots.services import counting, running
from app.ballots.services.counting import CountRefused
from app.i18n import gettext as _
from app.security import current_actor, holders_of
from app.steps import wording as steps_wording
from workflows.engine import ActionRefused

bp = Blueprint("counting", __name__, template_folder="../templates")

Page = str | tuple[str, int] | Response


@bp.get("/vote/<int:edition_id>/count")
@holders_of(*voting_policy.WELCOMES)
def home(edition_id: int) -> Page:
    """Show the steps of the count, and where it stands."""
    return _home(_witnessed(edition_id))


@bp.post("/vote/<int:edition_id>/count/start")
@holders_of(*voting_policy.KEEPS_ROLL)
def start(edition_id: int) -> Page:
    """Go from the vote to the count, once the box is emptied."""
    return _act(edition_id, lambda edition: running.act(edition.id, "close_vote", current_actor()))


@bp.post("/vote/<int:edition_id>/count")
@holders_of(*voting_policy.KEEPS_ROLL)
def count(edition_id: int) -> Page:
    """Count the ballots."""
    return _act(edition_id, lambda edition: counting.count_edition(edition, current_actor()))


@bp.post("/vote/<int:edition_id>/count/withdrawn")
@holders_of(*voting_policy.KEEPS_ROLL)
def count_without_withdrawn(edition_id: int) -> Page:
    """Count once more without the projects withdrawn since."""
    return _act(edition_id, lambda edition: counting.count_without_withdrawn(edition, current_actor()))


@bp.post("/vote/<int:edition_id>/count/again")
@holders_of(*voting_policy.WELCOMES)
def recount(edition_id: int) -> Page:
    """Count a second time, by another person."""
    return _act(edition_id, lambda edition: counting.recount_edition(edition, current_actor()))


@bp.post("/vote/<int:edition_id>/count/publish")
@holders_of(*voting_policy.KEEPS_ROLL)
def publish(edition_id: int) -> Page:
    """Publish the result."""
    edition = _witnessed(edition_id)
    answer = _act(edition_id, lambda edition: counting.publish_result(edition, current_actor()))
    if isinstance(answer, Response):
        return redirect(url_for("results.result", edition_id=edition.id), 303)
    return answer


def _act(edition_id: int, act: Callable[[Edition], object]) -> Page:
    edition = _witnessed(edition_id)
    form = ActForm(formdata=None)
    try:
        act(edition)
    except CountRefused as refused:
        form.form_errors.append(str(refused))
    except ActionRefused as refused:
        form.form_errors.extend(item.what for item in steps_wording.missing(edition, refused.obstacles))
    else:
        flash(_("C'est fait."))
        return redirect(url_for(".home", edition_id=edition.id), 303)
    return _home(edition, form), 422


def _witnessed(edition_id: int) -> Edition:
    edition = voting_queries.edition_to_vote(edition_id)
    if edition is None or not voting_policy.can_witness(edition, current_actor()):
        abort(404)
    return edition


def _home(edition: Edition, form: ActForm | None = None) -> str:
    counts = counts_of(edition.id)
    last = counts[-1] if counts else None
    me, keeps = current_actor().person_id, voting_policy.can_keep_roll(edition, current_actor())
    tells = keeps or (last is not None and last.recounted_by_id == me)
    return render_template(
        "ballots/counting.html",
        edition=edition,
        form=form or ActForm(formdata=None),
        keeps=keeps,
        me=me,
        waiting=paper_queries.batches_waiting(edition.id),
        last=last,
        tells=tells,
        fates=result_words.fates(frozen_record(edition), last) if last and tells else [],
        withdrawn_since=counting.withdrawn_since(edition),
    )
