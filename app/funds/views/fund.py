"""A whole fund: its envelope and its rules for everybody, its ledger for those who answer for it."""

from __future__ import annotations

import re

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from app import clock, export
from app.addresses import address
from app.funds import ledger_queries, order_queries, plain_rules, policy, queries, scdl, statements, versions
from app.funds.funding_forms import SoughtForm
from app.funds.models import Account, Fund, FundYear
from app.funds.queries import PAGE
from app.funds.source_wording import purpose, source_name
from app.funds.standing import Segment
from app.funds.statements import Figures
from app.funds.views import bp
from app.funds.wording import ACCOUNTS, CAUSES
from app.i18n import euros
from app.i18n import gettext as _
from app.security import current_person, holders_of, public


@bp.get("/funds/<code>")
@public
def fund(code: str) -> str:
    """Show to everybody what the fund received, granted, paid, and has left, source by source, and its rules."""
    shown, year = found_fund(code), asked_year()
    opened = queries.year_of(shown.id, year)
    accounts = statements.accounts_of(opened) if opened else []
    person, rules = current_person(), versions.in_force(shown.id, clock.today())
    return render_template(
        "funds/fund.html",
        fund=shown,
        year=year,
        glance=[(*it[:2], _summary(it[2])) for it in ledger_queries.years_at_a_glance(shown.id)],
        opened=opened,
        figures=statements.total(accounts),
        segments=segments(statements.total(accounts)),
        sources=[(it, purpose(it.source), segments(it.figures)) for it in statements.by_purpose(accounts)],
        has_open_data=scdl.is_ready(shown),
        rules=rules,
        told=plain_rules.summary(rules) if rules else [],
        reads_ledger=person is not None and policy.can_read_ledger(shown, person),
        sittings_url=address("committees.past_sittings", code=shown.code),
    )


@bp.get("/funds/<code>/subventions.csv")
@public
def open_data(code: str) -> Response:
    """Give to everybody the grants of a year in the national format; nobody is named."""
    shown = found_fund(code)
    opened = queries.year_of(shown.id, asked_year())
    if opened is None or not scdl.is_ready(shown):
        abort(404)
    return export.csv_answer(export.csv_text(scdl.COLUMNS, scdl.rows_of(opened)), f"subventions-{opened.year}.csv")


@bp.get("/funds/<code>/ledger")
@holders_of(*policy.LEDGER_READERS)
def ledger(code: str) -> str:
    """Show the movements of a year, newest first: all of them, or those of a source, an account, a cause, a project."""
    shown, year = answered_for(code), asked_year()
    opened = queries.year_of(shown.id, year)
    sources = list(ledger_queries.sources_of(opened)) if opened else []
    form = SoughtForm(sources)
    entries = ledger_queries.entries_of(opened, form.sought()) if opened else []
    return render_template(
        "funds/ledger.html",
        fund=shown,
        year=year,
        years=queries.years_of(shown),
        form=form,
        is_filtered=any(request.args.get(name) for name in ("source", "account", "cause", "q")),
        names={source.id: source_name(source) for source in sources},
        entries=entries[:PAGE],
        more=entries[PAGE - 1].number if len(entries) > PAGE else 0,
        awaited=order_queries.orders_awaited(shown),
        accounts=ACCOUNTS,
        causes=CAUSES,
    )


def found_fund(code: str) -> Fund:
    """Return a fund by the code of its address; 404 when there is none."""
    found = queries.fund_by_code(code)
    if found is None:
        abort(404)
    return found


def answered_for(code: str) -> Fund:
    """Return a fund whose ledger the person may read; 403 when they may not."""
    shown = found_fund(code)
    if not policy.can_read_ledger(shown, current_person()):
        abort(403)
    return shown


def opened_year(shown: Fund) -> FundYear:
    """Return the envelope of the year asked for; 404 when it was not opened."""
    opened = queries.year_of(shown.id, asked_year())
    if opened is None:
        abort(404)
    return opened


def asked_year() -> int:
    """Return the year that the address names, or the present one."""
    asked = request.args.get("year", "")
    return int(asked) if re.fullmatch("20[0-9]{2}", asked) else clock.today().year


def segments(figures: Figures) -> list[Segment]:
    """Split what a year, or a source, brought into where it is now."""
    parts = (
        (_("Versé"), figures.paid, "paid"),
        (_("Accordé, pas encore versé"), figures.granted - figures.paid, "committed"),
        (_("Encore disponible"), figures.available, "left"),
        (_("Reporté à l'année suivante"), figures.carried_out, "reserved"),
        (_("Rendu ou à rendre au financeur"), figures.returned + figures.to_return, "back"),
    )
    return [Segment(label, cents, euros(cents), kind) for label, cents, kind in parts if cents]


def _summary(held: dict[Account, int]) -> tuple[int, int]:
    """Return what a year brought and what it paid, in cents."""
    brought = -held.get(Account.SOURCE, 0) - held.get(Account.OPENING, 0)
    return brought, sum(cents for account, cents in held.items() if "paid" in statements.FIELDS[account])
