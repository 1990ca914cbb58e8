"""Commands about accounts."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.accounts import contact, passwords
from app.accounts.services import roles

accounts = AppGroup("accounts", help="People and their roles.")


@accounts.command("create-admin")
@click.option("--name", required=True, help="First name and name.")
@click.option("--email", required=True, help="Address to sign in with.")
@click.password_option(help="Asked for when not given.")
def create_admin(name: str, email: str, password: str) -> None:
    """Create the first administrator of an installation, who gives every other role."""
    address = contact.email(email)
    if address is None:
        raise click.BadParameter("not an e-mail address", param_hint="--email")
    if len(password) < passwords.SHORTEST:
        raise click.BadParameter(f"at least {passwords.SHORTEST} characters", param_hint="--password")
    try:
        roles.create_admin(name.strip(), address, passwords.hashed(password))
    except roles.RoleRefused:
        raise click.ClickException(f"{address} is already someone's address") from None
    click.echo(f"{address} may now sign in and give roles on the page /people.")
