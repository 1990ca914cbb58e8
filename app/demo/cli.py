"""The command that builds the demonstration."""

from __future__ import annotations

from datetime import UTC, datetime

import click
import sqlalchemy as sa

from app import clock
from app.accounts.models import Person
from app.db import session
from app.demo.services import build
from app.i18n import gettext as _


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing when somebody is already there.")
@click.option("--at", type=click.DateTime(), help="The instant (UTC) at which the year ends; now when not given.")
def demo(if_empty: bool, at: datetime | None) -> None:  # noqa: FBT001
    """Build a believable year: 13 neighbourhoods, people of every role, projects in every state."""
    if session().scalar(sa.select(Person.id).limit(1)) is not None:
        if if_empty:
            return
        raise click.ClickException(_("La base n'est pas vide : la démonstration en demande une neuve."))
    session().rollback()
    told = build(at.replace(tzinfo=UTC) if at else clock.now())
    click.echo(_("La démonstration est prête : %(count)s projets dans 13 quartiers.", count=told))
