"""The page of those who run an edition: what to do now, what is missing, the way to each screen."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.addresses import address
from app.ballots import calendar, edition_queries, policy, queries, wording
from app.ballots.edition_forms import NewForm, NoteForm
from app.ballots.electorate import electorate_of, told
from app.ballots.models import Edition, Eligibility
from app.ballots.panels import work_panels
from app.ballots.paper_print import how_to_mark
from app.ballots.presets import preset_of, theme_cap_of
from app.ballots.services import design, running
from app.ballots.services.running import LateOpening
from app.ballots.views.editions import Page, bp, edition_or_404, history, rendered
from app.i18n import gettext as _
from app.once.forms import just_once
from app.security import current_actor, current_person, holders_of
from app.steps import wording as steps_wording
from app.steps.choices import choices_of
from app.steps.kinds import roles_of
from workflows.engine import ActionRefused

HOUSE = tuple(sorted(policy.STAFF))
OWN_SCREEN = {"record_council": "editions.council_vote"}
"""Actions that are taken on a screen of their own, where they ask for more than a sentence."""


@bp.route("/budget/new", methods=["GET", "POST"])
@holders_of(*policy.PREPARES)
def new() -> Page | Response:
    """Begin an edition: three questions, everything else is proposed."""
    communes = edition_queries.communes_prepared_by(current_person()) or abort(404)
    form = NewForm()
    form.offer(communes)
    if form.validate_on_submit():
        city = next(one for one in communes if one.id == form.commune_id.data)

        def create() -> str:
            made = design.create_edition(city, form.title.data, form.envelope.data, current_actor())
            return url_for(".work", edition_id=made.id)

        return redirect(just_once(create), 303)
    return render_template("ballots/edition_new.html", form=form), 422 if form.errors else 200


@bp.get("/budget/<int:edition_id>/work")
@holders_of(*HOUSE)
def work(edition_id: int) -> str:
    """Show what is to be done now."""
    return _page(staff_edition(edition_id))


@bp.post("/budget/<int:edition_id>/actions/<action>")
@holders_of(*HOUSE)
def act(edition_id: int, action: str) -> Page | Response:
    """Take an action of the workflow."""
    edition, form = staff_edition(edition_id), NoteForm()
    note = form.note.data or ""
    problems: list[str] = []
    if action in OWN_SCREEN:
        abort(404)
    try:
        running.act(edition.id, action, current_actor(), note)
    except ActionRefused as refused:
        problems = [item.what for item in steps_wording.missing(edition, refused.obstacles)]
    if problems:
        return _page(edition, action, note, problems), 422
    flash(_("C'est enregistré."), "success")
    return redirect(url_for(".work", edition_id=edition.id), 303)


@bp.route("/budget/<int:edition_id>/freezing", methods=["GET", "POST"])
@holders_of(*policy.PREPARES)
def freezing(edition_id: int) -> Page | Response:
    """Read what will be frozen, then freeze it: nothing of it changes any more."""
    edition, form = staff_edition(edition_id), NoteForm()
    if edition.state != "list_locked":
        return redirect(url_for(".work", edition_id=edition.id), 303)
    problem = ""
    if form.is_submitted():
        try:
            running.freeze(edition.id, current_actor())
        except LateOpening:
            problem = _("L'heure d'ouverture est passée. Choisissez d'abord un autre jour.")
        else:
            flash(_("C'est figé. %(opening)s", opening=wording.opening(edition)), "success")
            return redirect(url_for(".work", edition_id=edition.id), 303)
    page = render_template(
        "ballots/edition_freezing.html", edition=edition, preset=preset_of(edition), listed=queries.listed(edition),
        phases=calendar.phases(edition), problem=problem, how=how_to_mark(edition),
        theme_cap=theme_cap_of(edition), opening=wording.opening(edition), is_late=calendar.missed_opening(edition),
        voters=told(electorate_of(edition.voters), edition.min_age),
    )  # fmt: skip
    return page, 422 if problem else 200


def staff_edition(edition_id: int) -> Edition:
    """Return an edition to those who run it in its city; 404 for the others."""
    edition = edition_or_404(edition_id)
    if not policy.is_staff(edition, current_actor()):
        abort(404)
    return edition


def _page(edition: Edition, action: str = "", note: str = "", problems: list[str] | None = None) -> str:
    actor = current_actor()
    sent = queries.candidacies(edition)
    return render_template(
        "ballots/edition_work.html",
        edition=edition,
        stands=wording.stands(edition),
        choices=[_shown(edition, choice) for choice in choices_of(edition, roles_of(edition, actor), others=True)],
        doors=_doors(edition),
        counts=[(str(wording.ELIGIBILITY[kind]), sum(one.eligibility is kind for one in sent)) for kind in Eligibility],
        total=len(sent),
        warnings=_warnings(edition),
        sections=rendered(work_panels(edition, actor)),
        history=history(edition),
        typed={"action": action, "note": note, "problems": problems or []},
        prepares=policy.can_prepare(edition, actor),
    )


def _shown(edition: Edition, choice: Any) -> dict[str, Any]:
    lacking = [
        {
            "what": item.what, "who": item.who, "by_when": item.by_when, "link_label": _("Le faire"),
            "url": address(item.screen, edition_id=edition.id) if item.screen else None,
        }
        for item in choice.missing
        if not (choice.action.note_required and item.what == _("Expliquez pourquoi, en une phrase."))
    ]  # fmt: skip
    own, when = OWN_SCREEN.get(choice.action.name), wording.what_follows(edition, choice.action.name)
    return {
        "name": choice.action.name,
        "label": wording.action_label(edition, choice.action),
        "when": when,
        "comes_alone": bool(when) and choice.action.name in wording.COMES_ALONE,
        "mine": choice.mine,
        "forward": choice.forward,
        "noted": choice.action.note_required,
        "missing": [] if own else lacking,
        "who": choice.who,
        "screen": address(own, edition_id=edition.id) if own and choice.mine else None,
    }


def _doors(edition: Edition) -> list[tuple[str, str]]:
    """Return the screens of the present moment."""
    dates, ideas = (_("Le calendrier"), "editions.planning"), (_("Examiner les idées"), "editions.review_list")
    frozen = edition.frozen_at is not None
    doors = {
        "design": [(_("Ce qu'est l'édition"), "editions.basics"), dates,
                   (_("Qui peut voter"), "voting.choose_electorate"),
                   (_("Comment on vote"), "editions.voting"), (_("Comparer deux règles"), "editions.simulation")],
        "ideas": [ideas, dates],
        "eligibility": [ideas, dates],
        "coconstruction": [(_("Les projets à construire"), "editions.projects"), ideas, dates],
        "list_locked": [(_("Relire ce qui est figé"), "editions.freezing")] if frozen
        else [(_("Figer les règles et la liste"), "editions.freezing"), dates],
    }.get(edition.state, [])  # fmt: skip
    works = [
        (each.project.title, url_for("projects.show", ref=each.project.ref))
        for each in queries.funded(edition)
        if edition.state in ("delivery", "evaluation") and each.project.is_open
    ]
    return [(label, url_for(endpoint, edition_id=edition.id)) for label, endpoint in doors] + works


def _warnings(edition: Edition) -> list[str]:
    if calendar.missed_opening(edition):
        return [_("L'heure d'ouverture du vote est passée sans que la liste soit figée. Choisissez un autre jour.")]
    dates = calendar.calendar_of(edition) if edition.state == "design" else None
    return list(calendar.warnings(dates)) if dates else []
