"""The ideas and projects of an edition, for those who examine, estimate, group, withdraw and deliver them."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import files
from app.ballots import policy, queries, wording
from app.ballots.edition_forms import (
    DeliveredForm,
    EstimateForm,
    WithdrawalForm,
    council_form,
    review_form,
)
from app.ballots.models import Candidacy
from app.ballots.residents import projects_without_residents
from app.ballots.services import building, council, review, running
from app.ballots.services.building import Estimate, TooDear
from app.ballots.services.council import CouncilVote, NotYet
from app.ballots.views.editions import Page, bp
from app.ballots.views.editions_work import HOUSE, staff_edition
from app.files import FileRefused
from app.i18n import euros
from app.i18n import gettext as _
from app.projects.queries.page import project_by_ref
from app.security import current_actor, holders_of
from app.steps import wording as steps_wording
from app.steps.kinds import roles_of
from app.territory.queries import organisations
from workflows.engine import ActionRefused


@bp.get("/budget/<int:edition_id>/review")
@holders_of(*HOUSE)
def review_list(edition_id: int) -> str:
    """List the ideas to examine, those that wait first, and what the others were told."""
    edition = staff_edition(edition_id)
    sent = sorted(queries.candidacies(edition), key=lambda one: one.project.state not in ("submitted", "incomplete"))
    return render_template(
        "ballots/edition_review.html",
        edition=edition,
        rows=[(one, wording.fate(one), wording.tone(one), one.project.state == "submitted") for one in sent],
    )


@bp.route("/projects/<ref>/eligibility", methods=["GET", "POST"])
@holders_of("referent")
def idea(ref: str) -> Page | Response:
    """Examine an idea, one answer for each criterion; then go to the next one that waits."""
    candidacy = _candidacy(ref, {"submitted"})
    form = review_form(candidacy.edition)(data=_answered(candidacy) if request.method == "GET" else None)
    form.offer([one for one in organisations() if one.commune_id in (None, candidacy.edition.commune_id)])
    if form.validate_on_submit():
        try:
            review.review_idea(candidacy.project_id, form.answers(), form.refused(), current_actor())
        except ActionRefused as refused:
            form.form_errors.append(steps_wording.refusal(candidacy.project, refused))
        else:
            flash(_("C'est enregistré. Les auteurs et autrices sont prévenus."), "success")
            return redirect(_following(candidacy), 303)
    page = render_template("ballots/edition_idea.html", candidacy=candidacy, form=form)
    return page, 422 if form.errors else 200


@bp.get("/budget/<int:edition_id>/projects")
@holders_of(*HOUSE)
def projects(edition_id: int) -> str:
    """List the projects in construction, with what each still lacks."""
    edition = staff_edition(edition_id)
    alive = queries.alive(edition)
    alone = projects_without_residents([one.project_id for one in alive])
    return render_template(
        "ballots/edition_projects.html",
        edition=edition,
        rows=[(one, one.project_id in alone) for one in alive],
        total=sum(one.cost_cents or 0 for one in alive),
    )


@bp.route("/projects/<ref>/estimate", methods=["GET", "POST"])
@holders_of("referent")
def estimate(ref: str) -> Page | Response:
    """Write what a project costs."""
    candidacy = _candidacy(ref, {"codesign"})
    kept = {"cost": candidacy.cost_cents, "note": candidacy.cost_note, "rivals": candidacy.rivals}
    form = EstimateForm(data=kept if request.method == "GET" else None)
    if form.validate_on_submit():
        found = Estimate(form.cost.data, form.note.data or "", form.rivals.data or "")
        try:
            building.estimate(candidacy.project_id, found, current_actor())
        except TooDear as error:
            form.cost.errors = [_("Le plafond de cette édition est de %(ceiling)s.", ceiling=euros(error.args[0]))]
        else:
            return _done(candidacy, "editions.projects")
    page = render_template("ballots/edition_estimate.html", candidacy=candidacy, form=form)
    return page, 422 if form.errors else 200


@bp.route("/projects/<ref>/withdrawal", methods=["GET", "POST"])
@holders_of("referent")
def withdrawal(ref: str) -> Page | Response:
    """Sign that a project leaves the vote; before the list is frozen, it is opened again instead."""
    candidacy, form = _candidacy(ref, {"on_ballot"}), WithdrawalForm()
    if not running.may_withdraw(candidacy.edition):
        flash(_("La liste n'est pas figée : rouvrez-la pour en retirer un projet."))
        return redirect(url_for("projects.show", ref=ref), 303)
    if form.validate_on_submit():
        running.withdraw(candidacy.project_id, form.reason.data, current_actor())
        return _done(candidacy, "editions.work")
    page = render_template("ballots/edition_withdrawal.html", candidacy=candidacy, form=form)
    return page, 422 if form.errors else 200


@bp.route("/budget/<int:edition_id>/council", methods=["GET", "POST"])
@holders_of(*policy.PREPARES)
def council_vote(edition_id: int) -> Page | Response:
    """Write what the council voted, with its document."""
    edition = staff_edition(edition_id)
    if edition.state != "deliberation" or not policy.can_prepare(edition, current_actor()):
        abort(404)
    chosen = [one for one in queries.listed(edition) if one.is_winner]
    form = council_form(chosen)()
    if form.validate_on_submit():
        try:
            vote = CouncilVote(form.on.data, form.reference.data, _deliberation(form), form.refusals())
            council.record_council(edition.id, vote, current_actor())
        except FileRefused as refused:
            form.document.errors = [str(refused)]
        except NotYet:
            form.on.errors = [_("Ce jour n'est pas encore venu.")]
        else:
            flash(_("Le vote du conseil est enregistré. Les projets sont financés."), "success")
            return redirect(url_for(".work", edition_id=edition.id), 303)
    total = sum(one.awarded_cents or 0 for one in chosen)
    page = render_template("ballots/edition_council.html", edition=edition, form=form, chosen=chosen, total=total)
    return page, 422 if form.errors else 200


@bp.route("/projects/<ref>/delivered", methods=["GET", "POST"])
@holders_of("referent")
def delivered(ref: str) -> Page | Response:
    """Write what a project cost in the end; a panel of residents then judges it."""
    candidacy, form = _candidacy(ref, {"running"}), DeliveredForm()
    if form.validate_on_submit():
        try:
            council.deliver(candidacy.project_id, form.spent.data, current_actor())
        except ActionRefused as refused:
            form.form_errors.append(steps_wording.refusal(candidacy.project, refused))
        else:
            flash(_("C'est enregistré. Un panel d'habitants et d'habitantes va l'évaluer."), "success")
            return redirect(url_for("projects.show", ref=ref), 303)
    page = render_template("ballots/edition_delivered.html", candidacy=candidacy, form=form)
    return page, 422 if form.errors else 200


def _candidacy(ref: str, states: set[str]) -> Candidacy:
    """Return the candidacy of a project to its referent, in one of these states; 404 for the others."""
    project = project_by_ref(ref)
    if project is None or project.state not in states or "referent" not in roles_of(project, current_actor()):
        abort(404)
    candidacy = queries.candidacy_of(project)
    if candidacy is None:
        abort(404)
    return candidacy


def _answered(candidacy: Candidacy) -> dict[str, Any]:
    """Start from what was answered before: a second look need not begin at nothing."""
    kept: dict[str, Any] = {"refusal": candidacy.refusal, "ask_again": candidacy.ask_again}
    for row in candidacy.reviews:
        kept[f"met_{row.criterion}"] = "yes" if row.is_met else "no"
        kept[f"why_{row.criterion}"] = row.reason
    return kept | {"handed_to": candidacy.handed_to_id or 0}


def _following(candidacy: Candidacy) -> str:
    """Return the address of the next idea that waits for this person, or the list when none does."""
    for other in queries.candidacies(candidacy.edition):
        if other.project.state == "submitted" and "referent" in roles_of(other.project, current_actor()):
            return url_for(".idea", ref=other.project.ref)
    if policy.is_staff(candidacy.edition, current_actor()):
        return url_for(".review_list", edition_id=candidacy.edition_id)
    return url_for("editions.show", edition_id=candidacy.edition_id)


def _done(candidacy: Candidacy, endpoint: str) -> Response:
    flash(_("C'est enregistré."), "success")
    if policy.is_staff(candidacy.edition, current_actor()):
        return redirect(url_for(endpoint, edition_id=candidacy.edition_id), 303)
    return redirect(url_for("projects.show", ref=candidacy.project.ref), 303)


def _deliberation(form: Any) -> files.StoredFile:
    stored = files.receive(form.document.data)
    if stored.media_type != "application/pdf":
        raise FileRefused(_("La délibération doit être un PDF."))
    return stored
