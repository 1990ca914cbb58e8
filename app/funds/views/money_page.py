"""The page of a project's money: where it stands, the next thing to do, and the forms of that thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app import clock
from app.funds import overdue, plans, policy, queries, receipt_queries, refund_queries, standing
from app.funds.budget_spent import expense_lines, spent_by
from app.funds.forms import (
    AgreementForm,
    PaymentForm,
    PurchaseForm,
    ReasonForm,
    RefundForm,
    SecondForm,
    SettleForm,
    SpreadForm,
    TermsForm,
    WaiveForm,
)
from app.funds.models import Expense, PaymentKind
from app.funds.report_forms import ClearerForm, JudgeForm, LineForm
from app.funds.views import Page, answer
from app.funds.wording import KINDS, MODES, PLAN_HELP, PLANS, RECIPIENTS
from app.projects.models import BudgetLine, Project
from app.security import current_actor

Maker = Callable[[Project], Any]


def with_modes(form: Any, project: Project, kind: PaymentKind) -> Any:
    """Offer in a form only the ways of paying that the rules allow."""
    allowed = plans.modes_allowed(queries.rules_of(project), kind)
    form.mode.choices = [SelectChoice(mode.value, MODES[mode]) for mode in allowed]
    if len(allowed) == 1 and not form.mode.data:
        form.mode.data = allowed[0]
    return form


def answered(project: Project, form: Any, act: Callable[[], str], name: str) -> Response | Page:
    """Do what a form of the page asks, or show the page again with it."""
    there = url_for("funds.money", ref=project.ref)
    return answer(project, form, act, there, lambda: page(project, name, form))


def page(project: Project, name: str = "", failed: Any = None) -> str:
    """Render the page; `failed` is a form to show again with what was typed, under its name."""
    task, actor = standing.task(project, current_actor()), current_actor()
    stands, due = queries.position(project), queries.balance_due(project)
    forms = _forms(project, task) | ({name: _fresh(failed, due)} if failed is not None else {})
    return render_template(
        "funds/money.html",
        project=project,
        task=task,
        forms=forms,
        failed=failed,
        failed_name=name,
        lost=failed is not None and name not in shown_by(task, project),
        sentence=standing.sentence(project, stands),
        reckoning=standing.reckoning(project, stands) if _is_counted(project) else "",
        segments=standing.segments(project, stands),
        waiting=standing.waiting(project),
        stands=stands,
        due=due,
        next_due=refund_queries.next_due(project) if project.state == "refund_due" else None,
        parts=refund_queries.parts_to_come(project) if project.state == "refund_due" else [],
        refund=refund_queries.refund_of(project),
        agreement=plans.agreement_of(project),
        **_rights(project, actor),
        **_lists(project, task),
        **_by_line(project, actor),
        words={"kinds": KINDS, "modes": MODES, "plans": PLANS, "plan_help": PLAN_HELP, "recipients": RECIPIENTS},
        mine=actor.person_id,
    )


def shown_by(task: str, project: Project) -> set[str]:
    """Return the names of the forms that the page shows for a task."""
    judged = task == "judge" or (task == "works" and plans.pays_as_it_goes(project))
    receipts = {f"{kind}-{row.id}" for row in queries.expenses_of(project) for kind in ("judge", "clearer")}
    return set(FORMS.get(task, ())) | (receipts if judged else set())


def _rights(project: Project, actor: Any) -> dict[str, Any]:
    rules = queries.rules_of(project)
    return {
        "rules": rules,
        "advance_limit": queries.advance_agreed(project),
        "as_it_goes": plans.pays_as_it_goes(project),
        "can_waive": policy.can_waive(project, actor),
        "can_judge": policy.can_judge(project, actor),
        "can_print": policy.can_sign(project, actor),
        "buys": bool(plans.modes_allowed(rules, PaymentKind.PURCHASE)),
        "reimburses": bool(plans.modes_allowed(rules, PaymentKind.REIMBURSEMENT)),
        "today": clock.today(),
    }


def _lists(project: Project, task: str) -> dict[str, Any]:
    report = queries.report_of(project)
    return {
        "report": report,
        "receipts": queries.receipts(project),
        "expenses": queries.expenses_of(project),
        "doubles": receipt_queries.doubles_of(project) if task in ("judge", "works") else {},
        "payments": [row for row in queries.payments_of(project) if row.paid_at],
        "refused": [row for row in queries.payments_of(project) if row.void_reason],
        "awaited": queries.awaited_payment(project),
        "waiver": overdue.waiver_of(project),
    }


def _by_line(project: Project, actor: Any) -> dict[str, Any]:
    lines, rows = expense_lines(project), queries.expenses_of(project)
    sortable = bool(lines) and policy.can_sort(project, actor)
    return {
        "lines": {line.id: line.label for line in lines},
        "sorting": {row.id: _sorted(row, lines) for row in rows} if sortable else {},
        "spent": spent_by(project),
    }


def _sorted(row: Expense, lines: Sequence[BudgetLine]) -> LineForm:
    form = LineForm(formdata=None, prefix=f"l{row.id}-", line=str(row.budget_line_id or ""))
    return form.offer(lines)


def _is_counted(project: Project) -> bool:
    return project.state in ("report_review", "refund_due") and not queries.receipts(project).unjudged


def _fresh(failed: Any, due: int) -> Any:
    """Write in a form shown again what is due now: what the person had seen has changed."""
    if isinstance(failed, RefundForm):
        failed.seen.data = str(-due)
    elif isinstance(failed, SettleForm):
        failed.seen.data = str(max(due, 0))
    return failed


def _forms(project: Project, task: str) -> dict[str, Any]:
    made = {name: MAKERS[name](project) for name in FORMS.get(task, ())}
    if task in ("judge", "works"):
        for row in queries.expenses_of(project):
            judged = JudgeForm(
                formdata=None, prefix=f"r{row.id}-", cents=row.amount_cents, line=str(row.budget_line_id or "")
            )
            made[f"judge-{row.id}"] = judged.offer(expense_lines(project))
            made[f"clearer-{row.id}"] = ClearerForm(formdata=None, prefix=f"c{row.id}-")
    return made


def _terms(project: Project) -> Any:
    agreed = plans.agreement_of(project) or plans.usual_terms(project, queries.rules_of(project))
    return TermsForm(
        formdata=None, prefix="terms-", plan=agreed.plan, recipient_kind=agreed.recipient_kind,
        recipient=agreed.recipient,
    )  # fmt: skip


def _payment(project: Project, kind: PaymentKind, cents: int, prefix: str = "") -> Any:
    payee = plans.recipient_of(project)
    form = PaymentForm(formdata=None, prefix=prefix, amount=cents, payee=payee)
    return with_modes(form, project, kind)


def _settle(project: Project) -> Any:
    due = max(queries.balance_due(project), 0)
    form = SettleForm(formdata=None, seen=due, payee=plans.recipient_of(project))
    return with_modes(form, project, PaymentKind.BALANCE)


def _refund(project: Project) -> Any:
    owed = -queries.balance_due(project)
    return RefundForm(formdata=None, seen=owed, amount=owed, payee=plans.recipient_of(project))


FORMS: dict[str, tuple[str, ...]] = {
    "agreement": ("terms", "agreement"),
    "advance": ("advance", "reason"),
    "works": ("buy", "reimburse"),
    "second": ("second", "refuse"),
    "settle": ("settle",),
    "refund": ("refund", "spread", "waive"),
    "waive": ("waive",),
}
"""The forms of each task."""
MAKERS: dict[str, Maker] = {
    "terms": _terms,
    "agreement": lambda project: AgreementForm(
        formdata=None, signed_by=", ".join(member.name for member in project.team)
    ),
    "advance": lambda project: _payment(project, PaymentKind.ADVANCE, queries.advance_limit(project)),
    "reason": lambda _project: ReasonForm(formdata=None),
    "buy": lambda _project: PurchaseForm(formdata=None, prefix="buy-"),
    "reimburse": lambda project: _payment(
        project, PaymentKind.REIMBURSEMENT, max(queries.balance_due(project), 0), "back-"
    ),
    "second": lambda _project: SecondForm(formdata=None, prefix="second-"),
    "refuse": lambda _project: ReasonForm(formdata=None, prefix="refuse-"),
    "settle": _settle,
    "refund": _refund,
    "spread": lambda _project: SpreadForm(formdata=None, prefix="spread-", parts=3),
    "waive": lambda project: WaiveForm(formdata=None, prefix="waive-", amount=-queries.balance_due(project)),
}
"""Each form as it is first shown."""
