"""The yearly report: asked for, followed while it is made, downloaded."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock, files, i18n, security
from app.i18n import gettext as _
from app.insight import report_queries, report_services, snapshots
from app.insight.lens import lens_of
from app.insight.policy import computes_figures, makes_reports
from app.insight.report_forms import ReportForm
from app.insight.report_models import ReportState
from app.insight.scopes import tree
from app.insight.views import bp
from app.once.forms import just_once

READERS = ("referent", "metro_admin", "evaluator")
KINDS = {"pdf": files.PDF, "xlsx": files.XLSX}


@bp.route("/dashboard/reports", methods=["GET", "POST"])
@security.holders_of(*READERS)
def reports() -> ResponseReturnValue:
    """List the reports, and have one made."""
    person = security.current_person()
    may_make, may_compute = makes_reports(person), computes_figures(person)
    form = ReportForm(tree().values(), data={"year": str(clock.today().year), "language": i18n.language()})
    if request.method == "POST" and not may_make:
        abort(403)
    run = snapshots.last_run(lens_of({}).year)
    if form.validate_on_submit():
        told = {"place": form.place.data, "year": form.year.data}
        return redirect(just_once(lambda: _asked(told, form.language.data)), 303)
    return render_template(
        "insight/reports.html", form=form, may_make=may_make, may_compute=may_compute,
        reports=report_queries.latest_reports(),
        languages_by_code=i18n.LANGUAGES, ReportState=ReportState, run=run, is_running=snapshots.is_running(run),
    ), 422 if form.errors else 200  # fmt: skip


@bp.post("/dashboard/recompute")
@security.holders_of("metro_admin")
def recompute() -> ResponseReturnValue:
    """Have the figures of the present year computed again."""
    if not computes_figures(security.current_person()):
        abort(403)
    report_services.ask_figures(lens_of({}).year, security.current_actor())
    flash(_("Le calcul est lancé. Il dure quelques secondes."), "success")
    return redirect(url_for("insight.reports"), 303)


@bp.get("/dashboard/reports/<int:report_id>")
@security.holders_of(*READERS)
def report(report_id: int) -> str:
    """Show how far a report is, then its two documents."""
    asked = report_queries.report_of(report_id) or abort(404)
    return render_template("insight/report.html", report=asked, ReportState=ReportState)


@bp.get("/dashboard/reports/<int:report_id>.<any(pdf, xlsx):document>")
@security.holders_of(*READERS)
def report_file(report_id: int, document: str) -> Response:
    """Give one of the two documents of a report."""
    asked = report_queries.report_of(report_id) or abort(404)
    sha256 = asked.pdf_sha256 if document == "pdf" else asked.xlsx_sha256
    size = asked.pdf_bytes if document == "pdf" else asked.xlsx_bytes
    if sha256 is None:
        abort(404)
    name = _("rapport-%(year)s-%(place)s", year=asked.year, place=asked.place_name)
    return files.send(files.StoredFile(sha256, f"{name}.{document}", KINDS[document], size or 0))


def _asked(told: dict[str, str], language: str) -> str:
    """Ask for a report; return the address where it is followed."""
    asked = report_services.ask_report(lens_of(told), language, security.current_actor())
    return url_for("insight.report", report_id=asked.id)
