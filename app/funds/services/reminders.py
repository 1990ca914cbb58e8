"""Reminders of reports and refunds: each one leaves once, then somebody calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.funds import money_letters, refund_queries
from app.funds.refund_models import Matter, Reminder
from app.i18n import day, euros
from app.i18n import gettext as _
from app.jobs import every_minute
from app.projects.models import Project

REPORT_STEPS = (-30, -15, 0)
"""Days around the day on which the report is due: 15, 30 and 45 after the works by the usual rules (DOMAIN §D)."""
REPORT_CALL = 15
"""Days late after which somebody calls."""
REFUND_STEPS = (-7, 0, 7)
"""Days around the day on which money is due."""
REFUND_CALL = 21
OPENS, CLOSES = 9, 19
"""Hours of Paris between which people are written to."""


@every_minute
def remind_on_the_hour() -> None:
    """Remind people once an hour, when called each minute."""
    if clock.now().minute == 0:
        remind()


def remind() -> int:
    """Send the reminders whose day has come, in the daytime only; return how many projects were reminded.

    A project that waited while the product was stopped gets its latest reminder, not all of them at once.
    """
    if not OPENS <= clock.now().astimezone(clock.PARIS).hour < CLOSES:
        return 0
    waiting = session().scalars(
        sa.select(Project.id).where(Project.is_open, Project.state.in_(("reporting", "refund_due")))
    ).all()  # fmt: skip
    return sum(_remind(project_id) for project_id in waiting)


@transaction()
def _remind(project_id: int) -> int:
    project = lock(Project, project_id)
    if project is None:
        return 0
    for matter, since, step, act in _due(project):
        if _is_new(project, matter, since, step):
            act()
            session().add(Reminder(project_id=project.id, matter=matter, since=since, step=step, sent_at=clock.now()))
            session().flush()
            return 1
    return 0


def _due(project: Project) -> Iterator[tuple[Matter, datetime, int, Callable[[], None]]]:
    """Yield the latest step that has come, if any, with what it does."""
    due = refund_queries.next_due(project) if project.state == "refund_due" else None
    if due is not None:
        for step in _latest((*REFUND_STEPS, REFUND_CALL), (clock.today() - due.on).days):
            yield Matter.REFUND, clock.at_nine(due.on), step, partial(_about_refund, project, due, step)
    elif project.state == "reporting" and project.due_at is not None:
        passed = (clock.today() - project.due_at.astimezone(clock.PARIS).date()).days
        for step in _latest((*REPORT_STEPS, REPORT_CALL), passed):
            yield Matter.REPORT, project.entered_at, step, partial(_about_report, project, step)


def _about_report(project: Project, step: int) -> None:
    if step < REPORT_CALL:
        money_letters.remind_report(project)
    else:
        money_letters.call_about(project, lambda: _("Le bilan est en retard. Proposez de l'écrire au téléphone."))


def _about_refund(project: Project, due: refund_queries.Due, step: int) -> None:
    if step < REFUND_CALL:
        money_letters.remind_refund(project, due)
        return
    money_letters.call_about(
        project,
        lambda: _(
            "%(amount)s devaient revenir avant le %(day)s. Proposez de payer en plusieurs fois.",
            amount=euros(due.cents), day=day(due.on),
        ),
    )  # fmt: skip


def _latest(steps: tuple[int, ...], passed: int) -> list[int]:
    return [step for step in steps if step <= passed][-1:]


def _is_new(project: Project, matter: Matter, since: datetime, step: int) -> bool:
    """Say whether neither this step nor a later one was taken for this wait."""
    known = session().scalar(
        sa.select(sa.func.max(Reminder.step)).filter_by(project_id=project.id, matter=matter, since=since)
    )
    return known is None or known < step
