"""The money in the life of a project: an advance, purchases or reimbursements, receipts, the report, the end."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta

from app import clock
from app.accounts.models import Role
from app.demo import papers, words
from app.demo.plan import Plan, in_days
from app.funds import queries as money
from app.funds.budget_spent import expense_lines
from app.funds.models import Payment, PaymentMode
from app.funds.payment_models import Plan as PayingPlan
from app.funds.payment_models import RecipientKind
from app.funds.plans import Terms
from app.funds.services import (
    advances,
    agreements,
    judging,
    purchases,
    receipts,
    refunds,
    reports,
    settlement,
    signatures,
)
from app.funds.services.payments import Order
from app.funds.services.receipts import Receipt
from app.funds.services.reports import Enclosed, Story
from app.i18n import euros
from app.steps import services as steps

Chapter = Generator[datetime, None, bool]
"""Yields the instants at which it goes on; returns True when the story stops there."""

SHOPS = ("Magasin du quartier", "Jardinerie du Cher", "Marché du samedi")
SUPPORT = "Centre social du quartier"


def pay(plan: Plan) -> Chapter:
    """Sign the agreement and open the money."""
    gestionnaire = plan.by(Role.GESTIONNAIRE)
    yield in_days(plan.random.uniform(2, 4))
    if plan.story.state == "cancelled":
        steps.perform(plan.file, "cancel", plan.carrier, "Nous ne sommes plus assez nombreux pour le faire.")
        return True
    agreements.prepare(plan.file, _terms(plan), gestionnaire)
    agreements.sign_agreement(plan.file, papers.agreement(plan.file), gestionnaire)
    if plan.story.state == "signed":
        return True
    yield in_days(plan.random.uniform(2, 4))
    if _paying(plan) is not PayingPlan.ADVANCE:
        advances.fund_as_agreed(plan.file, gestionnaire)
        return plan.story.state == "funded"
    advances.pay_advance(plan.file, _order(plan, money.advance_limit(plan.file)), gestionnaire)
    yield in_days(0.2)
    if plan.file.state == "signed":
        signatures.sign_second(plan.file, plan.by(Role.FINANCE))
    return plan.story.state == "funded"


def first_purchase(plan: Plan) -> None:
    """Have the fund pay the first invoice, where it buys itself."""
    if _paying(plan) is PayingPlan.DIRECT_PURCHASE:
        _buy(plan, *next(iter(plan.story.spend.items())))


def report(plan: Plan) -> Chapter:
    """Show the receipts, tell how it went, in writing or by voice, then settle."""
    yield in_days(plan.random.uniform(4, 8))
    lines = list(plan.story.spend.items())
    if _paying(plan) is PayingPlan.DIRECT_PURCHASE:
        for label, price in lines[1:]:
            _buy(plan, label, price)
    else:
        for rank, (label, price) in enumerate(lines):
            _show(plan, label, round(100 * price * _share_spent(plan)), SHOPS[rank % len(SHOPS)])
    _tell(plan)
    reports.send_report(plan.file, plan.carrier)
    if plan.story.state == "report_review":
        return True
    yield in_days(plan.random.uniform(2, 4))
    return (yield from _settle(plan))


def _paying(plan: Plan) -> PayingPlan:
    """Return how a project is paid: most get an advance, some nothing in their hands."""
    if plan.story.state == "refund_due":
        return PayingPlan.ADVANCE
    return (PayingPlan.DIRECT_PURCHASE, PayingPlan.REIMBURSEMENT, *[PayingPlan.ADVANCE] * 3)[plan.file.id % 5]


def _terms(plan: Plan) -> Terms:
    paying = _paying(plan)
    if paying is PayingPlan.ADVANCE:
        return Terms(paying, RecipientKind.SUPPORT, SUPPORT)
    return Terms(paying, RecipientKind.PERSON, plan.residents[0].name)


def _order(plan: Plan, cents: int) -> Order:
    payee = SUPPORT if _paying(plan) is PayingPlan.ADVANCE else plan.residents[0].name
    return Order(cents=cents, payee=payee, mode=PaymentMode.CHEQUE, reference=f"Chèque {plan.file.id:04d}")


def _buy(plan: Plan, label: str, price: int) -> None:
    """Pay a supplier, as far as the grant goes."""
    cents = min(100 * price, money.position(plan.file).committed)
    if not cents:
        return
    order = Order(cents, SHOPS[0], PaymentMode.DIRECT_PURCHASE, label=label)
    invoice = papers.receipt(SHOPS[0], label, euros(cents))
    _signed(plan, purchases.buy(plan.file, order, invoice, plan.by(Role.GESTIONNAIRE)))


def _signed(plan: Plan, payment: Payment) -> None:
    if payment.paid_at is None:
        signatures.sign_second(plan.file, plan.by(Role.FINANCE))


def _show(plan: Plan, label: str, cents: int, shop: str) -> None:
    line = next((line.id for line in expense_lines(plan.file) if line.label == label), None)
    told = Receipt(clock.today() - timedelta(days=5), supplier=shop, label=label, cents=cents, line_id=line)
    photo = papers.receipt(shop, label, euros(cents)) if plan.story.state == "report_review" else None
    receipts.record_receipt(plan.file, told, plan.carrier, photo)


def _tell(plan: Plan) -> None:
    """Report in writing; or by voice, written down by the gestionnaire, for one project in three."""
    came = plan.random.randrange(15, 60)
    if plan.file.id % 3:
        reports.write_report(plan.file, Story(words.REPORT, came, came // 3), plan.carrier)
        return
    reports.write_report(plan.file, Story("", came, came // 3), plan.carrier, Enclosed(voice=papers.voice()))
    if plan.story.state != "report_review":
        reports.write_down(plan.file, words.SAID, plan.by(Role.GESTIONNAIRE))


def _share_spent(plan: Plan) -> float:
    """Return how much of each line was spent: far less for a project that owes a refund."""
    return 0.4 if plan.story.state == "refund_due" else plan.random.uniform(0.85, 1.02)


def _settle(plan: Plan) -> Chapter:
    gestionnaire = plan.by(Role.GESTIONNAIRE)
    for expense in money.expenses_of(plan.file):
        if expense.eligible is None:
            judging.judge_receipt(plan.file, expense.id, gestionnaire, eligible=True)
    if plan.story.state == "refund_due":
        return (yield from _give_back(plan))
    settlement.settle(plan.file, _order(plan, max(money.balance_due(plan.file), 0)), gestionnaire)
    yield in_days(0.2)
    if plan.file.state == "report_review":
        signatures.sign_second(plan.file, plan.by(Role.FINANCE))
    return False


def _give_back(plan: Plan) -> Chapter:
    """Ask for what was not spent, spread it over three months, and see the first part come back."""
    gestionnaire = plan.by(Role.GESTIONNAIRE)
    owed = settlement.ask_refund(plan.file, gestionnaire)
    yield in_days(3)
    if plan.file.id % 2:
        refunds.spread(plan.file, 3, gestionnaire)
        yield in_days(5)
        settlement.record_refund(plan.file, _order(plan, owed // 3), gestionnaire)
    return True
