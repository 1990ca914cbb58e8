"""The rules of a fund: read by everybody, on screen and on paper; new versions prepared by those who answer for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response as Pdf
from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import clock, pdf
from app.accounts.queries import holds_role
from app.funds import plain_rules, policy, queries, versions
from app.funds.models import Fund, FundRules
from app.funds.refusals import MoneyRefused
from app.funds.rules_forms import RulesForm
from app.funds.services import rules as services
from app.funds.views import Page, bp
from app.funds.wording import RULES_CHANGES, sentence
from app.i18n import day
from app.i18n import gettext as _
from app.plain import plain
from app.security import current_actor, current_person, holders_of, public


@bp.get("/funds")
@public
def index() -> str:
    """List the funds, and lead who may to the opening of another."""
    person = current_person()
    return render_template(
        "funds/index.html", funds=queries.all_funds(), opens=person and holds_role(person, policy.RULE_MAKERS)
    )


@bp.get("/funds/<code>/rules")
@public
def rules(code: str) -> str:
    """Show to everybody the rules in force today, and those to come."""
    fund = _fund(code)
    shown = versions.in_force(fund.id, clock.today()) or abort(404)
    return _page(shown)


@bp.get("/funds/<code>/rules/<int:version>")
@public
def rules_version(code: str, version: int) -> str:
    """Show one version of the rules: to everybody once adopted, before that to those who prepare it."""
    return _page(_readable(code, version))


@bp.get("/funds/<code>/rules/<int:version>.pdf")
@public
def rules_pdf(code: str, version: int) -> Pdf:
    """Give one version of the rules as a document to print and sign."""
    return pdf.answer(document(_readable(code, version)), f"reglement-{plain(code).replace(' ', '-')}-{version}.pdf")


@bp.get("/funds/<code>/rules/versions")
@holders_of(*policy.RULE_MAKERS)
def rules_versions(code: str) -> str:
    """Show every version of the rules, how many files each judges, and who made it."""
    fund = _made_by_me(code)
    return render_template(
        "funds/rules_versions.html",
        fund=fund,
        versions=versions.versions_of(fund),
        now=versions.in_force(fund.id, clock.today()),
        judged=versions.files_judged(fund),
        draft=versions.draft_of(fund),
        events=versions.events_of(fund),
        changes=RULES_CHANGES,
        today=clock.today(),
    )


@bp.post("/funds/<code>/rules/versions")
@holders_of(*policy.RULE_MAKERS)
def prepare_rules(code: str) -> Response:
    """Begin a new version as a copy of the newest, or go on with the one begun."""
    fund = _made_by_me(code)
    return _do(fund, lambda: services.prepare(fund, current_actor()), "", url_for(".edit_rules", code=code))


@bp.route("/funds/<code>/rules/draft", methods=["GET", "POST"])
@holders_of(*policy.RULE_MAKERS)
def edit_rules(code: str) -> Page | Response:
    """Write the version being prepared."""
    fund = _made_by_me(code)
    draft = versions.draft_of(fund) or abort(404)
    form = RulesForm.of(draft)
    if form.validate_on_submit():
        try:
            services.change(fund, form.wanted(), current_actor(), form.seen.data)
        except MoneyRefused as refused:
            form.form_errors.append(sentence(refused))
        else:
            flash(_("Le brouillon est enregistré. Relisez ce qui change."))
            return redirect(url_for(".rules_version", code=code, version=draft.version), 303)
    page = render_template("funds/rules_draft.html", fund=fund, draft=draft, form=form)
    return page, 422 if form.errors else 200


@bp.post("/funds/<code>/rules/draft/adopt")
@holders_of(*policy.RULE_MAKERS)
def adopt_rules(code: str) -> Response:
    """Put the version being prepared in force from its date on."""
    fund = _made_by_me(code)
    done = _("Les nouvelles règles sont adoptées.")
    return _do(fund, lambda: services.adopt(fund, current_actor()), done, url_for(".rules_versions", code=code))


@bp.post("/funds/<code>/rules/draft/drop")
@holders_of(*policy.RULE_MAKERS)
def drop_rules(code: str) -> Response:
    """Delete the version being prepared."""
    fund = _made_by_me(code)
    done = _("Le brouillon est effacé.")
    return _do(fund, lambda: services.drop(fund, current_actor()), done, url_for(".rules_versions", code=code))


@bp.post("/funds/<code>/rules/<int:version>/reopen")
@holders_of(*policy.RULE_MAKERS)
def reopen_rules(code: str, version: int) -> Response:
    """Make an adopted version a draft again before it is in force."""
    fund = _made_by_me(code)
    act = lambda: services.reopen(fund, version, current_actor())  # noqa: E731 - what the button does
    return _do(fund, act, _("Ces règles sont de nouveau un brouillon."), url_for(".edit_rules", code=code))


def document(shown: FundRules) -> bytes:
    """Make the document of a version of the rules."""
    fund = shown.fund
    facts = [
        (_("Ville :"), fund.commune.name),
        (_("Association gestionnaire :"), fund.gestionnaire),
        (_("Version :"), str(shown.version)),
        (_("Valable à partir du :"), day(shown.valid_from)),
    ]
    data = {
        "title": _("Règlement du fonds") if not shown.is_draft else _("Règlement du fonds (projet)"),
        "fund": fund.name,
        "facts": [list(pair) for pair in facts],
        "chapters": [{"title": told.title, "sentences": told.sentences} for told in plain_rules.chapters(shown)],
        "signatures_title": _("Signatures"),
        "signatures": [_("Pour l'association gestionnaire"), _("Pour le comité"), _("Pour la ville")],
    }
    return pdf.made("funds/documents/rules.typ", data)


def _page(shown: FundRules) -> str:
    fund, person = shown.fund, current_person()
    former = versions.before(shown)
    return render_template(
        "funds/rules.html",
        fund=fund,
        rules=shown,
        chapters=plain_rules.chapters(shown),
        differences=plain_rules.differences(former, shown) if former else [],
        former=former,
        now=versions.in_force(fund.id, clock.today()),
        coming=versions.coming(fund),
        makes=person is not None and policy.can_make_rules(fund, person),
        today=clock.today(),
    )


def _do(fund: Fund, act: Callable[[], Any], done: str, then: str) -> Response:
    """Do what a button asks and go on, or come back to the versions with the reason why not."""
    try:
        act()
    except MoneyRefused as refused:
        flash(sentence(refused), "error")
        return redirect(url_for(".rules_versions", code=fund.code), 303)
    if done:
        flash(done)
    return redirect(then, 303)


def _fund(code: str) -> Fund:
    return queries.fund_by_code(code) or abort(404)


def _made_by_me(code: str) -> Fund:
    fund = _fund(code)
    if not policy.can_make_rules(fund, current_person()):
        abort(404)
    return fund


def _readable(code: str, number: int) -> FundRules:
    """Return an adopted version, or a draft for those who prepare it; 404 else."""
    fund, person = _fund(code), current_person()
    found = versions.version_of(fund, number)
    if found is None or (found.is_draft and not (person and policy.can_make_rules(fund, person))):
        abort(404)
    return found
