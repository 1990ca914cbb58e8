"""Writing the rules of an edition: what it is, its calendar, how one votes; and comparing two rules before."""

from __future__ import annotations

import io
import secrets
from fractions import Fraction
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app import pabulib
from app.ballots import calendar, edition_queries, policy, presets, queries, simulation_words
from app.ballots.calendar import DATES
from app.ballots.edition_forms import BasicsForm, CalendarForm, SimulationForm, VotingForm
from app.ballots.models import Edition
from app.ballots.pb_export import pb_text
from app.ballots.result_queries import counts_of
from app.ballots.services import design
from app.ballots.services.design import PastDate
from app.ballots.simulation import Effects, invented, on_file, on_invented, tells_themes
from app.ballots.tally import tally_of
from app.ballots.views.editions import Page, bp
from app.ballots.views.editions_work import staff_edition
from app.i18n import euros
from app.i18n import gettext as _
from app.pabulib import Election, PabulibError
from app.pabulib_wording import worded_refusal
from app.security import current_actor, holders_of


@bp.route("/budget/<int:edition_id>/basics", methods=["GET", "POST"])
@holders_of(*policy.PREPARES)
def basics(edition_id: int) -> Page | Response:
    """Say what the edition is."""
    edition = designed(edition_id)
    form = BasicsForm(data=_basics(edition) if request.method == "GET" else None)
    form.offer(edition_queries.places_of(edition.commune_id))
    form.theme_cap_cents = presets.theme_cap_of(edition)
    if form.validate_on_submit():
        design.describe(edition.id, form.told(), current_actor())
        return _kept(edition)
    return _form_page("ballots/edition_basics.html", edition, form)


@bp.route("/budget/<int:edition_id>/planning", methods=["GET", "POST"])
@holders_of(*policy.PREPARES)
def planning(edition_id: int) -> Page | Response:
    """Write the calendar; what is too short for residents is said, not forbidden."""
    edition = _planned(edition_id)
    dates = calendar.calendar_of(edition) or calendar.proposed()
    form = CalendarForm(data={name: getattr(dates, name) for name in DATES} if request.method == "GET" else None)
    if form.validate_on_submit():
        try:
            design.plan(edition.id, form.told(), current_actor())
        except PastDate:
            form.form_errors.append(_("Une date déjà passée ne change plus. Choisissez un jour à venir."))
        else:
            return _kept(edition)
    return _form_page("ballots/edition_planning.html", edition, form)


@bp.route("/budget/<int:edition_id>/voting", methods=["GET", "POST"])
@holders_of(*policy.PREPARES)
def voting(edition_id: int) -> Page | Response:
    """Choose how residents vote."""
    edition = designed(edition_id)
    kept = {name: getattr(edition, name) for name in ("preset", "min_choices", "max_choices", "min_age")}
    kept["theme_cap"] = presets.theme_cap_of(edition)
    form = VotingForm(data=kept if request.method == "GET" else None)
    form.ceiling_cents = edition.ceiling_cents
    if form.validate_on_submit():
        design.choose_voting(edition.id, form.told(), current_actor())
        return _kept(edition)
    return _form_page("ballots/edition_voting.html", edition, form, presets=presets.ALL)


@bp.route("/budget/<int:edition_id>/simulation", methods=["GET", "POST"])
@holders_of(*policy.PREPARES)
def simulation(edition_id: int) -> Page:
    """Put two rules side by side, with what each means for residents."""
    edition = designed(edition_id)
    other = "equal_shares" if edition.preset != "equal_shares" else presets.DEFAULT.key
    form = SimulationForm(data={"first": edition.preset, "second": other} if request.method == "GET" else None)
    form.offer(edition_queries.published_in(edition.commune_id))
    pair = None
    if form.validate_on_submit():
        pair = _compared(edition, form)
        if pair:
            design.note_comparison(edition.id, (form.first.data, form.second.data), current_actor())
    words: dict[str, Any] = {"pair": pair}
    if pair:
        words |= {
            "told": [(one.preset, list(simulation_words.told(one))) for one in pair],
            "between": simulation_words.sentence_between(*pair),
            "rows": simulation_words.rows_by_sector(*pair),
            "cap": _cap_told(edition, form, pair),
        }
    return _form_page("ballots/edition_simulation.html", edition, form, **words)


