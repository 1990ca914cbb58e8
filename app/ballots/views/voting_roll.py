"""The work of whoever keeps the roll: who may vote, the list, the sheets, vouching, a lost code, a kiosk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import pdf
from app.ballots import electorate, roll_queries, secrecy, voting_papers, voting_policy, voting_queries
from app.ballots.electorate import Electorate, electorate_of
from app.ballots.models import Edition
from app.ballots.queries import edition_by_id
from app.ballots.roll_list import RollRefused, read_list
from app.ballots.roll_queries import Alike
from app.ballots.services import kiosks, roll
from app.ballots.services.roll import AlreadyOnRoll, Code, Known, LooksLike, RollFrozen, Sure
from app.ballots.views import booth
from app.ballots.views.voting import Page, bp
from app.ballots.voting_forms import (
    ElectorateForm,
    KioskForm,
    ListForm,
    RangeForm,
    ReasonForm,
    SheetsForm,
    VouchForm,
    sure_of,
)
from app.i18n import gettext as _
from app.i18n import ngettext
from app.security import current_actor, holders_of


@bp.get("/vote/<int:edition_id>/roll")
@holders_of(*voting_policy.WELCOMES)
def roll_page(edition_id: int) -> Page:
    """Show how the vote goes and what there is to do; never what anybody chose."""
    return roll_page_of(_welcomed(edition_id))


@bp.route("/vote/<int:edition_id>/electorate", methods=["GET", "POST"])
@holders_of(*voting_policy.KEEPS_ROLL)
def choose_electorate(edition_id: int) -> Page:
    """Say who may vote, with what each choice means and risks."""
    edition = kept(edition_id)
    form = ElectorateForm(data=electorate_of(edition.voters).as_data())
    if form.validate_on_submit():
        wanted = Electorate(**{name: bool(form[name].data) for name in Electorate().as_data()})
        try:
            roll.choose_electorate(edition.id, wanted, current_actor())
        except RollFrozen:
            form.form_errors.append(_("Le vote est préparé : ce choix ne change plus."))
        else:
            flash(_("C'est enregistré. Relisez ce que cela veut dire."))
            return redirect(url_for(".choose_electorate", edition_id=edition.id), 303)
    shown = electorate.told(electorate_of(edition.voters), edition.min_age)
    page = render_template("ballots/voting_electorate.html", edition=edition, form=form, told=shown)
    return page, 422 if form.errors else 200


@bp.post("/vote/<int:edition_id>/roll/list")
@holders_of(*voting_policy.KEEPS_ROLL)
def import_list(edition_id: int) -> Page:
    """Bring a list in, or say each line that is wrong; nothing is kept then."""
    edition, form = kept(edition_id), ListForm()
    if form.validate_on_submit():
        try:
            added = roll.import_list(edition.id, read_list(form.file.data.read()), current_actor())
        except RollRefused as refused:
            lines = [_("Ligne %(line)d : %(reason)s", line=line, reason=reason) for line, reason in refused.faults]
            form.form_errors.extend(lines[:50])
        else:
            told = "%(num)d personne ajoutée à la liste.", "%(num)d personnes ajoutées à la liste."
            flash(ngettext(*told, added))
            return back(edition)
    return roll_page_of(edition, importing=form), 422


@bp.post("/vote/<int:edition_id>/roll/sheets")
@holders_of(*voting_policy.KEEPS_ROLL)
def print_sheets(edition_id: int) -> Page:
    """Print sheets with new codes: they are told here, once, and kept nowhere."""
    edition, form = kept(edition_id), SheetsForm()
    if not form.validate_on_submit():
        return roll_page_of(edition, printing=form), 422
    codes = roll.print_codes(edition.id, form.count.data or 0, current_actor())
    return _sheets(edition, codes)


@bp.post("/vote/<int:edition_id>/roll/listed")
@holders_of(*voting_policy.KEEPS_ROLL)
def print_listed(edition_id: int) -> Page:
    """Print a sheet for everybody of the list who has none."""
    edition = kept(edition_id)
    codes = roll.print_listed(edition.id, current_actor())
    if not codes:
        flash(_("Toutes les personnes de la liste ont déjà leur feuille."), "info")
        return back(edition)
    return _sheets(edition, codes)


@bp.get("/vote/<int:edition_id>/register.pdf")
@holders_of(*voting_policy.WELCOMES)
def register(edition_id: int) -> Response:
    """Print the register to sign."""
    edition = _welcomed(edition_id)
    return pdf.answer(voting_papers.register(edition, roll_queries.roll_of(edition.id)), "registre.pdf")


@bp.route("/vote/<int:edition_id>/vouch", methods=["GET", "POST"])
@holders_of(*voting_policy.WELCOMES)
def vouch(edition_id: int) -> Page:
    """Vouch for somebody who stands there, and give them their code."""
    edition, form = _welcomed(edition_id), VouchForm()
    alike: Sequence[Alike] = ()
    form.offer(edition)
    if form.validate_on_submit():
        try:
            return _code_page(edition, roll.vouch(edition.id, _known(form), current_actor(), _sure(form)))
        except AlreadyOnRoll:
            form.name.errors = [_("Cette personne est déjà sur la liste. Cherchez son nom, et remplacez son code.")]
        except LooksLike as like:
            alike = like.found
            form.form_errors.append(_("Un nom qui ressemble est sur la liste. Regardez bien avant de continuer."))
    page = render_template("ballots/voting_vouch.html", edition=edition, form=form, alike=alike)
    return page, 422 if form.errors else 200


@bp.post("/vote/<int:edition_id>/voters/<int:voter_id>/code")
@holders_of(*voting_policy.WELCOMES)
def replace_code(edition_id: int, voter_id: int) -> Page:
    """Cancel a code and give another."""
    edition, form = _welcomed(edition_id), ReasonForm()
    if not form.validate_on_submit():
        return roll_page_of(edition, refused=form), 422
    return _code_page(edition, roll.replace_code(edition.id, voter_id, form.reason.data, current_actor()))


@bp.post("/vote/<int:edition_id>/voters/<int:voter_id>/strike")
@holders_of(*voting_policy.KEEPS_ROLL)
def strike_off(edition_id: int, voter_id: int) -> Page:
    """Strike somebody off the roll."""
    edition, form = kept(edition_id), ReasonForm()
    if not form.validate_on_submit():
        return roll_page_of(edition, refused=form), 422
    roll.strike_off(edition.id, voter_id, form.reason.data, current_actor())
    flash(_("C'est noté. Si cette personne a voté, son bulletin sera annulé à la clôture, sans être lu."))
    return back(edition)


@bp.post("/vote/<int:edition_id>/kiosks")
@holders_of(*voting_policy.WELCOMES)
def open_kiosk(edition_id: int) -> Page:
    """Turn this device into a kiosk: whoever opens it is signed out of it."""
    edition, form = _welcomed(edition_id), KioskForm()
    if not form.validate_on_submit():
        return roll_page_of(edition, kiosk=form), 422
    booth.become_kiosk(kiosks.open_kiosk(edition.id, form.place.data, current_actor()))
    return redirect(url_for(".enter", edition_id=edition.id), 303)


@bp.post("/vote/<int:edition_id>/kiosks/<int:kiosk_id>/close")
@holders_of(*voting_policy.WELCOMES)
def close_kiosk(edition_id: int, kiosk_id: int) -> Page:
    """Close a kiosk: its device goes back to what it was."""
    edition = _welcomed(edition_id)
    kiosks.close_kiosk(edition.id, kiosk_id, current_actor())
    flash(_("La borne est fermée."))
    return back(edition)


def roll_page_of(edition: Edition, **posted: Any) -> str:
    """Show the roll, with the form that was refused."""
    text = request.args.get("q", "").strip()
    keeps = voting_policy.can_keep_roll(edition, current_actor())
    return render_template(
        "ballots/voting_roll.html",
        edition=edition,
        keeps=keeps,
        ways=electorate_of(edition.voters),
        turnout=voting_queries.turnout_of(edition.id),
        kiosks=voting_queries.kiosks_of(edition.id),
        text=text,
        found=roll_queries.voters_named(edition.id, text) if text else [],
        packets=roll_queries.packets_waiting(edition.id) if keeps else (),
        alike=roll_queries.to_look_at_again(edition.id) if keeps else (),
        me=current_actor().person_id,
        reason=posted.get("refused") or ReasonForm(formdata=None),
        forms={
            "list": posted.get("importing") or ListForm(formdata=None),
            "sheets": posted.get("printing") or SheetsForm(formdata=None),
            "kiosk": posted.get("kiosk") or KioskForm(formdata=None),
            "release": posted.get("releasing") or RangeForm("release", formdata=None),
            "withdraw": posted.get("withdrawing") or RangeForm("withdraw", formdata=None),
        },
        form=next(iter(posted.values()), None),
    )


def _known(form: VouchForm) -> Known:
    return Known(form.name.data or "", form.about.data or "", form.neighbourhood_id.data)


def _sure(form: VouchForm) -> Sure | None:
    """Read that the person is none of those who are like them, and how one knows; None where it was not said."""
    said = sure_of(request.form.getlist("other"))
    return Sure(said, form.reason.data) if said and form.reason.data else None


def _code_page(edition: Edition, code: Code) -> str:
    return render_template("ballots/voting_code.html", edition=edition, code=code, shown=secrecy.grouped(code.code))


def _sheets(edition: Edition, codes: list[Code]) -> Response:
    """Give the sheets as a file to keep: shown in the page, a browser may ask for them again; they are told once."""
    made = pdf.answer(voting_papers.code_sheets(edition, codes), "codes-de-vote.pdf")
    made.headers["Content-Disposition"] = "attachment; filename=codes-de-vote.pdf"
    return made


def _welcomed(edition_id: int) -> Edition:
    """Return an edition whose voters this person welcomes; a page that does not exist for anybody else."""
    edition = edition_by_id(edition_id)
    if edition is None or not voting_policy.can_welcome(edition, current_actor()):
        abort(404)
    return edition


def kept(edition_id: int) -> Edition:
    """Return an edition whose roll this person keeps; a page that does not exist for anybody else."""
    edition = edition_by_id(edition_id)
    if edition is None or not voting_policy.can_keep_roll(edition, current_actor()):
        abort(404)
    return edition


def back(edition: Edition) -> Response:
    """Go back to the roll."""
    return redirect(url_for(".roll_page", edition_id=edition.id), 303)
