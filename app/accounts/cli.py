"""Commands about accounts."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.accounts import contact, passwords
from app.accounts.services import roles
from app.i18n import gettext as _

accounts = AppGroup("accounts", help="People and their roles.")


@accounts.command("create-admin")
@click.option("--name", required=True, help="First name and name.")
@click.option("--email", required=True, help="Address to sign in with.")
@click.password_option(help="Asked for when not given.")
def create_admin(name: str, email: str, password: str) -> None:
    """Create the first administrator of an installation, who gives every other role."""
    address = contact.email(email)
    if address is None:
        raise click.BadParameter(_("Cette adresse e-mail ne va pas."), param_hint="--email")
    if len(password) < passwords.SHORTEST:
        raise click.BadParameter(
            _("Il faut au moins %(num)s caractères.", num=passwords.SHORTEST), param_hint="--password"
        )
    try:
        roles.create_admin(name.strip(), address, passwords.hashed(password))
    except roles.RoleRefused:
        raise click.ClickException(_("%(address)s est déjà l'adresse de quelqu'un.", address=address)) from None
    click.echo(_("%(address)s peut se connecter et donner les rôles (page /people).", address=address))
