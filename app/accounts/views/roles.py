"""Who may do what where: roles given and ended by those who answer for them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import security
from app.accounts import contact, policy
from app.accounts.forms import RoleForm
from app.accounts.models import Role, RoleAssignment
from app.accounts.places import Place, place_named, place_of, places
from app.accounts.queries import roles_given
from app.accounts.services import roles as services
from app.accounts.views import bp
from app.accounts.wording import ROLES
from app.i18n import gettext as _

Answer = str | tuple[str, int] | Response


@dataclass(frozen=True)
class Row:
    """A role on the page."""

    given: RoleAssignment
    role: str
    place: str
    can_end: bool


@bp.route("/people", methods=["GET", "POST"])
@security.holders_of(*policy.GIVES)
def roles() -> Answer:
    """Show the roles of the places I answer for, and give one."""
    form = RoleForm(_givable_roles(), _givable_places())
    if form.validate_on_submit() and _gave(form):
        flash(_("Le rôle est donné."))
        return redirect(url_for("accounts.roles"), 303)
    return render_template("accounts/roles.html", form=form, rows=_rows()), 422 if form.errors else 200


@bp.post("/people/<int:assignment_id>/end")
@security.holders_of(*policy.GIVES)
def end_role(assignment_id: int) -> Response:
    """End a role at once."""
    try:
        services.end_role(assignment_id, security.current_actor())
    except services.RoleRefused:
        abort(403)
    flash(_("Le rôle a pris fin."))
    return redirect(url_for("accounts.roles"), 303)


def _gave(form: RoleForm) -> bool:
    place = place_named(form.place.data)
    recipient = contact.normalized(form.recipient.data or "")
    if place is None or recipient is None or form.from_on.data is None:
        abort(422)
    gift = services.Gift(
        recipient, form.name.data or "", Role(form.role.data), place, form.from_on.data, form.to_on.data
    )
    try:
        services.give_role(gift, security.current_actor())
    except services.RoleRefused as refusal:
        _explain(form, refusal.code)
        return False
    return True


def _explain(form: RoleForm, code: str) -> None:
    field, sentence = {
        "nobody": (form.name, _("nous ne connaissons pas cette personne. Écrivez son nom.")),
        "oneself": (form.recipient, _("on ne se donne pas de rôle à soi-même.")),
        "twice": (form.role, _("la personne a déjà ce rôle à cet endroit.")),
        "above": (form.role, _("vous ne pouvez pas donner ce rôle à cet endroit.")),
    }[code]
    field.errors = [sentence]


def _rows() -> list[Row]:
    me = security.current_person()
    rows = []
    for given in roles_given():
        place = place_of(given)
        if place is not None and policy.answers_for(me, place):
            rows.append(Row(given, str(ROLES[given.role]), place.name, policy.can_end(me, given)))
    return rows


def _givable_roles() -> list[Role]:
    return [
        role for role in ROLES if any(policy.can_give(security.current_person(), role, place) for place in places())
    ]


def _givable_places() -> list[Place]:
    return [place for place in places() if policy.answers_for(security.current_person(), place)]
