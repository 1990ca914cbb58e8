"""Writing a project file in three short steps, saved as one goes; nothing typed is ever lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from app import clock, security
from app.addresses import address
from app.clock import PARIS
from app.i18n import day
from app.i18n import gettext as _
from app.incoming import row_id
from app.projects import policy
from app.projects.file import STEP_FIELDS, STEP_OF_GUARD, FileValues, fingerprint, values_of
from app.projects.forms import STEPS, StepForm, WhatForm, WhereForm
from app.projects.models import Project
from app.projects.panels import begun, hint_for
from app.projects.queries import drafts as queries
from app.projects.services import drafts as services
from app.projects.views import bp
from app.projects.views.drafts_reading import (
    asked_amount,
    beside_of,
    differences,
    next_step,
    paths,
    sentences,
    shortened,
)
from app.steps.wording import missing
from workflows.engine import ActionRefused, Obstacle


@dataclass
class Typed:
    """What a page of the form shows besides the fields: a remark on top, what somebody else wrote, the code sent."""

    note: str = ""
    others: list[tuple[str, str]] | None = None
    code: int = 200


def _who() -> str:
    person = security.current_person()
    return f"person {person.id}" if person else f"address {request.remote_addr}"


def _expired() -> ResponseReturnValue:
    return _give_back(_("Votre session est finie. Rien n'est perdu : votre texte est encore là."), 401)


def _too_often(_limit: object) -> Any:
    note = _("Vous avez envoyé beaucoup de projets en peu de temps. Attendez un peu, puis enregistrez de nouveau.")
    return make_response(_give_back(note, 429))


@bp.route("/projects/new", methods=["GET", "POST"])
@security.signed_in_or(_expired)
@security.limiter.limit("30 per hour", methods=["POST"], key_func=_who, on_breach=_too_often)
def new() -> ResponseReturnValue:
    """Begin a project file; it is stored at the first save."""
    form = WhatForm(data={} if request.method == "POST" else _asked_origin())
    _offer(form, None)
    if request.method == "GET":
        return _page(form, None)
    form.validate()
    values = form.readable_values()
    if "csrf_token" in form.errors or not any(values.values()):
        return _page(form, None, Typed(code=422))
    project = services.start_draft(values, security.current_actor())
    begun(project, request.args, security.current_actor())
    return _after(form, project)


@bp.route("/projects/<ref>/edit", methods=["GET"], defaults={"step": ""})
@bp.route("/projects/<ref>/edit/<any(what, where, budget):step>", methods=["GET", "POST"])
@security.signed_in_or(_expired)
def edit(ref: str, step: str) -> ResponseReturnValue:
    """Show or save one step of a project file; without a step, go where something is missing."""
    actor = security.current_actor()
    project = queries.file_by_ref(ref)
    if project is None or not policy.can_edit(project, actor):
        return _not_yours(step)
    if not step:
        lacking = queries.obstacles_to_sending(project, actor) or ()
        first = next((STEP_OF_GUARD[o.code] for o in lacking if o.code in STEP_OF_GUARD), "")
        return redirect(_step_url(ref, first or "review"), 303)
    form = _form(step, project)
    if request.method == "GET":
        return _page(form, project)
    return _save(form, project)


@bp.route("/projects/<ref>/edit/review", methods=["GET"])
@security.signed_in
def review(ref: str) -> ResponseReturnValue:
    """Read the whole file back in plain sentences, with what is still missing."""
    return _review(_editable(ref))


@bp.route("/projects/<ref>/send", methods=["POST"])
@security.signed_in
@security.limiter.limit("20 per hour", key_func=_who)
def send(ref: str) -> ResponseReturnValue:
    """Send the project to the referent."""
    project = _editable(ref)
    try:
        services.send_project(project, security.current_actor())
    except ActionRefused:
        return _review(_editable(ref), 422)
    flash(_("Votre projet est envoyé. Une personne référente va le lire et vous répondre."), "success")
    return redirect(url_for("projects.show", ref=ref), 303)


def _editable(ref: str) -> Project:
    project = queries.file_by_ref(ref)
    if project is None or not policy.can_edit(project, security.current_actor()):
        abort(404)
    return project


def _not_yours(step: str) -> ResponseReturnValue:
    if request.method == "GET" or step not in STEPS:
        abort(404)
    return _give_back(
        _("Vous ne pouvez pas modifier ce projet maintenant. Votre texte est encore là : copiez-le."), 404
    )


def _give_back(note: str, code: int) -> ResponseReturnValue:
    """Show again what was typed, and nothing of any project, to somebody who may not save it."""
    if _is_autosave():
        return render_template("projects/draft_saved.html", sentence=note, seen=None)
    form = STEPS[(request.view_args or {}).get("step") or "what"]()
    _offer(form, None)
    return _page(form, None, Typed(note, code=code))


def _form(step: str, project: Project) -> StepForm:
    values = values_of(project, step)
    form = STEPS[step](data={**values, **_rows_as_data(values), "seen": fingerprint(values)})
    _offer(form, project)
    return form


def _rows_as_data(values: FileValues) -> dict[str, Any]:
    return {
        name: [{field: value for field, value in vars(row).items() if value is not None} for row in rows]
        for name, rows in values.items()
        if name in ("team", "expenses", "resources") and isinstance(rows, list)
    }


def _save(form: StepForm, project: Project) -> ResponseReturnValue:
    """Store what can be read; come back with the rest, or go to the next step."""
    if request.form.get("remove"):
        form.remove_row(request.form["remove"])
    form.validate()
    if "csrf_token" in form.errors:
        return _page(form, project, Typed(code=400))
    actor = security.current_actor()
    if _is_autosave() and project.state != "draft":
        return render_template("projects/draft_saved.html", sentence="", seen=None)
    try:
        project = services.save_step(project.id, form.step, form.readable_values(), actor, form.seen.data)
    except services.NotEditable:
        return _not_yours(form.step)
    except services.ChangedMeanwhile:
        return _conflict(form, project.ref)
    return _after(form, project)


def _after(form: StepForm, project: Project) -> ResponseReturnValue:
    """Answer once something was stored: the status line, the same page, or the next one."""
    form.seen.data = fingerprint(values_of(project, form.step))
    if _is_autosave():
        sentence = _("Enregistré à %(hour)s", hour=f"{clock.now().astimezone(PARIS):%H:%M}")
        wrong = [str(form[name].label.text) for name in form.errors if name in form]
        return render_template("projects/draft_saved.html", sentence=sentence, seen=form.seen.data, wrong=wrong)
    if request.form.get("add"):
        form.add_row(request.form["add"])
    if form.errors:
        return _page(form, project, Typed(code=422))
    if request.form.get("add") or request.form.get("remove"):
        return _page(form, project)
    if request.form.get("go") == "later":
        flash(_("C'est enregistré. Vous pouvez finir plus tard."), "success")
        return redirect(url_for("projects.mine"), 303)
    return redirect(_step_url(project.ref, next_step(project, form.step)), 303)


def _conflict(form: StepForm, ref: str) -> ResponseReturnValue:
    """Somebody else saved this step meanwhile: show both, and let the person decide."""
    note = _("Une autre personne a changé cette page en même temps que vous. Relisez, puis enregistrez de nouveau.")
    if _is_autosave():
        return render_template("projects/draft_saved.html", sentence=note, seen=None)
    fresh = _editable(ref)
    stored = values_of(fresh, form.step)
    form.seen.data = fingerprint(stored)
    return _page(form, fresh, Typed(note, differences(form, stored), 409))


def _page(form: StepForm, project: Project | None, typed: Typed | None = None) -> ResponseReturnValue:
    typed = typed or Typed()
    page = render_template(
        f"projects/draft_{form.step}.html",
        form=form,
        project=project,
        typed=typed,
        place=list(STEP_FIELDS).index(form.step) + 1,
        action=_step_url(project.ref, form.step) if project else "",
        may_autosave=project is not None and project.state == "draft",
        asked=asked_amount(form) if form.step == "budget" else None,
        beside=beside_of(project if form.step == "where" else None),
        nearest=address("evaluation.similar_lessons"),
        **_rules_of(project if form.step == "budget" else None),
    )
    return page, typed.code


def _rules_of(project: Project | None) -> dict[str, Any]:
    """Return what the fund says beside the budget: amounts, what it does not pay, and where all its rules are."""
    return {
        "hint": hint_for("amount", project) if project else "",
        "above_cap": hint_for("above_cap_reason", project) if project else "",
        "excluded": hint_for("exclusions_denied", project).splitlines() if project else [],
        "rules_url": hint_for("rules", project) if project else "",
    }


def _review(project: Project, code: int = 200) -> ResponseReturnValue:
    obstacles = queries.obstacles_to_sending(project, security.current_actor())
    return render_template(
        "projects/draft_review.html",
        project=project,
        parts=sentences(project),
        sections=paths(project, security.current_actor()),
        missing_items=[_lacking(project, obstacle) for obstacle in obstacles or () if obstacle.kind != "role"],
        can_send=obstacles is not None and not any(o.kind == "role" for o in obstacles),
        beside=beside_of(project),
        **_rules_of(project),
    ), code


def _lacking(project: Project, obstacle: Obstacle) -> dict[str, Any]:
    """Return what is missing, with the step of the form where it is written when there is one."""
    (item,) = missing(project, (obstacle,))
    step = STEP_OF_GUARD.get(obstacle.code)
    url = _step_url(project.ref, step) if step else None
    return {"what": item.what, "who": "" if step else item.who, "url": url, "link_label": _("Compléter")}


def _offer(form: StepForm, project: Project | None) -> None:
    """Give a form the meetings, the remarks or the neighbourhoods one may choose."""
    if isinstance(form, WhatForm):
        person = security.current_person()
        place_id = project.neighbourhood_id if project else (person.neighbourhood_id if person else None)
        meetings = queries.meetings_to_choose(place_id, form.origin_meeting_id.data)
        remarks = queries.remarks_of((meeting.id for meeting in meetings), form.origin_contribution_id.data)
        titles = {meeting.id: f"{day(meeting.held_on)} · {meeting.title}" for meeting in meetings}
        form.offer(
            [SelectChoice(str(m.id), titles[m.id], optgroup=m.space.neighbourhood.name) for m in meetings],
            [
                SelectChoice(str(r.id), shortened(r.text), optgroup=titles.get(r.meeting_id or 0, _("Ailleurs")))
                for r in remarks
            ],
        )
    elif isinstance(form, WhereForm):
        form.dates_must_stay = project is not None and project.state != "draft"
        place = project.neighbourhood if project and form.dates_must_stay else None
        form.offer(
            [
                SelectChoice(str(n.id), n.name, optgroup=n.commune.name)
                for n in queries.neighbourhoods_to_choose(place.commune_id if place else None)
            ]
        )


def _asked_origin() -> dict[str, Any]:
    """Read the meeting or the remark from which somebody starts an idea (links of the meeting pages)."""
    meeting_id = request.args.get("meeting", type=row_id)
    if not meeting_id:
        return {}
    remark_id = request.args.get("remark", type=row_id)
    return {"origin": "meeting", "origin_meeting_id": meeting_id, "origin_contribution_id": remark_id}


def _step_url(ref: str, step: str) -> str:
    return url_for("projects.review", ref=ref) if step == "review" else url_for("projects.edit", ref=ref, step=step)


def _is_autosave() -> bool:
    return request.headers.get("HX-Request") == "true"
