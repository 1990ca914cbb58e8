"""Commands: compute the figures of a year, prove those that were kept."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.clock import PARIS
from app.i18n import gettext as _
from app.insight import snapshots
from app.insight.scopes import Scope, tree

insight_group = AppGroup("insight", help="Indicators: compute them, prove them.")


@insight_group.command("recompute")
@click.argument("year", type=int)
@click.option("--scope", "name", help="The name of one neighbourhood or city; everywhere when not given.")
def recompute(year: int, name: str | None) -> None:
    """Compute the figures of YEAR and of its quarters, and keep them."""
    try:
        run = snapshots.progress(snapshots.take(year, None if name is None else [_named(name)]))
    except ValueError as error:
        raise click.ClickException(_("L'année %(year)s n'a pas commencé.", year=year)) from error
    assert run is not None
    click.echo(_("Périodes calculées : %(done)s.", done=run.done))


@insight_group.command("verify")
@click.argument("year", type=int)
def verify(year: int) -> None:
    """Compute YEAR again as of the day it was kept; exit 1 with each figure that is not the same, and why."""
    found = list(snapshots.verify(year))
    for one in found:
        why = (
            _("la formule a changé")
            if one.has_new_definition
            else _(
                "des données ont été saisies ou corrigées depuis le %(day)s",
                day=one.computed_at.astimezone(PARIS).date(),
            )
        )
        place = tree()[one.scope].name
        click.echo(f"{one.code}\t{place}\t{one.period.said}\t{one.kept} → {one.now}\t{why}")
    if found:
        raise SystemExit(1)
    click.echo(_("Tous les chiffres sont les mêmes."))


def _named(name: str) -> Scope:
    for scope, place in tree().items():
        if place.name == name:
            return scope
    raise click.ClickException(_("Lieu inconnu : %(name)s.", name=name))
