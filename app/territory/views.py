"""The neighbourhoods: the list, and the page of each; the bodies that answer for something there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import security
from app.accounts.queries import holds_role
from app.i18n import gettext as _
from app.i18n import ngettext
from app.territory import baseline, panels, queries, services
from app.territory.forms import EVERYWHERE, BaselineForm, MapForm, OrganisationForm
from app.territory.labels import BODIES
from app.territory.models import Organisation

bp = Blueprint("territory", __name__, template_folder="templates")


@bp.route("/neighbourhoods")
@security.public
def neighbourhoods() -> ResponseReturnValue:
    """List the neighbourhoods by city."""
    return render_template("territory/neighbourhoods.html", places=queries.all_neighbourhoods())


@bp.route("/neighbourhoods/<slug>")
@security.public
def neighbourhood(slug: str) -> ResponseReturnValue:
    """Show what happens in a neighbourhood: where people talk, what they do."""
    place = queries.neighbourhood_by_slug(slug)
    if place is None:
        abort(404)
    return render_template("territory/neighbourhood.html", place=place, panels=panels.panels_of(place))


@bp.route("/neighbourhoods/<slug>/map", methods=["GET", "POST"])
@security.holders_of("metro_admin")
def map_tile(slug: str) -> ResponseReturnValue:
    """Say where a neighbourhood stands on the map."""
    place = queries.neighbourhood_by_slug(slug) or abort(404)
    form = MapForm(data={"column": place.map_x or 0, "row": place.map_y or 0})
    if form.validate_on_submit():
        try:
            services.place_on_map(place.id, (form.column.data, form.row.data), security.current_actor())
        except services.TileTaken:
            form.row.errors = [_("Un autre quartier est déjà à cette place.")]
        else:
            flash(_("C'est enregistré."), "success")
            return redirect(url_for(".neighbourhood", slug=slug), 303)
    return render_template("territory/map_tile.html", form=form, place=place), 422 if form.errors else 200


@bp.route("/population", methods=["GET", "POST"])
@security.holders_of("metro_admin")
def population() -> ResponseReturnValue:
    """Receive the file that tells who lives in each neighbourhood."""
    form = BaselineForm()
    if form.validate_on_submit():
        kept, unknown = services.receive_baseline(form.counted, security.current_actor())
        flash(ngettext("%(num)d ligne est gardée.", "%(num)d lignes sont gardées.", kept), "success")
        if unknown:
            flash(_("Quartiers inconnus ici : %(places)s", places=", ".join(unknown)[:300]), "error")
        return redirect(url_for(".neighbourhoods"), 303)
    page = render_template(
        "territory/population.html", form=form, columns=";".join(baseline.COLUMNS), bands=baseline.BANDS
    )
    return page, 422 if form.errors else 200


@bp.get("/organisations")
@security.public
def organisations() -> ResponseReturnValue:
    """List the bodies that answer, by sort."""
    person = security.current_person()
    may_change = person is not None and holds_role(person, {"metro_admin"})
    return render_template(
        "territory/organisations.html", bodies=queries.organisations(), kinds=BODIES, may_change=may_change
    )


@bp.route("/organisations/new", methods=["GET", "POST"])
@security.holders_of("metro_admin")
def new_organisation() -> ResponseReturnValue:
    """Add a body that answers."""
    return _organisation_form(OrganisationForm(queries.all_communes()), None)


@bp.route("/organisations/<int:organisation_id>", methods=["GET", "POST"])
@security.holders_of("metro_admin")
def organisation(organisation_id: int) -> ResponseReturnValue:
    """Change a body that answers."""
    body = queries.organisation(organisation_id) or abort(404)
    return _organisation_form(OrganisationForm(queries.all_communes(), data=_described(body)), body)


def _organisation_form(form: OrganisationForm, body: Organisation | None) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            services.keep_organisation(form.described(), security.current_actor(), body.id if body else None)
        except services.NameTaken:
            form.name.errors = [_("Ce nom est déjà pris dans cette ville.")]
        else:
            flash(_("C'est enregistré."), "success")
            return redirect(url_for(".organisations"), 303)
    return render_template("territory/organisation.html", form=form, body=body), 422 if form.errors else 200


def _described(body: Organisation) -> dict[str, Any]:
    """Return what the form begins with; who is told is shown by their address."""
    head, elected = ((person.email or person.phone or "") if person else "" for person in (body.head, body.elected))
    return {
        "name": body.name, "kind": body.kind, "commune": body.commune_id or EVERYWHERE, "phone": body.phone,
        "email": body.email, "head": head, "elected": elected,
    }  # fmt: skip
