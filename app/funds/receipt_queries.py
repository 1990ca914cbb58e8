"""Reading receipts: those that look like another one, and the photos that wait for their amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.db import remembered, session
from app.funds import queries
from app.funds.models import Expense, Payment
from app.projects.models import Attachment, Project


@dataclass(frozen=True)
class Double:
    """Another receipt that shows the same photo, or the same shop, day and amount, and the project it is in."""

    ref: str
    same_photo: bool


def doubles_of(project: Project) -> dict[int, Double]:
    """Return, by receipt, another one that it looks like, in this project or any other; one query a page."""
    return remembered(("doubles", project.id), lambda: _doubles(project.id))


def photos_waiting(project: Project) -> Sequence[Attachment]:
    """Return the photos of receipts that nobody has told the amount of; most pages ask the database nothing for it."""
    told = {expense.attachment_id for expense in queries.expenses_of(project)}
    untold = [photo for photo in project.attachments if photo.kind == "receipt" and photo.id not in told]
    paid = remembered(("invoices", project.id), lambda: _invoices(project.id)) if untold else frozenset()
    return [photo for photo in untold if photo.id not in paid]


def _doubles(project_id: int) -> dict[int, Double]:
    other, photo, other_photo = aliased(Expense), aliased(Attachment), aliased(Attachment)
    alike = sa.and_(
        other.spent_on == Expense.spent_on,
        other.amount_cents == Expense.amount_cents,
        sa.func.lower(other.supplier) == sa.func.lower(Expense.supplier),
    )
    same_photo = photo.sha256 == other_photo.sha256
    rows = session().execute(
        sa.select(Expense.id, Project.ref, sa.func.coalesce(same_photo, sa.false()).label("same_photo"))
        .join(other, other.id != Expense.id)
        .join(Project, Project.id == other.project_id)
        .outerjoin(photo, photo.id == Expense.attachment_id)
        .outerjoin(other_photo, other_photo.id == other.attachment_id)
        .where(Expense.project_id == project_id, sa.or_(alike, same_photo))
        .order_by(Expense.id, other.id)
    )
    return {row.id: Double(row.ref, bool(row.same_photo)) for row in rows}


def _invoices(project_id: int) -> frozenset[int | None]:
    """Return the documents that a payment to a shop already rests on."""
    return frozenset(session().scalars(sa.select(Payment.attachment_id).filter_by(project_id=project_id)))
