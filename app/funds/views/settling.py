"""The end of the money of one project: the balance, or what must come back, in how many times, or never."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from app.funds.forms import ConfirmForm, RefundForm, SettleForm, SpreadForm, WaiveForm
from app.funds.models import PaymentKind
from app.funds.services import refunds, settlement
from app.funds.services.payments import Order
from app.funds.views import Page, bp, readable_project
from app.funds.views.money import told
from app.funds.views.money_page import answered, with_modes
from app.funds.wording import MODES
from app.i18n import euros
from app.i18n import gettext as _
from app.security import current_actor, holders_of


@bp.post("/projects/<ref>/money/settle")
@holders_of("gestionnaire")
def settle(ref: str) -> Response | Page:
    """Pay the balance and square the accounts."""
    project = readable_project(ref)
    nothing_to_pay = request.form.get("seen") == "0"
    form = ConfirmForm() if nothing_to_pay else with_modes(SettleForm(), project, PaymentKind.BALANCE)

    def act() -> str:
        wanted = Order(0, "", next(iter(MODES))) if nothing_to_pay else form.order()
        payment = settlement.settle(project, wanted, current_actor())
        return told(payment) if payment else _("Les comptes sont justes. Le reste est revenu au fonds.")

    return answered(project, form, act, "settle" if isinstance(form, SettleForm) else "nothing")


@bp.post("/projects/<ref>/money/refund-request")
@holders_of("gestionnaire")
def ask_refund(ref: str) -> Response | Page:
    """Ask for the money that was not justified."""
    project, form = readable_project(ref), ConfirmForm()

    def act() -> str:
        owed = settlement.ask_refund(project, current_actor())
        return _("Le remboursement de %(owed)s est demandé à l'équipe.", owed=euros(owed))

    return answered(project, form, act, "ask_refund")


@bp.post("/projects/<ref>/money/refund")
@holders_of("gestionnaire")
def record_refund(ref: str) -> Response | Page:
    """Write down money that came back."""
    project, form = readable_project(ref), RefundForm()

    def act() -> str:
        left = settlement.record_refund(project, form.order(), current_actor(), seen=form.owed())
        if left:
            return _("C'est noté. Il reste %(left)s à rendre.", left=euros(left))
        return _("Tout est revenu. Les comptes sont justes.")

    return answered(project, form, act, "refund")


@bp.post("/projects/<ref>/money/spread")
@holders_of("gestionnaire")
def spread_refund(ref: str) -> Response | Page:
    """Spread what is owed over several months."""
    project, form = readable_project(ref), SpreadForm(prefix="spread-")

    def act() -> str:
        refunds.spread(project, form.parts.data or 0, current_actor())
        return _("C'est noté. L'équipe reçoit les dates.")

    return answered(project, form, act, "spread")


@bp.post("/projects/<ref>/money/waiver")
@holders_of("finance")
def waive_refund(ref: str) -> Response | Page:
    """Forgive all or part of a debt."""
    project, form = readable_project(ref), WaiveForm(prefix="waive-")

    def act() -> str:
        left = refunds.waive(project, form.amount.data or 0, form.reason.data or "", current_actor())
        if left:
            return _("C'est noté. Il reste %(left)s à rendre.", left=euros(left))
        return _("La dette est effacée. L'association gestionnaire peut clore les comptes.")

    return answered(project, form, act, "waive")


@bp.post("/projects/<ref>/money/close")
@holders_of("gestionnaire")
def close_refund(ref: str) -> Response | Page:
    """Square the accounts once nothing is owed any more."""
    project, form = readable_project(ref), ConfirmForm()

    def act() -> str:
        settlement.close_refund(project, current_actor())
        return _("Les comptes sont justes. Le reste est revenu au fonds.")

    return answered(project, form, act, "close")
