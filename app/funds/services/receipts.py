"""The carriers' receipts: photographed, told, done again when a photo cannot be read, sworn when one was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import FileStorage

from app import clock, files
from app.db import lock, session, transaction
from app.files import StoredFile
from app.funds import policy, queries, receipt_queries
from app.funds.budget_spent import expense_lines
from app.funds.models import Expense
from app.funds.refusals import MoneyRefused
from app.projects.models import Attachment, Project
from app.projects.services import attachments
from app.projects.services.attachments import Shown
from app.steps import services as steps
from app.steps.actor import Actor

SWORN_AT_MOST = 50_00
"""Cents of lost receipts that one project may swear to: small purchases, never a way to do without receipts."""
MOST_PHOTOS = 10
"""Photos sent at once."""


@dataclass(frozen=True)
class Receipt:
    """A receipt as it is told: where, what, how much, when; `statement` says how it was lost, if it was.

    `line_id` is the expense of the project's budget that it pays for, if somebody knows.
    """

    spent_on: date
    supplier: str
    label: str
    cents: int
    statement: str = ""
    line_id: int | None = None


def record_receipt(
    project: Project, told: Receipt, actor: Actor, photo: FileStorage | None = None, *, photo_id: int | None = None
) -> Expense:
    """Add a receipt, with its photo when there is one; `photo_id` is a photo sent before, that waits for its amount.

    Raises MoneyRefused when the person may not, for an amount that is not above zero, a day to come, or more lost
    receipts than may be sworn to; FileRefused when the photo cannot be kept.
    """
    if not policy.can_report(project, actor):
        raise MoneyRefused("not_yours")
    return _record(project, told, actor, files.receive(photo) if photo else photo_id)


def send_photos(project: Project, photos: Sequence[FileStorage], actor: Actor) -> int:
    """Keep several photos of receipts at once, whose amounts are told afterwards; return how many were kept.

    Raises MoneyRefused when the person may not or sends more than ten, FileRefused when one cannot be kept.
    """
    if not policy.can_report(project, actor):
        raise MoneyRefused("not_yours")
    if not photos or len(photos) > MOST_PHOTOS:
        raise MoneyRefused("photos_count")
    return _keep(project, [files.receive(photo) for photo in photos], actor)


@transaction()
def remove_receipt(project: Project, expense_id: int, actor: Actor) -> None:
    """Remove a receipt typed by mistake. Raises MoneyRefused once it was judged, or when the person may not."""
    _check_carrier(project, actor)
    expense = receipt_of(project, expense_id)
    if expense.eligible is not None:
        raise MoneyRefused("receipt_judged")
    session().delete(expense)
    session().flush()


@transaction()
def set_photo_aside(project: Project, attachment_id: int, actor: Actor) -> None:
    """Forget a photo sent by mistake, that no receipt shows. Raises MoneyRefused."""
    _check_carrier(project, actor)
    attachments.discard(project, _waiting_photo(project, attachment_id))


def send_again(project: Project, expense_id: int, photo: FileStorage, actor: Actor) -> None:
    """Send another photo of a receipt that could not be read. Raises MoneyRefused, FileRefused."""
    if not policy.can_send_again(project, actor):
        raise MoneyRefused("not_yours")
    _replace(project, expense_id, files.receive(photo), actor)


@transaction()
def sort_receipt(project: Project, expense_id: int, line_id: int | None, actor: Actor) -> Expense:
    """Say for which expense of the budget a receipt was, or for none; no amount changes. Raises MoneyRefused."""
    lock(Project, project.id)
    if not policy.can_sort(project, actor):
        raise MoneyRefused("not_yours")
    expense = receipt_of(project, expense_id)
    _check_line(project, line_id)
    expense.budget_line_id = line_id
    session().flush()
    return expense


def receipt_of(project: Project, expense_id: int) -> Expense:
    """Return a receipt of this project. Raises MoneyRefused for a number that is not one."""
    expense = session().get(Expense, expense_id)
    if expense is None or expense.project_id != project.id:
        raise MoneyRefused("receipt_unknown")
    return expense


@transaction()
def _keep(project: Project, photos: Sequence[StoredFile], actor: Actor) -> int:
    _check_carrier(project, actor)
    before = len(project.attachments)
    for photo in photos:
        attachments.keep(project, photo, "receipt", actor, Shown())
    return len(project.attachments) - before


@transaction()
def _replace(project: Project, expense_id: int, photo: StoredFile, actor: Actor) -> None:
    lock(Project, project.id)
    if not policy.can_send_again(project, actor):
        raise MoneyRefused("not_yours")
    expense = receipt_of(project, expense_id)
    if expense.eligible is not None:
        raise MoneyRefused("receipt_judged")
    kept = attachments.keep(project, photo, "receipt", actor, Shown(caption=expense.supplier))
    expense.attachment_id, expense.asked_again = kept.id, ""
    session().flush()
    steps.record(project, "receipt_again", actor, details={"expense": expense.id}, is_public=False)


@transaction()
def _record(project: Project, told: Receipt, actor: Actor, photo: StoredFile | int | None) -> Expense:
    _check_carrier(project, actor)
    _check_told(project, told)
    expense = Expense(
        project_id=project.id,
        spent_on=told.spent_on,
        supplier=told.supplier.strip(),
        label=told.label.strip(),
        amount_cents=told.cents,
        budget_line_id=told.line_id,
        attachment_id=_photo_id(project, told, photo, actor),
        sworn=bool(told.statement.strip()),
        statement=told.statement.strip(),
        recorded_by_id=actor.acting_id,
    )
    session().add(expense)
    report = queries.report_of(project)
    if report is not None:
        report.no_expense = False
    session().flush()
    steps.record(project, "receipt", actor, details={"cents": told.cents}, is_public=False)
    return expense


def _photo_id(project: Project, told: Receipt, photo: StoredFile | int | None, actor: Actor) -> int | None:
    if isinstance(photo, StoredFile):
        return attachments.keep(project, photo, "receipt", actor, Shown(caption=told.supplier)).id
    return photo and _waiting_photo(project, photo).id


def _waiting_photo(project: Project, attachment_id: int) -> Attachment:
    for photo in receipt_queries.photos_waiting(project):
        if photo.id == attachment_id:
            return photo
    raise MoneyRefused("photo_unknown")


def _check_told(project: Project, told: Receipt) -> None:
    if told.cents <= 0:
        raise MoneyRefused("amount_not_positive")
    if told.spent_on > clock.today():
        raise MoneyRefused("day_to_come")
    _check_line(project, told.line_id)
    if told.statement.strip():
        sworn = sum(row.amount_cents for row in queries.expenses_of(project) if row.sworn)
        if sworn + told.cents > SWORN_AT_MOST:
            raise MoneyRefused("sworn_too_much", max(SWORN_AT_MOST - sworn, 0))


def _check_line(project: Project, line_id: int | None) -> None:
    if line_id is not None and line_id not in {line.id for line in expense_lines(project)}:
        raise MoneyRefused("line_unknown")


def _check_carrier(project: Project, actor: Actor) -> None:
    lock(Project, project.id)
    if not policy.can_report(project, actor):
        raise MoneyRefused("not_yours")
