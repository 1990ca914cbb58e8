"""The accounts of a year by source, for those who answer for them: figures, statements, closing, who grants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import export, pdf
from app.funds import annual_papers, ledger_queries, policy, queries, statements
from app.funds.funding_forms import ClosingForm, GranterForm
from app.funds.models import Fund, FundYear
from app.funds.services import envelopes, year_end
from app.funds.source_wording import carry_sentence, source_name
from app.funds.statements import SourceAccount
from app.funds.views import Page, answer, bp
from app.funds.views.fund import answered_for, asked_year, opened_year
from app.i18n import gettext as _
from app.incoming import row_id
from app.security import current_actor, current_person, holders_of

KEEPERS = ("gestionnaire", "finance")


@bp.get("/funds/<code>/accounts")
@holders_of(*policy.LEDGER_READERS)
def accounts(code: str) -> str:
    """Show each source's figures in a year, the statements to download, and what remains to be done."""
    shown, year = answered_for(code), asked_year()
    opened = queries.year_of(shown.id, year)
    found = statements.accounts_of(opened) if opened else []
    return render_template(
        "funds/accounts.html",
        fund=shown,
        year=year,
        years=queries.years_of(shown),
        opened=opened,
        accounts=[(it, source_name(it.source)) for it in found],
        total=statements.total(found),
        funders=_funders(found),
        keeps=policy.can_receive(shown, current_person()),
        may_write=opened.closed_at is None if opened else policy.opens_by_itself(year),
    )


@bp.get("/funds/<code>/statement.pdf")
@holders_of(*policy.LEDGER_READERS)
def statement_pdf(code: str) -> Response:
    """Print the statement of one funder for a year."""
    opened, found = _statement(code)
    content = annual_papers.statement_pdf(opened, found, _projects(opened, found))
    return pdf.answer(content, f"compte-rendu-{opened.year}.pdf")


@bp.get("/funds/<code>/statement.xlsx")
@holders_of(*policy.LEDGER_READERS)
def statement_xlsx(code: str) -> Response:
    """Give the statement of one funder for a year as a workbook."""
    opened, found = _statement(code)
    content = annual_papers.statement_xlsx(opened, found, _projects(opened, found))
    return export.xlsx_answer(content, f"compte-rendu-{opened.year}.xlsx")


@bp.get("/funds/<code>/cerfa-15059.pdf")
@holders_of(*policy.LEDGER_READERS)
def cerfa_pdf(code: str) -> Response:
    """Print the figures for the financial report of a year."""
    opened = opened_year(answered_for(code))
    content = annual_papers.cerfa_pdf(opened, statements.accounts_of(opened))
    return pdf.answer(content, f"cerfa-15059-{opened.year}.pdf")


@bp.get("/funds/<code>/cerfa-15059.xlsx")
@holders_of(*policy.LEDGER_READERS)
def cerfa_xlsx(code: str) -> Response:
    """Give the figures for the financial report of a year as a workbook."""
    opened = opened_year(answered_for(code))
    content = annual_papers.cerfa_xlsx(statements.accounts_of(opened))
    return export.xlsx_answer(content, f"cerfa-15059-{opened.year}.xlsx")


@bp.get("/funds/<code>/closing")
@holders_of(*policy.LEDGER_READERS)
def closing(code: str) -> str:
    """Show what closing a year will do, before anybody does it."""
    shown = answered_for(code)
    return _closing_page(shown, opened_year(shown), ClosingForm(formdata=None))


@bp.post("/funds/<code>/closing/ask")
@holders_of(*KEEPERS)
def ask_closing(code: str) -> Response | Page:
    """Prepare the closing: somebody else must validate it."""
    sentence = _("La clôture est préparée. Une autre personne doit maintenant la valider.")
    return _close(code, lambda year, _form: year_end.ask_closing(year, current_actor()), sentence)


@bp.post("/funds/<code>/closing/drop")
@holders_of(*KEEPERS)
def drop_closing(code: str) -> Response | Page:
    """Give up a closing that was only prepared."""
    sentence = _("La clôture est abandonnée. Rien n'a changé.")
    return _close(code, lambda year, _form: year_end.drop_closing(year, current_actor()), sentence)


@bp.post("/funds/<code>/closing/close")
@holders_of(*KEEPERS)
def close_year(code: str) -> Response | Page:
    """Close the year for good, as the second person."""

    def act(year: FundYear, form: Any) -> object:
        return year_end.close_year(year, str(form.seen.data or ""), current_actor())

    return _close(code, act, _("L'année est close."))


@bp.route("/funds/<code>/granter", methods=["GET", "POST"])
@holders_of(*policy.LEDGER_READERS)
def granter(code: str) -> str | Response | Page:
    """Say who grants, so that the grants can be published in the national format."""
    shown = answered_for(code)
    if not policy.can_receive(shown, current_person()):
        abort(403)
    form = GranterForm(granter=shown.granter or shown.gestionnaire, siret=shown.siret)
    if not form.validate_on_submit():
        page = render_template("funds/granter.html", fund=shown, form=form)
        return page if request.method == "GET" else (page, 422)
    envelopes.name_granter(shown, str(form.granter.data), str(form.siret.data))
    flash(_("C'est noté. Les aides accordées peuvent être publiées."))
    return redirect(url_for(".fund", code=code), 303)


def _close(code: str, act: Callable[[FundYear, Any], object], done: str) -> Response | Page:
    shown, form = answered_for(code), ClosingForm()
    if not policy.can_receive(shown, current_person()):
        abort(403)
    year = opened_year(shown)

    def do() -> str:
        act(year, form)
        return done

    there = url_for(".closing", code=code, year=year.year)
    return answer(None, form, do, there, lambda: _closing_page(shown, year, form))


def _closing_page(shown: Fund, year: FundYear, form: Any) -> str:
    preview = year_end.preview(year)
    form.seen.data = preview.mark
    return render_template(
        "funds/closing.html",
        fund=shown,
        year=year,
        preview=preview,
        fates=[(fate, source_name(fate.source), carry_sentence(fate.terms)) for fate in preview.fates],
        done=statements.accounts_of(year) if year.closed_at else [],
        form=form,
        can_close=policy.can_close(shown, current_actor()),
        asked_by_me=year.closing_asked_by_id == current_actor().person_id,
        is_over=year.year < year_end.present_year(),
        source_name=source_name,
    )


def _statement(code: str) -> tuple[FundYear, list[SourceAccount]]:
    opened = opened_year(answered_for(code))
    source = ledger_queries.source_in(opened, request.args.get("source", type=row_id))
    if source is None:
        abort(404)
    return opened, statements.of_organisation(statements.accounts_of(opened), source.organisation)


def _projects(year: FundYear, found: list[SourceAccount]) -> Any:
    return statements.projects_paid_by(year, [account.source.id for account in found])


def _funders(found: Any) -> list[SourceAccount]:
    """Return one source of each funder, in the order in which they gave."""
    return list({account.source.organisation: account for account in reversed(found)}.values())[::-1]
