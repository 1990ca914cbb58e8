"""My account: how I am named and reached, my password, my open sessions."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import security
from app.accounts import contact, passwords
from app.accounts.forms import NOWHERE, NewPasswordForm, ProfileForm
from app.accounts.places import neighbourhoods
from app.accounts.services import account as services
from app.accounts.views import bp
from app.accounts.views.sign_in import by_address
from app.i18n import gettext as _

Answer = str | tuple[str, int] | Response


@bp.route("/account", methods=["GET", "POST"])
@security.signed_in
def account() -> Answer:
    """Show and change what we know of me."""
    person = security.current_person()
    form = ProfileForm(person, neighbourhoods())
    if form.validate_on_submit():
        services.update_profile(
            person.id,
            services.Profile(
                public_label=form.public_label.data or "",
                preferred_channel=form.preferred_channel.data,
                address=form.address.data or "",
                locale=form.locale.data,
                neighbourhood_id=None if form.neighbourhood.data == NOWHERE else form.neighbourhood.data,
            ),
        )
        flash(_("C'est enregistré."))
        return redirect(url_for("accounts.account"), 303)
    told_phone = contact.spoken(person.phone) if person.phone else ""
    return render_template("accounts/account.html", form=form, told_phone=told_phone), 422 if form.errors else 200


@bp.route("/account/password", methods=["GET", "POST"])
@security.signed_in
@by_address
def change_password() -> Answer:
    """Choose a password, which closes every other session."""
    person, form = security.current_person(), NewPasswordForm()
    if form.validate_on_submit():
        if person.password_hash is None or passwords.matches(person.password_hash, form.current.data or ""):
            security.sign_in(services.change_password(person.id, passwords.hashed(form.chosen.data or "")))
            flash(_("Votre mot de passe est changé. Vos autres appareils sont déconnectés."))
            return redirect(url_for("accounts.account"), 303)
        form.current.errors = [_("ce n'est pas votre mot de passe actuel.")]
    return render_template("accounts/password.html", form=form), 422 if form.errors else 200


@bp.post("/account/sign-out-everywhere")
@security.signed_in
def sign_out_everywhere() -> Response:
    """Close all my sessions, this one included."""
    services.close_sessions(security.current_person().id)
    security.sign_out()
    flash(_("Toutes vos sessions sont fermées."))
    return redirect(url_for("accounts.sign_in"), 303)
