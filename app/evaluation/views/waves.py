"""The waves of the trust survey: hold one, and read what they show, with what may not be concluded from them."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from app.accounts.models import Role
from app.evaluation import policy, trust, trust_queries
from app.evaluation.bank import TRUST_ITEMS
from app.evaluation.forms.waves import WaveForm
from app.evaluation.services import surveys
from app.evaluation.services.surveys import Wave
from app.evaluation.telling import told_change, told_figures
from app.evaluation.trust_queries import Cell
from app.evaluation.views import Page, bp
from app.evaluation.wording import PEOPLE, SAMPLES
from app.i18n import gettext as _
from app.once.forms import just_once
from app.security import current_actor, current_person, holders_of, public, reading_actor
from app.territory.queries import all_neighbourhoods


@bp.get("/trust")
@public
def waves() -> Page:
    """List the waves; those who ask find theirs here."""
    actor = reading_actor()
    person = current_person()
    return render_template(
        "evaluation/waves.html",
        waves=trust_queries.waves(),
        may_hold=actor is not None and policy.can_hold_waves(actor),
        asks=person is not None and policy.asks_people(person),
        samples=SAMPLES,
    )


@bp.get("/trust/<int:survey_id>")
@public
def wave(survey_id: int) -> Page:
    """Read the figures of a wave, participants and others apart, and what moved since the wave before."""
    found = trust_queries.wave(survey_id)
    if found is None or found.closed_at is None:
        abort(404)
    before = trust_queries.wave_before(found)
    cells, cells_before = trust_queries.cells_of(found), trust_queries.cells_of(before) if before else []
    groups = [
        {"label": PEOPLE[people], "rows": _rows(cells, cells_before, people), "places": _places(cells, people)}
        for people in (True, False)
    ]
    return render_template(
        "evaluation/wave.html",
        wave=found,
        before=before,
        groups=[group for group in groups if group["rows"]],
        smallest=trust.SMALLEST_SAMPLE,
        items=TRUST_ITEMS,
    )


@bp.route("/trust/new", methods=["GET", "POST"])
@holders_of(Role.METRO_ADMIN)
def new_wave() -> Page:
    """Hold a wave."""
    places = all_neighbourhoods()
    form = WaveForm(places=[place.id for place in places])
    form.offer(places)
    if form.validate_on_submit():
        address = just_once(lambda: _held(form.wave()))
        flash(_("La vague est ouverte."))
        return redirect(address, 303)
    return render_template("evaluation/new_wave.html", form=form), 422 if form.errors else 200


def _held(wave: Wave) -> str:
    """Hold a wave; return the address where it is followed."""
    return url_for(".survey", survey_id=surveys.hold_wave(wave, current_actor()).id)


def _rows(cells: list[Cell], cells_before: list[Cell], people: bool | None) -> list[dict[str, Any]]:  # noqa: FBT001
    """Return each item over the whole metropolis: its figures, and what moved."""
    now = trust_queries.figures_of(cells, participants=people)
    then = trust_queries.figures_of(cells_before, participants=people)
    rows = []
    for item, text in TRUST_ITEMS.items():
        last, first = now.get((None, item)), then.get((None, item))
        if last is None:
            continue
        moved = trust.change(first, last) if first else None
        rows.append({"item": item, "text": text, **told_figures(last), "change": told_change(moved)})
    return rows


def _places(cells: list[Cell], people: bool | None) -> list[tuple[str, list[str]]]:  # noqa: FBT001
    """Return, by neighbourhood, the mean of each item where enough people answered."""
    now = trust_queries.figures_of(cells, participants=people)
    return [
        (place.name, [told_figures(now.get((place.id, item)))["mean"] for item in TRUST_ITEMS])
        for place in all_neighbourhoods()
    ]
