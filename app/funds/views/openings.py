"""Opening a fund: eleven questions on four pages, what they give in plain sentences, then the button."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.addresses import address
from app.funds import opening_queries, plain_rules, policy
from app.funds.opening import PARTS, FundOpening
from app.funds.opening_forms import QUESTIONS, FundForm, PartForm, form_of, question_number
from app.funds.parameters import BY_NAME
from app.funds.refusals import MoneyRefused
from app.funds.services import openings as services
from app.funds.views import Page, bp
from app.funds.wording import sentence
from app.i18n import gettext as _
from app.security import current_actor, current_person, holders_of
from app.territory.models import Commune

BEFORE_PREVIEW = dict(zip(PARTS, [*list(PARTS)[1:], ""], strict=True))
"""Page → the next one; the last leads to the preview."""


@bp.get("/funds/openings")
@holders_of(*policy.RULE_MAKERS)
def openings() -> str:
    """Show the openings I have begun, and begin another."""
    begun = opening_queries.begun_by(current_person().id)
    cities = {city.id: city.name for city in _cities()}
    return render_template("funds/openings.html", begun=begun, cities=cities, questions=QUESTIONS)


@bp.post("/funds/openings")
@holders_of(*policy.RULE_MAKERS)
def start_opening() -> Response:
    """Begin to open a fund."""
    begun = services.start(current_actor())
    return redirect(url_for(".opening", opening_id=begun.id, part="fund"), 303)


@bp.route("/funds/openings/<int:opening_id>/<any(fund, money, projects, committee):part>", methods=["GET", "POST"])
@holders_of(*policy.RULE_MAKERS)
def opening(opening_id: int, part: str) -> Page | Response:
    """Ask some of the questions, and keep the answers."""
    mine = _mine(opening_id)
    if mine.fund_id is not None:
        return redirect(url_for(".opening_preview", opening_id=opening_id), 303)
    form = form_of(part, mine.answers, _city_of(mine))
    if isinstance(form, FundForm):
        form.offer(_cities())
    if request.method == "POST" and _asks_a_row(form):
        return _part_page(mine, form, part), 200
    if form.validate_on_submit() and _kept(mine, form):
        following = BEFORE_PREVIEW[part]
        there = url_for(".opening", opening_id=opening_id, part=following) if following else ""
        return redirect(there or url_for(".opening_preview", opening_id=opening_id), 303)
    return _part_page(mine, form, part), 422 if form.errors else 200


@bp.get("/funds/openings/<int:opening_id>")
@holders_of(*policy.RULE_MAKERS)
def opening_preview(opening_id: int) -> str:
    """Show who may apply, who decides, how much, and when money comes, as the fund would say it."""
    return _preview(_mine(opening_id))


@bp.post("/funds/openings/<int:opening_id>/open")
@holders_of(*policy.RULE_MAKERS)
def open_fund(opening_id: int) -> Page | Response:
    """Open the fund."""
    _mine(opening_id)
    try:
        fund = services.open_now(opening_id, current_actor())
    except MoneyRefused as refused:
        return _preview(_mine(opening_id), sentence(refused)), 422
    flash(_("%(name)s est ouvert.", name=fund.name))
    return redirect(url_for(".opening_preview", opening_id=opening_id), 303)


@bp.post("/funds/openings/<int:opening_id>/drop")
@holders_of(*policy.RULE_MAKERS)
def drop_opening(opening_id: int) -> Response:
    """Forget an opening."""
    _mine(opening_id)
    try:
        services.drop(opening_id, current_actor())
    except MoneyRefused as refused:
        flash(sentence(refused), "error")
    else:
        flash(_("Ce brouillon est effacé."))
    return redirect(url_for(".openings"), 303)


def _part_page(mine: FundOpening, form: PartForm, part: str) -> str:
    return render_template(
        f"funds/opening_{part}.html",
        opening=mine,
        form=form,
        part=part,
        place=list(PARTS).index(part) + 1,
        first=question_number(part),
        questions=QUESTIONS,
        asked=BY_NAME,
        chapters=plain_rules.chapters(services.proposed_rules(mine)),
    )


def _preview(mine: FundOpening, refusal: str = "") -> str:
    rules = services.proposed_rules(mine)
    fund = opening_queries.fund_by_id(mine.fund_id) if mine.fund_id else None
    sources = mine.answers.get("sources", [])
    return render_template(
        "funds/opening_preview.html",
        opening=mine,
        answers=mine.answers,
        city=_city_of(mine),
        lacking=mine.lacking(),
        chapters=plain_rules.chapters(rules),
        values=[(parameter.question, value) for parameter, value in plain_rules.every_value(rules)],
        sources=sources,
        total=sum(cents for _name, cents in sources),
        fund=fund,
        seats_url=address("committees.seats", fund=fund.code) if fund else None,
        refusal=refusal,
        form=None,
    )


def _kept(mine: FundOpening, form: PartForm) -> bool:
    try:
        services.answer(mine.id, form.values(), current_actor())
    except MoneyRefused as refused:
        form.form_errors.append(sentence(refused))
        return False
    return True


def _asks_a_row(form: PartForm) -> bool:
    """Offer one more line for a source of money, when that was the button."""
    rows: Any = form._fields.get("sources")
    if not request.form.get("add") or rows is None:
        return False
    if len(rows.entries) < rows.max_entries:
        rows.append_entry()
    return True


def _cities() -> list[Commune]:
    person = current_person()
    return [city for city in opening_queries.cities_without_fund() if policy.can_open_fund(city.id, person)]


def _city_of(mine: FundOpening) -> str:
    return opening_queries.city_name(mine.answers.get("commune_id"))


def _mine(opening_id: int) -> FundOpening:
    found = opening_queries.opening_by_id(opening_id)
    if found is None or found.made_by_id != current_person().id:
        abort(404)
    return found
