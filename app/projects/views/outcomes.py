"""What became of words in a project: said by its team, told back, confirmed or contested by their author."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import security
from app.i18n import day
from app.i18n import gettext as _
from app.incoming import row_id
from app.once.forms import just_once
from app.projects import codesign_policy as policy
from app.projects.models import ContributionOutcome, Project
from app.projects.outcome_forms import OutcomeForm, ReplyForm, ToldForm
from app.projects.outcome_notices import sentences
from app.projects.outcome_words import OUTCOMES, TONES
from app.projects.policy import NotAllowed
from app.projects.queries.outcomes import outcome_of, outcomes_of
from app.projects.queries.revisions import changes_of
from app.projects.queries.traces import Given
from app.projects.services import outcomes as services
from app.projects.views import bp
from app.projects.views.opening import file_or_404
from app.steps.actor import Actor
from app.voices.models import Contribution
from app.voices.telling_queries import meetings_in

Page = tuple[str, int]


@bp.route("/projects/<ref>/voices/<int:said_id>/outcome", methods=["GET", "POST"])
@security.signed_in
def outcome(ref: str, said_id: int) -> Page | Response:
    """Say what the project does of some words, and what trace they leave."""
    project = file_or_404(ref).project
    if not policy.can_decide_outcome(project, security.current_actor()):
        abort(403)
    said = next((link.contribution for link in project.links if link.contribution_id == said_id), None)
    if said is None:
        abort(404)
    given = outcomes_of(project).get(said_id)
    form = OutcomeForm(data=_as_data(given))
    if form.validate_on_submit() and _decided(project, said, form):
        flash(_("C'est noté. La personne en sera informée."), "success")
        return redirect(url_for(".show", ref=ref, _anchor=f"voice-{said_id}"), 303)
    return render_template(
        "projects/outcome.html", project=project, said=said, form=form, given=given, caused=_caused(project, said)
    ), 422 if form.errors else 200


@bp.route("/projects/<ref>/outcomes/<int:outcome_id>", methods=["GET", "POST"])
@security.signed_in
def reply(ref: str, outcome_id: int) -> Page | Response:
    """Let the author of the words say whether the outcome suits them."""
    project, given, said = _current(ref, outcome_id)
    if not policy.can_reply(said, given.outcome, project, security.current_actor()):
        abort(404)
    form = ReplyForm()
    if given.reply is not None or not form.validate_on_submit():
        return render_template(
            "projects/outcome_reply.html", project=project, said=said, form=form, given=given,
            sentences=sentences(given.outcome), caused=_caused(project, said),
        ), 422 if form.errors else 200  # fmt: skip
    flash(just_once(lambda: _replied(project, given.outcome, form)), "success")
    return redirect(url_for(".show", ref=ref, _anchor=f"voice-{said.id}"), 303)


@bp.route("/projects/<ref>/outcomes/<int:outcome_id>/told", methods=["GET", "POST"])
@security.signed_in
def outcome_told(ref: str, outcome_id: int) -> Page | Response:
    """Note that an outcome was told aloud, in a meeting or to the person."""
    project, given, said = _current(ref, outcome_id)
    if not policy.can_tell(project, security.current_actor()):
        abort(403)
    form = ToldForm()
    meetings = meetings_in([said.neighbourhood_id])
    form.offer([(meeting.id, f"{day(meeting.held_on)}, {meeting.title}") for meeting in meetings])
    if not form.validate_on_submit():
        return render_template(
            "projects/outcome_told.html", project=project, said=said, form=form, sentences=sentences(given.outcome)
        ), 422 if form.errors else 200
    try:
        services.tell_aloud(project.id, outcome_id, row_id(form.meeting.data or "0") or None, security.current_actor())
    except NotAllowed:
        abort(404)
    flash(_("C'est noté : la réponse a été dite."), "success")
    return redirect(url_for(".show", ref=ref, _anchor=f"voice-{said.id}"), 303)


def shown_voice(project: Project, said: Contribution, actor: Actor | None) -> dict[str, Any]:
    """Return words linked to a project, what became of them, and what this reader may do about it."""
    given = outcomes_of(project).get(said.id)
    shown: dict[str, Any] = {"said": said, "given": given, "changes": _caused(project, said)}
    shown["may_decide"] = policy.can_decide_outcome(project, actor)
    if given is None:
        return shown
    return shown | {
        "label": OUTCOMES[given.outcome.outcome],
        "tone": TONES[given.outcome.outcome],
        "sentences": sentences(given.outcome)[1:],
        "replied": _reply_sentence(given),
        "contested": given.reply is not None and not given.reply.confirms,
        "may_reply": given.reply is None and policy.can_reply(said, given.outcome, project, actor),
        "may_tell": given.told_on is None and not given.outcome.outcome.is_awaited and policy.can_tell(project, actor),
    }


def _reply_sentence(given: Given) -> str:
    if given.reply is not None and given.reply.confirms:
        return _("La personne qui l'a dit confirme.")
    if given.reply is not None:
        return _("La personne qui l'a dit n'est pas d'accord. Une nouvelle réponse lui est due.")
    if given.contested_before:
        return _("Une première réponse a été contestée. Celle-ci la remplace.")
    return ""


def _caused(project: Project, said: Contribution) -> list[Any]:
    return [one.change for one in changes_of(project) if any(cause.id == said.id for cause in one.causes)]


def _decided(project: Project, said: Contribution, form: OutcomeForm) -> bool:
    """Store the decision; what its trace lacks is said beside the field."""
    try:
        services.decide_outcome(project.id, said.id, form.decision(), security.current_actor())
    except services.NoTrace:
        form.impact.errors = [
            _("Aucun changement du projet ne cite cette parole. Citez-la d'abord, ou baissez la trace.")
        ]
    except services.WhereIsIt:
        form.reason_text.errors = [_("Aucun changement ne cite cette parole. Dites où l'on voit qu'elle a compté.")]
    return not form.errors


def _replied(project: Project, given: ContributionOutcome, form: ReplyForm) -> str:
    confirms = form.answer.data == "yes"
    try:
        words = "" if confirms else form.words.data or ""
        services.reply_to_outcome(project.id, given.id, words, security.current_actor(), confirms=confirms)
    except services.AnsweredMeanwhile:
        return _("Une réponse a déjà été donnée. Rien n'a changé.")
    if confirms:
        return _("Merci. Votre accord est noté, sans votre nom.")
    return _("C'est noté, sans votre nom. La personne référente doit vous répondre.")


def _current(ref: str, outcome_id: int) -> tuple[Project, Given, Contribution]:
    project = file_or_404(ref).project
    given = outcome_of(project, outcome_id)
    said = next(
        (
            link.contribution
            for link in project.links
            if given and link.contribution_id == given.outcome.contribution_id
        ),
        None,
    )
    if given is None or said is None:
        abort(404)
    return project, given, said


def _as_data(given: Given | None) -> dict[str, Any]:
    if given is None:
        return {}
    known = given.outcome
    return {
        "outcome": known.outcome.value,
        "impact": None if known.impact is None else str(known.impact),
        "reason_code": known.reason_code.value if known.reason_code else "",
        "reason_text": known.reason_text,
        "passed_to": known.passed_to,
    }
