"""The money of one project during and after the works: purchases, reimbursements, receipts to judge."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from app.funds.budget_spent import expense_lines
from app.funds.forms import ConfirmForm, PaymentForm, PurchaseForm
from app.funds.models import PaymentKind
from app.funds.report_forms import ClearerForm, JudgeForm, LineForm
from app.funds.services import judging, purchases, receipts
from app.funds.views import Page, bp, readable_project
from app.funds.views.money import told
from app.funds.views.money_page import answered, with_modes
from app.i18n import gettext as _
from app.i18n import ngettext
from app.security import current_actor, holders_of, signed_in


@bp.post("/projects/<ref>/money/purchase")
@holders_of("gestionnaire")
def buy(ref: str) -> Response | Page:
    """Order a direct purchase, on its invoice."""
    project, form = readable_project(ref), PurchaseForm(prefix="buy-")
    return answered(
        project, form, lambda: told(purchases.buy(project, form.order(), form.received, current_actor())), "buy"
    )


@bp.post("/projects/<ref>/money/reimbursement")
@holders_of("gestionnaire")
def reimburse(ref: str) -> Response | Page:
    """Order the reimbursement of receipts already accepted."""
    project = readable_project(ref)
    form = with_modes(PaymentForm(prefix="back-"), project, PaymentKind.REIMBURSEMENT)
    return answered(
        project, form, lambda: told(purchases.reimburse(project, form.order(), current_actor())), "reimburse"
    )


@bp.post("/projects/<ref>/money/receipts")
@holders_of("gestionnaire")
def accept_all(ref: str) -> Response | Page:
    """Accept every receipt that raises no question."""
    project, form = readable_project(ref), ConfirmForm()

    def act() -> str:
        accepted, left = judging.accept_all(project, current_actor())
        done = ngettext("%(num)s justificatif accepté.", "%(num)s justificatifs acceptés.", accepted)
        return f"{done} {_('Les autres se regardent un par un.')}" if left else done

    return answered(project, form, act, "accept_all")


@bp.post("/projects/<ref>/money/receipts/<int:expense_id>")
@holders_of("gestionnaire")
def judge_receipt(ref: str, expense_id: int) -> Response | Page:
    """Accept a receipt, whole or in part, or refuse it with a reason."""
    project, form = readable_project(ref), JudgeForm(prefix=f"r{expense_id}-")
    form.offer(expense_lines(project))
    eligible = request.form.get("verdict") == "accept"

    def act() -> str:
        reason, cents = form.reason.data or "", form.cents.data if eligible else None
        if form.is_told():
            receipts.sort_receipt(project, expense_id, form.line_id(), current_actor())
        judging.judge_receipt(project, expense_id, current_actor(), eligible=eligible, reason=reason, cents=cents)
        return _("Le justificatif est accepté.") if eligible else _("Le justificatif est refusé.")

    return answered(project, form, act, f"judge-{expense_id}")


@bp.post("/projects/<ref>/money/receipts/<int:expense_id>/again")
@holders_of("gestionnaire")
def ask_again(ref: str, expense_id: int) -> Response | Page:
    """Ask for another photo of a receipt."""
    project, form = readable_project(ref), ClearerForm(prefix=f"c{expense_id}-")

    def act() -> str:
        judging.ask_again(project, expense_id, form.what.data or "", current_actor())
        return _("La demande est envoyée à l'équipe.")

    return answered(project, form, act, f"clearer-{expense_id}")


@bp.post("/projects/<ref>/money/receipts/<int:expense_id>/undo")
@holders_of("gestionnaire")
def take_back(ref: str, expense_id: int) -> Response | Page:
    """Look at a receipt again."""
    project, form = readable_project(ref), ConfirmForm()

    def act() -> str:
        judging.take_back(project, expense_id, current_actor())
        return _("Ce justificatif attend de nouveau votre avis.")

    return answered(project, form, act, "undo")


@bp.post("/projects/<ref>/receipts/<int:expense_id>/line")
@signed_in
def sort_receipt(ref: str, expense_id: int) -> Response | Page:
    """Say for which expense of the budget a receipt was."""
    project, form = readable_project(ref), LineForm(prefix=f"l{expense_id}-")
    form.offer(expense_lines(project))

    def act() -> str:
        receipts.sort_receipt(project, expense_id, form.line_id(), current_actor())
        return _("C'est noté : ce justificatif est rangé.")

    return answered(project, form, act, f"line-{expense_id}")
