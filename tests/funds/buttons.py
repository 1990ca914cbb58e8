"""What people may press about the money of a project, at the right moment or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.db import open_transaction
from app.funds import effects, queries
from app.funds.models import PaymentMode
from app.funds.payment_models import Plan, RecipientKind
from app.funds.plans import Terms
from app.funds.services import (
    advances,
    agreements,
    judging,
    purchases,
    refunds,
    reports,
    settlement,
    signatures,
)
from app.funds.services.payments import Order
from app.funds.services.reports import Story
from app.projects.models import Project
from app.steps import services as steps
from tests import make
from tests.funds import thread
from tests.make.projects import put


class Machine(Protocol):
    """Who presses."""

    cast: thread.Cast


Button = Callable[[Machine, Project, int], object]


def _grant(machine: Machine, project: Project, cents: int) -> None:
    if project.state == "draft":
        make.granted(project, cents, machine.cast.gestionnaire)


def _ungrant(machine: Machine, project: Project, _cents: int) -> None:
    if project.state == "granted":
        with open_transaction():
            effects.unreserve(project, None, machine.cast.referent)
            put(project, "draft")


def _sign(machine: Machine, project: Project, _cents: int) -> None:
    if project.state == "granted":
        make.document(project, "signed_agreement", machine.cast.gestionnaire)
        plan = (Plan.DIRECT_PURCHASE, Plan.REIMBURSEMENT, Plan.ADVANCE, Plan.ADVANCE)[project.id % 4]
        agreements.prepare(project, Terms(plan, RecipientKind.PERSON, "Amina"), machine.cast.gestionnaire)
    steps.perform(project, "sign", machine.cast.gestionnaire)


def _buy(machine: Machine, project: Project, cents: int) -> None:
    wanted = Order(cents, "Jardinerie", PaymentMode.DIRECT_PURCHASE, label="Terreau")
    purchases.buy(project, wanted, thread.picture(cents % 250), machine.cast.gestionnaire)


def _reimburse(machine: Machine, project: Project, cents: int) -> None:
    wanted = Order(cents, "Amina", PaymentMode.REIMBURSEMENT)
    purchases.reimburse(project, wanted, machine.cast.gestionnaire)


def _take_back(machine: Machine, project: Project, _cents: int) -> None:
    for expense in queries.expenses_of(project):
        judging.take_back(project, expense.id, machine.cast.gestionnaire)


def _report(machine: Machine, project: Project, _cents: int) -> None:
    nothing = queries.receipts(project).count == 0
    reports.write_report(project, Story("Voilà.", 10, 3, no_expense=nothing), machine.cast.carrier)
    reports.send_report(project, machine.cast.carrier)


def _judge(machine: Machine, project: Project, cents: int) -> None:
    for expense in queries.expenses_of(project):
        judging.judge_receipt(project, expense.id, machine.cast.gestionnaire, eligible=cents % 5 > 0, reason="Non.")


def _settle(machine: Machine, project: Project, _cents: int) -> None:
    due = max(queries.balance_due(project), 0) if project.state == "report_review" else 0
    settlement.settle(project, thread.order(due), machine.cast.gestionnaire)


BUTTONS: dict[str, Button] = {
    "grant": _grant,
    "ungrant": _ungrant,
    "sign": _sign,
    "cancel": lambda m, project, _: steps.perform(project, "cancel", m.cast.carrier, note="Non."),
    "correct": lambda m, project, _: steps.correct(project, m.cast.referent, "Erreur."),
    "advance": lambda m, project, cents: advances.pay_advance(project, thread.order(cents), m.cast.gestionnaire),
    "second": lambda m, project, _: signatures.sign_second(project, m.cast.finance),
    "drop": lambda m, project, _: signatures.drop_order(project, m.cast.gestionnaire),
    "no_advance": lambda m, project, _: advances.fund_without_advance(project, "Achat.", m.cast.gestionnaire),
    "whole_advance": lambda m, project, _: advances.pay_advance(
        project, thread.order(queries.advance_limit(project)), m.cast.gestionnaire
    ),
    "whole_receipt": lambda m, project, _: thread.receipt(project, project.granted_cents or 1, m.cast.carrier),
    "whole_refund": lambda m, project, _: settlement.record_refund(
        project, thread.order(-queries.balance_due(project)), m.cast.gestionnaire
    ),
    "buy": _buy,
    "reimburse": _reimburse,
    "take_back": _take_back,
    "accept_all": lambda m, project, _: judging.accept_all(project, m.cast.gestionnaire),
    "spread": lambda m, project, cents: refunds.spread(project, cents % 12, m.cast.gestionnaire),
    "waive": lambda m, project, cents: refunds.waive(project, cents, "Perdu.", m.cast.finance),
    "close": lambda m, project, _: settlement.close_refund(project, m.cast.gestionnaire),
    "receipt": lambda m, project, cents: thread.receipt(project, cents, m.cast.carrier),
    "call_off": lambda m, project, _: steps.perform(project, "call_off", m.cast.carrier, note="Stop."),
    "report": _report,
    "return": lambda m, project, _: steps.perform(project, "return_report", m.cast.gestionnaire, note="À revoir."),
    "judge": _judge,
    "settle": _settle,
    "ask_refund": lambda m, project, _: settlement.ask_refund(project, m.cast.gestionnaire),
    "refund": lambda m, project, cents: settlement.record_refund(project, thread.order(cents), m.cast.gestionnaire),
}

ORDINARY = {
    "draft": ("grant",),
    "granted": ("sign",),
    "signed": ("whole_advance", "advance", "no_advance"),
    "funded": ("call_off", "whole_receipt", "receipt", "buy", "judge", "reimburse"),
    "reporting": ("report", "whole_receipt", "receipt"),
    "report_review": ("judge", "settle", "ask_refund", "return"),
    "refund_due": ("whole_refund", "refund", "spread", "waive", "close"),
}
"""What leads a project on from each state."""
