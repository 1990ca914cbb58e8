"""A whole fund: its envelope and its rules for everybody, its ledger for those who answer for it."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.addresses import address
from app.funds import order_queries, plain_rules, policy, queries, versions
from app.funds.forms import FundingForm
from app.funds.models import Account, Fund
from app.funds.refusals import MoneyRefused
from app.funds.services import envelopes
from app.funds.standing import Segment
from app.funds.views import Page, answer, bp
from app.funds.wording import ACCOUNTS, CAUSES
from app.i18n import euros
from app.i18n import gettext as _
from app.incoming import row_id
from app.security import current_actor, current_person, holders_of, public

READERS = ("gestionnaire", "finance", "referent", "metro_admin")


@bp.get("/funds/<code>")
@public
def fund(code: str) -> str:
    """Show to everybody what the fund received, granted, paid, and has left, and its rules in plain words."""
    shown = _fund(code)
    year, held = _year(), {}
    opened = queries.year_of(shown.id, year)
    if opened is not None:
        held = queries.balances(opened)
    person, rules = current_person(), versions.in_force(shown.id, clock.today())
    return render_template(
        "funds/fund.html",
        fund=shown,
        year=year,
        years=queries.years_of(shown),
        is_open=opened is not None,
        totals=_totals(held),
        segments=_segments(held),
        rules=rules,
        told=plain_rules.summary(rules) if rules else [],
        reads_ledger=person is not None and policy.can_read_ledger(shown, person),
        sittings_url=address("committees.past_sittings", code=shown.code),
    )


@bp.get("/funds/<code>/ledger")
@holders_of(*READERS)
def ledger(code: str) -> str:
    """Show every movement of a year, newest first."""
    return _ledger_page(_answered_for(code), FundingForm(formdata=None))


@bp.post("/funds/<code>/funding")
@holders_of("gestionnaire", "finance")
def receive_funding(code: str) -> Response | Page:
    """Write down money that the fund receives, in the envelope of the year shown."""
    shown, form = _answered_for(code), FundingForm()
    if not policy.can_receive(shown, current_person()):
        abort(403)

    def act() -> str:
        opened = queries.year_of(shown.id, _year())
        if opened is None:
            raise MoneyRefused("year_closed")
        envelopes.receive_funding(opened, form.organisation.data or "", form.amount.data, current_actor())
        return _("%(amount)s s'ajoutent à l'enveloppe.", amount=euros(form.amount.data))

    there = url_for(".ledger", code=code, year=_year())
    return answer(None, form, act, there, lambda: _ledger_page(shown, form))


def _fund(code: str) -> Fund:
    found = queries.fund_by_code(code)
    if found is None:
        abort(404)
    return found


def _answered_for(code: str) -> Fund:
    shown = _fund(code)
    if not policy.can_read_ledger(shown, current_person()):
        abort(403)
    return shown


def _year() -> int:
    asked = request.args.get("year", "")
    return int(asked) if re.fullmatch("20[0-9]{2}", asked) else clock.today().year


def _ledger_page(shown: Fund, form: Any) -> str:
    year = _year()
    opened = queries.year_of(shown.id, year)
    entries = queries.entries_of(opened, request.args.get("before", type=row_id)) if opened else []
    more = entries[queries.PAGE - 1].number if len(entries) > queries.PAGE else 0
    held = queries.balances(opened) if opened else {}
    return render_template(
        "funds/ledger.html",
        fund=shown,
        year=year,
        years=queries.years_of(shown),
        is_open=opened is not None,
        form=form if policy.can_receive(shown, current_person()) else None,
        totals=_totals(held),
        entries=entries[: queries.PAGE],
        more=more,
        awaited=order_queries.orders_awaited(shown),
        accounts=ACCOUNTS,
        causes=CAUSES,
    )


def _totals(held: dict[Account, int]) -> dict[str, int]:
    held = dict.fromkeys(Account, 0) | held
    paid = held[Account.PAID] + held[Account.JUSTIFIED] + held[Account.WAIVED]
    return {
        "received": -held[Account.SOURCE],
        "granted": held[Account.RESERVED] + held[Account.COMMITTED] + paid,
        "paid": paid,
        "left": held[Account.AVAILABLE],
    }


def _segments(held: dict[Account, int]) -> list[Segment]:
    totals = _totals(held)
    parts = (
        (_("Versé aux projets"), totals["paid"], "paid"),
        (_("Accordé, pas encore versé"), totals["granted"] - totals["paid"], "committed"),
        (_("Encore disponible"), totals["left"], "left"),
    )
    return [Segment(label, cents, euros(cents), kind) for label, cents, kind in parts if cents]
