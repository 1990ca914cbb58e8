"""Money that comes from funders and goes back to them: written down, corrected, returned."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for
from werkzeug.wrappers import Response

from app.funds import ledger_queries, policy, queries
from app.funds.funding_forms import CorrectionForm, FundingForm, ReturnForm
from app.funds.ledger_models import Account, Funding, FundingKind, FundingSource
from app.funds.models import Fund, FundYear
from app.funds.refusals import MoneyRefused
from app.funds.services import envelopes
from app.funds.source_wording import source_name
from app.funds.views import Page, answer, bp
from app.funds.views.accounts import KEEPERS
from app.funds.views.fund import answered_for, asked_year, opened_year
from app.i18n import euros
from app.i18n import gettext as _
from app.incoming import row_id
from app.security import current_actor, current_person, holders_of


@bp.get("/funds/<code>/funding")
@holders_of(*KEEPERS)
def funding(code: str) -> str:
    """Show the money received in a year line by line, and the form for more."""
    shown = _kept(code)
    return _funding_page(shown, FundingForm(shown.commune, formdata=None))


@bp.post("/funds/<code>/funding")
@holders_of(*KEEPERS)
def receive_funding(code: str) -> Response | Page:
    """Write down money that the fund receives, in the envelope of the year shown; the first line of a year opens it."""
    shown = _kept(code)
    form = FundingForm(shown.commune)

    def act() -> str:
        opened = queries.year_of(shown.id, asked_year())
        if opened is None and policy.opens_by_itself(asked_year()):
            opened = envelopes.open_year(shown, asked_year())
        if opened is None:
            raise MoneyRefused("year_closed")
        organisation, cents = form.organisation.data or "", form.amount.data
        envelopes.receive_funding(opened, organisation, cents, current_actor(), form.terms())
        return _("%(amount)s s'ajoutent à l'enveloppe.", amount=euros(cents))

    there = url_for(".accounts", code=code, year=asked_year())
    return answer(None, form, act, there, lambda: _funding_page(shown, form))


@bp.route("/funds/<code>/funding/correction", methods=["GET", "POST"])
@holders_of(*KEEPERS)
def correct_funding(code: str) -> str | Response | Page:
    """Take back a line written by mistake, with the reason."""
    shown, form = _kept(code), CorrectionForm()
    year = opened_year(shown)
    line = ledger_queries.funding_in(year, request.args.get("line", type=row_id))
    if line is None or line.kind is not FundingKind.RECEIVED:
        abort(404)

    def page() -> str:
        return _page("funds/correction.html", (shown, year), form, line)

    if request.method == "GET":
        return page()

    def act() -> str:
        envelopes.correct_funding(line, form.reason.data or "", current_actor())
        return _("La ligne est corrigée. L'ancienne reste visible.")

    return answer(None, form, act, url_for(".funding", code=code, year=year.year), page)


@bp.route("/funds/<code>/return", methods=["GET", "POST"])
@holders_of(*KEEPERS)
def return_money(code: str) -> str | Response | Page:
    """Write down that unused money went back to its funder."""
    shown, form = _kept(code), ReturnForm()
    year = opened_year(shown)
    source = ledger_queries.source_in(year, request.args.get("source", type=row_id))
    if source is None:
        abort(404)

    def page() -> str:
        return _page("funds/return.html", (shown, year), form, source)

    if request.method == "GET":
        return page()

    def act() -> str:
        envelopes.return_money(source, form.amount.data, form.reference.data or "", current_actor())
        return _("%(amount)s rendus à %(who)s.", amount=euros(form.amount.data), who=source.organisation)

    return answer(None, form, act, url_for(".accounts", code=code, year=year.year), page)


def _kept(code: str) -> Fund:
    shown = answered_for(code)
    if not policy.can_receive(shown, current_person()):
        abort(403)
    return shown


def _page(template: str, where: tuple[Fund, FundYear], form: Any, thing: Funding | FundingSource) -> str:
    shown, year = where
    source = thing if isinstance(thing, FundingSource) else thing.source
    owed = queries.balances_of_source(source.id).get(Account.TO_RETURN, 0)
    return render_template(
        template, fund=shown, year=year.year, form=form, thing=thing, name=source_name(source), owed=owed
    )


def _funding_page(shown: Fund, form: Any) -> str:
    opened = queries.year_of(shown.id, asked_year())
    return render_template(
        "funds/funding.html",
        fund=shown,
        year=asked_year(),
        years=queries.years_of(shown),
        opened=opened,
        may_write=opened.closed_at is None if opened else policy.opens_by_itself(asked_year()),
        form=form,
        lines=[(*row, source_name(row[0].source)) for row in ledger_queries.fundings_of(opened)] if opened else [],
        kinds=FundingKind,
    )
