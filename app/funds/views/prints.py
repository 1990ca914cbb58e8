"""What is printed about the money of a project, as PDF."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Response, abort

from app import pdf
from app.accounts.models import Person
from app.db import session
from app.funds import policy, printed, queries
from app.funds.views import bp, readable_project
from app.projects.models import AFTER_GRANT
from app.security import current_actor, holders_of, signed_in


@bp.get("/projects/<ref>/money/agreement.pdf")
@signed_in
def agreement_pdf(ref: str) -> Response:
    """Give the agreement to sign, to the team and to those who follow its money."""
    project = readable_project(ref)
    if project.state not in AFTER_GRANT:
        abort(404)
    return pdf.answer(printed.agreement_made(project), f"accord-{project.ref}.pdf")


@bp.get("/projects/<ref>/money/payments/<int:payment_id>.pdf")
@holders_of("gestionnaire", "finance")
def order_pdf(ref: str, payment_id: int) -> Response:
    """Give an order of payment to those who may sign it."""
    project = readable_project(ref)
    payment = next((row for row in queries.payments_of(project) if row.id == payment_id), None)
    if payment is None or not policy.can_sign(project, current_actor()):
        abort(404)
    people = [one for one in (payment.ordered_by_id, payment.second_by_id) if one]
    rows = session().execute(sa.select(Person.id, Person.name).where(Person.id.in_(people)))
    names = {row.id: row.name for row in rows}
    return pdf.answer(printed.order_made(project, payment, names), f"{payment.number}.pdf")


@bp.get("/projects/<ref>/report.pdf")
@signed_in
def report_form_pdf(ref: str) -> Response:
    """Give the form of the report to fill by hand, to the team and to those who help it."""
    project = readable_project(ref)
    if project.state not in AFTER_GRANT:
        abort(404)
    return pdf.answer(printed.report_form_made(project), f"bilan-{project.ref}.pdf")
