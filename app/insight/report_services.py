"""Having a yearly report made: asked for by a person, made by the worker, part by part."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from app import clock, files, i18n, jobs, pdf
from app.accounts.queries import person_with_roles
from app.db import after_commit, lock, session, transaction
from app.i18n import gettext as _
from app.insight import report, snapshots, tasks, workbook
from app.insight.lens import Lens, lens_of, place_code
from app.insight.policy import computes_figures, makes_reports
from app.insight.report_models import ReportState, YearReport
from app.insight.scopes import Scope, tree
from app.steps.actor import Actor

log = logging.getLogger(__name__)


@transaction()
def ask_report(lens: Lens, language: str, actor: Actor) -> YearReport:
    """Ask for the report of a year and a place, in a language; the worker makes it. Raises PermissionError."""
    person = person_with_roles(actor.person_id) if actor.person_id else None
    if not makes_reports(person):
        raise PermissionError
    asked = YearReport(
        year=lens.year, scope_kind=lens.scope.kind, scope_id=lens.scope.id, place_name=lens.place.name,
        language=language, total=report.parts_of(lens.place), asked_at=clock.now(),
    )  # fmt: skip
    session().add(asked)
    session().flush()
    after_commit(_hand_over, asked.id)
    return asked


@jobs.work
def make_report(report_id: int) -> None:
    """Make a report that was asked for; what fails is said on its page, and logged."""
    asked = _begin(report_id)
    if asked is None:
        return
    try:
        with i18n.force_locale(asked.language):
            _make(asked)
    except Exception:
        log.exception("the yearly report %d failed", report_id)
        _fail(report_id)


def ask_figures(year: int, actor: Actor) -> None:
    """Have the figures of a year computed again by the worker, now. Raises PermissionError."""
    person = person_with_roles(actor.person_id) if actor.person_id else None
    if not computes_figures(person):
        raise PermissionError
    if not snapshots.is_running(snapshots.last_run(year)):
        jobs.later(tasks.recompute, year)


def _fresh(year: int) -> None:
    """Compute the figures of a year unless it was done since it ended, or today."""
    run, owed = snapshots.last_run(year), min(clock.today(), date(year + 1, 1, 1))
    if run is None or run.ended_at is None or run.started_at.astimezone(clock.PARIS).date() < owed:
        session().rollback()
        snapshots.take(year)


def _make(asked: YearReport) -> None:
    """Write the two documents; each part made is told to whoever waits."""
    _fresh(asked.year)
    _advance(asked.id)
    place = tree()[Scope(asked.scope_kind, asked.scope_id)]
    lens = lens_of({"place": place_code(place), "year": str(asked.year)})
    told = report.content(lens, _counter(asked.id))
    name = _("rapport-%(year)s", year=asked.year)
    printed = files.keep_pdf(pdf.made("insight/documents/yearly.typ", told), f"{name}.pdf")
    _advance(asked.id)
    sheets = files.keep_workbook(workbook.made(lens), f"{name}.xlsx")
    _finish(asked.id, printed, sheets)


def _counter(report_id: int) -> Callable[[], None]:
    return lambda: _advance(report_id)


def _hand_over(report_id: int) -> None:
    jobs.later(make_report, report_id)


@transaction()
def _begin(report_id: int) -> YearReport | None:
    asked = lock(YearReport, report_id)
    if asked is None or asked.state is not ReportState.WAITING:
        return None
    asked.state = ReportState.RUNNING
    return asked


@transaction()
def _advance(report_id: int) -> None:
    asked = lock(YearReport, report_id)
    assert asked is not None
    asked.done = min(asked.done + 1, asked.total)


@transaction()
def _finish(report_id: int, printed: files.StoredFile, sheets: files.StoredFile) -> None:
    asked = lock(YearReport, report_id)
    assert asked is not None
    asked.state, asked.done, asked.ended_at = ReportState.READY, asked.total, clock.now()
    asked.pdf_sha256, asked.pdf_bytes = printed.sha256, printed.size
    asked.xlsx_sha256, asked.xlsx_bytes = sheets.sha256, sheets.size


@transaction()
def _fail(report_id: int) -> None:
    asked = lock(YearReport, report_id)
    assert asked is not None
    asked.state, asked.ended_at = ReportState.FAILED, clock.now()
