"""What the carriers tell and prove: receipts one by one, and the report; what the gestionnaire accepts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from app import clock, files
from app.db import lock, session, transaction
from app.files import StoredFile
from app.funds import policy, queries
from app.funds.models import Expense, Report
from app.funds.refusals import MoneyRefused
from app.projects.models import Project
from app.projects.services import attachments
from app.projects.services.attachments import Shown
from app.steps import services as steps
from app.steps.actor import Actor


@dataclass(frozen=True)
class Receipt:
    """A receipt as it is told: where, what, how much, when."""

    spent_on: date
    supplier: str
    label: str
    cents: int


@dataclass(frozen=True)
class Story:
    """How the project went, in the carriers' words, and who came."""

    story: str
    participants: int
    newcomers: int
    no_expense: bool = False


def record_receipt(project: Project, told: Receipt, actor: Actor, photo: FileStorage | None = None) -> Expense:
    """Add a receipt, with its photo when there is one.

    Raises MoneyRefused when the person may not, or for an amount that is not above zero or a day to come;
    FileRefused when the photo cannot be kept.
    """
    if not policy.can_report(project, actor):
        raise MoneyRefused("not_yours")
    return _record(project, told, actor, files.receive(photo) if photo else None)


@transaction()
def remove_receipt(project: Project, expense_id: int, actor: Actor) -> None:
    """Remove a receipt typed by mistake. Raises MoneyRefused once it was judged, or when the person may not."""
    _check_carrier(project, actor)
    expense = _expense(project, expense_id)
    if expense.eligible is not None:
        raise MoneyRefused("receipt_judged")
    session().delete(expense)
    session().flush()


@transaction()
def judge_receipt(project: Project, expense_id: int, actor: Actor, *, eligible: bool, reason: str = "") -> Expense:
    """Accept a receipt, or refuse it with a reason. Raises MoneyRefused when it is not the moment or the person."""
    lock(Project, project.id)
    if not policy.can_judge(project, actor):
        raise MoneyRefused("not_yours")
    if queries.awaited_payment(project) is not None:
        raise MoneyRefused("order_awaited")
    if not eligible and not reason.strip():
        raise MoneyRefused("reason_missing")
    expense = _expense(project, expense_id)
    expense.eligible, expense.judged_by_id = eligible, actor.person_id
    expense.reason = "" if eligible else reason.strip()
    session().flush()
    return expense


@transaction()
def write_report(project: Project, told: Story, actor: Actor) -> Report:
    """Keep the report, which is rewritten as long as it is the carriers'.

    Raises MoneyRefused when the person may not, counts contradict each other, or receipts contradict "nothing spent".
    """
    _check_carrier(project, actor)
    if not 0 <= told.newcomers <= told.participants:
        raise MoneyRefused("counts_wrong")
    if told.no_expense and queries.receipts(project).count:
        raise MoneyRefused("receipts_exist")
    report = session().scalar(sa.select(Report).filter_by(project_id=project.id)) or Report(project_id=project.id)
    report.story, report.no_expense = told.story.strip(), told.no_expense
    report.participants, report.newcomers = told.participants, told.newcomers
    report.written_by_id, report.written_at = actor.person_id, clock.now()
    session().add(report)
    session().flush()
    return report


@transaction()
def send_report(project: Project, actor: Actor) -> None:
    """Send the report and the receipts to the gestionnaire. Raises ActionRefused when something is missing."""
    steps.perform(project, "send_report", actor)


@transaction()
def _record(project: Project, told: Receipt, actor: Actor, photo: StoredFile | None) -> Expense:
    _check_carrier(project, actor)
    if told.cents <= 0:
        raise MoneyRefused("amount_not_positive")
    if told.spent_on > clock.today():
        raise MoneyRefused("day_to_come")
    attachment = photo and attachments.keep(project, photo, "receipt", actor, Shown(caption=told.supplier))
    expense = Expense(
        project_id=project.id,
        spent_on=told.spent_on,
        supplier=told.supplier.strip(),
        label=told.label.strip(),
        amount_cents=told.cents,
        attachment_id=attachment and attachment.id,
    )
    session().add(expense)
    report = queries.report_of(project)
    if report is not None:
        report.no_expense = False
    session().flush()
    steps.record(project, "receipt", actor, details={"cents": told.cents}, is_public=False)
    return expense


def _check_carrier(project: Project, actor: Actor) -> None:
    lock(Project, project.id)
    if not policy.can_report(project, actor):
        raise MoneyRefused("not_yours")


def _expense(project: Project, expense_id: int) -> Expense:
    expense = session().get(Expense, expense_id)
    if expense is None or expense.project_id != project.id:
        raise MoneyRefused("receipt_unknown")
    return expense
