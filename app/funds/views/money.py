"""The money of one project: where it stands, and the next thing to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from app.funds import queries, standing
from app.funds.forms import AgreementForm, ConfirmForm, JudgeForm, PaymentForm, ReasonForm, RefundForm, SettleForm
from app.funds.models import Payment
from app.funds.services import advances, payments, reports, settlement, signatures
from app.funds.services.payments import Order
from app.funds.views import Page, answer, bp, readable_project
from app.funds.wording import KINDS, MODES
from app.i18n import euros
from app.i18n import gettext as _
from app.projects.models import Project
from app.security import current_actor, holders_of, signed_in

FORMS: dict[str, Callable[[Project], Any]] = {
    "agreement": lambda _project: AgreementForm(formdata=None),
    "advance": lambda project: PaymentForm(formdata=None, amount=queries.advance_limit(project), payee=_payee(project)),
    "second": lambda _project: ConfirmForm(formdata=None),
    "ask_refund": lambda _project: ConfirmForm(formdata=None),
    "settle": lambda project: SettleForm(
        formdata=None, seen=max(queries.balance_due(project), 0), payee=_payee(project)
    ),
    "refund": lambda project: RefundForm(
        formdata=None, seen=-queries.balance_due(project), amount=-queries.balance_due(project), payee=_payee(project)
    ),
}
"""The form of each task, as it is first shown."""


@bp.get("/projects/<ref>/money")
@signed_in
def money(ref: str) -> str:
    """Show where the money of a project stands and the next thing to do."""
    return _page(readable_project(ref))


@bp.post("/projects/<ref>/money/agreement")
@holders_of("gestionnaire")
def sign_agreement(ref: str) -> Response | Page:
    """Keep the signed agreement."""
    project, form = readable_project(ref), AgreementForm()

    def act() -> str:
        advances.sign_agreement(project, form.agreement.data, current_actor())
        return _("L'accord est enregistré. L'argent est engagé pour ce projet.")

    return _answered(project, form, act)


@bp.post("/projects/<ref>/money/advance")
@holders_of("gestionnaire")
def pay_advance(ref: str) -> Response | Page:
    """Order the advance."""
    project, form = readable_project(ref), PaymentForm()
    return _answered(project, form, lambda: _told(advances.pay_advance(project, form.order(), current_actor())))


@bp.post("/projects/<ref>/money/without-advance")
@holders_of("gestionnaire")
def fund_without_advance(ref: str) -> Response | Page:
    """Fund by direct purchase or reimbursement."""
    project, form = readable_project(ref), ReasonForm()

    def act() -> str:
        advances.fund_without_advance(project, form.note.data or "", current_actor())
        return _("C'est noté. Le projet peut commencer sans avance.")

    return _answered(project, form, act, "reason")


@bp.post("/projects/<ref>/money/signature")
@holders_of("gestionnaire", "finance")
def sign_second(ref: str) -> Response | Page:
    """Sign the order that waits."""
    project, form = readable_project(ref), ConfirmForm()
    return _answered(project, form, lambda: _told(signatures.sign_second(project, current_actor())))


@bp.post("/projects/<ref>/money/drop")
@holders_of("gestionnaire", "finance")
def drop_order(ref: str) -> Response | Page:
    """Drop the order that waits."""
    project, form = readable_project(ref), ConfirmForm()

    def act() -> str:
        payments.drop_order(project, current_actor())
        return _("Le versement préparé est annulé. Rien n'a été payé.")

    return _answered(project, form, act)


@bp.post("/projects/<ref>/money/receipts/<int:expense_id>")
@holders_of("gestionnaire")
def judge_receipt(ref: str, expense_id: int) -> Response | Page:
    """Accept a receipt, or refuse it with a reason."""
    project, form = readable_project(ref), JudgeForm(prefix=f"r{expense_id}-")
    eligible = request.form.get("verdict") == "accept"

    def act() -> str:
        reason = form.reason.data or ""
        reports.judge_receipt(project, expense_id, current_actor(), eligible=eligible, reason=reason)
        return _("Le justificatif est accepté.") if eligible else _("Le justificatif est refusé.")

    return _answered(project, form, act, f"receipt-{expense_id}")


@bp.post("/projects/<ref>/money/settle")
@holders_of("gestionnaire")
def settle(ref: str) -> Response | Page:
    """Pay the balance and square the accounts."""
    project = readable_project(ref)
    nothing_to_pay = request.form.get("seen") == "0"
    form = ConfirmForm() if nothing_to_pay else SettleForm()

    def act() -> str:
        wanted = Order(0, "", next(iter(MODES))) if nothing_to_pay else form.order()
        payment = settlement.settle(project, wanted, current_actor())
        return _told(payment) if payment else _("Les comptes sont justes. Le reste est revenu au fonds.")

    return _answered(project, form, act, "settle")


@bp.post("/projects/<ref>/money/refund-request")
@holders_of("gestionnaire")
def ask_refund(ref: str) -> Response | Page:
    """Ask for the money that was not justified."""
    project, form = readable_project(ref), ConfirmForm()

    def act() -> str:
        owed = settlement.ask_refund(project, current_actor())
        return _("Le remboursement de %(owed)s est demandé à l'équipe.", owed=euros(owed))

    return _answered(project, form, act)


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

    return _answered(project, form, act)


def _answered(project: Project, form: Any, act: Callable[[], str], name: str = "") -> Response | Page:
    there = url_for(".money", ref=project.ref)
    return answer(project, form, act, there, lambda: _page(project, form, name))


def _page(project: Project, failed: Any = None, name: str = "") -> str:
    """Render the page; `failed` is a form to show again, under its task or under `name`."""
    task = standing.task(project, current_actor())
    stands = queries.position(project)
    shown = failed if failed is not None and name in ("", "settle") else None
    make = FORMS.get(task)
    if isinstance(shown, SettleForm):
        shown.seen.data = str(max(queries.balance_due(project), 0))
    if isinstance(shown, RefundForm):
        shown.seen.data = str(-queries.balance_due(project))
    return render_template(
        "funds/money.html",
        project=project,
        task=task,
        task_form=shown if shown is not None and task in FORMS else (make(project) if make else None),
        form=failed,
        failed=failed,
        failed_name=name,
        reason_form=failed if name == "reason" else ReasonForm(formdata=None),
        judge_forms={row.id: _judge_form(row.id, failed, name) for row in queries.expenses_of(project)},
        sentence=standing.sentence(project, stands),
        segments=standing.segments(project, stands),
        waiting=standing.waiting(project),
        stands=stands,
        due=queries.balance_due(project),
        rules=queries.rules_of(project),
        has_report=queries.report_of(project) is not None,
        receipts=queries.receipts(project),
        expenses=queries.expenses_of(project),
        payments=[row for row in queries.payments_of(project) if row.paid_at],
        awaited=queries.awaited_payment(project),
        kinds=KINDS,
        modes=MODES,
        advance_limit=queries.advance_limit(project),
        mine=current_actor().person_id,
    )


def _judge_form(expense_id: int, failed: Any, name: str) -> Any:
    if name == f"receipt-{expense_id}":
        return failed
    return JudgeForm(formdata=None, prefix=f"r{expense_id}-")


def _payee(project: Project) -> str:
    main = next((member.name for member in project.team if member.is_main), "")
    return project.association_name.strip() or main


def _told(payment: Payment) -> str:
    amount = euros(payment.amount_cents)
    if payment.paid_at:
        return _("%(amount)s sont versés à %(payee)s.", amount=amount, payee=payment.payee)
    return _("Le versement de %(amount)s est prêt. Une deuxième personne doit le signer.", amount=amount)