def designed(edition_id: int) -> Edition:
    """Return an edition whose rules may still be written, to who prepares it; 404 for the others."""
    edition = staff_edition(edition_id)
    if edition.state != "design" or not policy.can_prepare(edition, current_actor()):
        abort(404)
    return edition


def _planned(edition_id: int) -> Edition:
    """Return an edition whose calendar may still change, to who prepares it; 404 for the others."""
    edition = staff_edition(edition_id)
    is_open = edition.state in design.BEFORE_THE_VOTE and edition.frozen_at is None
    if not is_open or not policy.can_prepare(edition, current_actor()):
        abort(404)
    return edition


def _compared(edition: Edition, form: SimulationForm) -> tuple[Effects, Effects] | None:
    first, second = presets.BY_KEY[form.first.data], presets.BY_KEY[form.second.data]
    cap = presets.theme_cap_of(edition)
    if form.source.data == "random":
        form.seed.data = form.seed.data or secrets.token_hex(3)
        names = [sector.neighbourhood.name for sector in edition.sectors]
        envelope = edition.envelope_cents // 100
        tastes = invented(names, envelope, edition.ceiling_cents // 100, form.seed.data)
        return on_invented(tastes, envelope, first, cap), on_invented(tastes, envelope, second, cap)
    election = _past(form) if form.source.data == "past" else _uploaded(form)
    if election is None:
        return None
    share = Fraction(cap, edition.envelope_cents) if cap else None
    form.tells_themes = tells_themes(election)
    return on_file(election, first, share), on_file(election, second, share)


def _cap_told(edition: Edition, form: SimulationForm, pair: tuple[Effects, Effects]) -> str:
    cap = presets.theme_cap_of(edition)
    if cap is None:
        return ""
    capped = max(one.capped for one in pair)
    return simulation_words.sentence_of_cap(capped, euros(cap), is_looked_at=form.tells_themes)


def _past(form: SimulationForm) -> Election | None:
    """Read the ballots of a past edition as everybody can download them."""
    past = queries.edition_by_id(form.past.data)
    counts = counts_of(past.id) if past else []
    try:
        if past and counts:
            return pabulib.read(io.StringIO(pb_text(past, counts[-1], tally_of(past.id)), newline=""))
    except ValueError:
        form.past.errors = [_("Cette édition a trop peu de bulletins pour les publier.")]
        return None
    form.past.errors = [_("Les bulletins de cette édition ne sont pas là.")]
    return None


def _uploaded(form: SimulationForm) -> Election | None:
    """Read the file of a real vote, or say beside the field why it cannot be."""
    upload: FileStorage = form.file.data
    try:
        election = pabulib.read(io.StringIO(upload.stream.read().decode("utf-8-sig"), newline=""))
    except UnicodeDecodeError:
        form.file.errors = [_("Ce fichier n'est pas un texte. Choisissez un fichier .pb.")]
        return None
    except PabulibError as error:
        form.file.errors = [worded_refusal(error)]
        return None
    if not sum(project.cost > Fraction(0) for project in election.projects):
        form.file.errors = [_("Ce fichier n'a aucun projet à compter.")]
        return None
    return election


def _basics(edition: Edition) -> dict[str, Any]:
    return {
        "title": edition.title,
        "plain": edition.plain,
        "envelope": edition.envelope_cents,
        "ceiling": edition.ceiling_cents,
        "places": [sector.neighbourhood_id for sector in edition.sectors],
        "criteria": "\n".join(criterion["label"] for criterion in edition.criteria),
    }


def _kept(edition: Edition) -> Response:
    flash(_("C'est enregistré."), "success")
    return redirect(url_for(".work", edition_id=edition.id), 303)


def _form_page(template: str, edition: Edition, form: Any, **words: Any) -> Page:
    return render_template(template, edition=edition, form=form, **words), 422 if form.errors else 200
