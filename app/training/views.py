"""Training actions on screen: what everybody may read, and the one thing to do next for those who work on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.files import FileRefused
from app.funds import queries as funds
from app.funds.models import Fund
from app.funds.refusals import BudgetExceeded, MoneyRefused
from app.funds.wording import sentence as money_sentence
from app.i18n import gettext as _
from app.once.forms import just_once
from app.security import current_actor, current_person, holders_of, public, reading_actor, signed_in
from app.steps import wording as steps_wording
from app.steps.catalogue import catalogue, state_of
from app.steps.kinds import roles_of
from app.training import policy, queries, services, telling
from app.training.forms import FORMS, NeedForm
from app.training.models import NeedSource, Training
from app.training.policy import NotAllowed
from app.training.services import Need
from app.training.signals import Signal, signals_within
from app.training.wording import SOURCES
from workflows.engine import ActionRefused

bp = Blueprint("training", __name__, template_folder="templates")

Page = str | tuple[str, int] | Response
TASKS = {
    "need": ("describe",), "designed": ("finance", "describe"), "funded": ("schedule", "describe"),
    "scheduled": ("count",), "delivered": ("hot",), "hot_evaluated": ("cold", "invoice"),
    "cold_evaluated": ("invoice",),
}  # fmt: skip
"""State → the forms that may be filled in then, the main one first."""
PLAIN_ACTIONS = ("deliver", "close", "drop", "postpone")
"""The actions that need nothing more than a sentence."""
TITLED = frozenset(name for names in TASKS.values() for name in names)
PREPARED = frozenset({"describe", "schedule", "count", "hot", "cold", "drop", "postpone"})


@bp.get("/training")
@public
def index() -> str:
    """List the actions with what they changed; and, for those who prepare them, the needs."""
    mine = _my_funds()
    trainings = queries.public_trainings()
    return render_template(
        "training/index.html",
        trainings=trainings,
        needs=queries.needs_of(mine) if mine else [],
        sources=SOURCES,
        prepares=bool(mine),
        figures=telling.figures(trainings),
        shares=telling.shares(mine),
        states={one.id: _(state_of(one).label) for one in trainings},
    )


@bp.get("/training/needs")
@holders_of(*policy.PREPARES)
def needs() -> str:
    """Show the facts that may be needs, to those who prepare training."""
    return render_template("training/needs.html", signals=signals_within(_may_note), sources=SOURCES)


@bp.route("/training/new", methods=["GET", "POST"])
@holders_of(*policy.PREPARES)
def new() -> Page:
    """Note a need, of one's own or shown by a fact."""
    mine = _my_funds() or abort(404)
    shown = _signal(request.args.get("signal", ""))
    form = NeedForm(data=_from(shown))
    form.offer(mine)
    if form.validate_on_submit():
        fund = next(one for one in mine if one.id == form.fund_id.data)
        noted = _signal(form.signal.data or "")
        noted = noted if noted and noted.fund_id == fund.id else None
        need = Need(form.title.data, form.why.data, noted.source if noted else NeedSource.REFERENT,
                    noted.key if noted else None)  # fmt: skip
        made = services.note_need(fund, need, current_actor())
        flash(_("Le besoin est noté."))
        return redirect(url_for(".show", training_id=made.id), 303)
    return render_template("training/new.html", form=form, signal=shown), 422 if form.errors else 200


@bp.get("/training/<int:training_id>")
@public
def show(training_id: int) -> str:
    """Show an action: to everybody what it is and what it changed, to those who work on it what to do next."""
    return _page(_readable(training_id))


@bp.post("/training/<int:training_id>/<task>")
@signed_in
def fill(training_id: int, task: str) -> Page:
    """Keep what a form of the action asks, and go on when nothing else is missing."""
    training = _readable(training_id)
    if task not in TITLED:
        abort(404)
    _check_right(training, task)
    form: Any = FORMS[task]()
    if task == "count" and request.form.get("add"):
        form.groups.append_entry()
        return _page(training, task, form)
    if form.validate_on_submit() and _did(form, lambda: _do(training.id, task, form), training):
        flash(_("C'est enregistré."))
        return redirect(url_for(".show", training_id=training_id), 303)
    return _page(training, task, form), 422


@bp.post("/training/<int:training_id>/actions/<task>")
@signed_in
def act(training_id: int, task: str) -> Page:
    """Take an action that needs nothing more than a sentence."""
    training = _readable(training_id)
    if task not in PLAIN_ACTIONS:
        abort(404)
    if not policy.is_staff(training, current_actor()):
        abort(403)
    form: Any = FORMS.get(task, FORMS["drop"])()
    note = form.note.data or ""
    if (task in FORMS and not form.validate_on_submit()) or not _did(
        form, lambda: services.act(training.id, task, current_actor(), note), training
    ):
        return _page(training, task, form), 422
    flash(_("C'est enregistré."))
    return redirect(url_for(".show", training_id=training_id), 303)


def _do(training_id: int, task: str, form: Any) -> None:
    actor = current_actor()
    match task:
        case "describe":
            services.describe(training_id, form.told(), actor)
        case "finance":
            services.finance(training_id, form.wanted(), actor)
        case "schedule":
            services.schedule(
                training_id,
                form.held_on.data,
                form.place.data,
                actor,
                resident_trainer=bool(form.resident_trainer.data),
            )
        case "count":
            services.count_people(training_id, form.told(), actor)
        case "hot":
            services.evaluate_hot(training_id, form.faces(), form.said.data or "", actor)
        case "cold":
            services.evaluate_cold(training_id, form.told(), actor)
        case _:
            services.pay_invoice(training_id, form.amount.data, actor)


def _did(form: Any, what: Callable[[], object], training: Training) -> bool:
    """Do something once, however many times the form is sent, or put beside the form the reason why not."""

    def act() -> str:
        what()
        return ""

    try:
        just_once(act)
    except ActionRefused as refused:
        form.form_errors.append(steps_wording.refusal(training, refused))
    except (MoneyRefused, BudgetExceeded, FileRefused) as refused:
        form.form_errors.append(money_sentence(refused))
    except NotAllowed:
        form.form_errors.append(_("Ce n'est pas le moment. Relisez où en est la formation."))
    return not form.form_errors


def _page(training: Training, task: str = "", form: Any = None) -> str:
    actor = reading_actor()
    staff = actor is not None and policy.is_staff(training, actor)
    roles = roles_of(training, actor) if actor else frozenset()
    spent = queries.spent_on(training)
    return render_template(
        "training/show.html",
        training=training,
        state=state_of(training),
        staff=staff,
        forms=_forms(training, actor, task, form),
        form=form,
        actions=_actions(training, roles) if staff else [],
        task=task,
        history=telling.history(training),
        facts=telling.facts(training, spent if staff else 0),
        people=telling.people(training, exact=staff),
        sources=SOURCES,
    )


def _forms(training: Training, actor: Any, task: str, posted: Any) -> list[tuple[str, Any]]:
    if actor is None or not training.is_open:
        return []
    may = {True: policy.can_prepare(training, actor), False: policy.can_finance(training, actor)}
    shown = [name for name in TASKS.get(training.state, ()) if may[name in PREPARED]]
    return [(name, posted if name == task else _filled(training, name)) for name in shown]


def _filled(training: Training, task: str) -> Any:
    data: dict[str, Any] = {}
    if task == "describe":
        data = {name: getattr(training, name) for name in ("title", "skill", "colleges", "plain", "provider")}
    if task == "count":
        data = {"groups": [{"organisation": row.organisation, "college": row.college, "people": row.people}
                           for row in training.attendances]}  # fmt: skip
    return FORMS[task](formdata=None, data=data)


def _actions(training: Training, roles: frozenset[str]) -> list[dict[str, Any]]:
    """Return the simple actions of the present state, with what is missing for each."""
    shown = []
    for option in catalogue().options(training, roles):
        name = option.action.name
        obstacles = [one for one in option.obstacles if one.kind != "note"]
        if name in PLAIN_ACTIONS and not any(one.kind == "role" for one in obstacles):
            lacking = [item.what for item in steps_wording.missing(training, obstacles)]
            shown.append({"name": name, "label": _(option.action.label), "missing": lacking, "noted": name in FORMS,
                          "form": FORMS["drop"](formdata=None) if name in FORMS else None})  # fmt: skip
    return shown


def _check_right(training: Training, task: str) -> None:
    may = policy.can_prepare if task in PREPARED else policy.can_finance
    if not may(training, current_actor()):
        abort(403)


def _readable(training_id: int) -> Training:
    found = queries.training_by_id(training_id)
    if found is None or not policy.can_view(found, reading_actor()):
        abort(404)
    return found


def _my_funds() -> list[Fund]:
    """Return the funds in whose city the person prepares training."""
    person = current_person()
    return [fund for fund in funds.all_funds() if _may_note(fund)] if person else []


def _may_note(fund: Fund) -> bool:
    return policy.can_note(fund, current_person())


def _signal(key: str) -> Signal | None:
    return next((one for one in signals_within(_may_note) if one.key == key), None) if key else None


def _from(shown: Signal | None) -> dict[str, Any]:
    return {"fund_id": shown.fund_id, "why": shown.what, "signal": shown.key} if shown else {}
