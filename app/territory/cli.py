"""Commands: load the neighbourhoods, import their official codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TextIO

import click
from flask.cli import AppGroup

from app.i18n import gettext as _
from app.territory import baseline, services

territory_group = AppGroup("territory", help="The cities and neighbourhoods.")
qpv_group = AppGroup("qpv", help="Official codes of the priority neighbourhoods (QPV).")


@territory_group.command("load")
def load() -> None:
    """Store the 13 priority neighbourhoods; those already there are left as they are."""
    click.echo(_("Quartiers ajoutés : %(count)s.", count=services.load_territory()))


@qpv_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_codes(file: Path) -> None:
    """Fill the official codes from the national GeoJSON file, matched by name and city."""
    report = services.fill_official_codes(_features(file))
    for line in report.filled:
        click.echo(_("Rempli : %(place)s", place=line))
    for line in report.unknown:
        click.echo(_("Inconnu ici : %(place)s", place=line))
    for line in report.still_without:
        click.echo(_("Encore sans code : %(place)s", place=line))


def _features(file: Path) -> list[dict[str, Any]]:
    try:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        return [dict(feature["properties"]) for feature in features]
    except (ValueError, KeyError, TypeError) as unreadable:
        raise click.ClickException(
            _("%(file)s n'est pas une collection GeoJSON : %(why)s", file=file.name, why=unreadable)
        ) from None


@territory_group.command("baseline")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
def import_baseline(file: TextIO) -> None:
    """Read who lives in each neighbourhood from a CSV: quartier, dimension, tranche, nombre, source, annee."""
    try:
        kept, unknown = services.keep_baseline(list(baseline.read(file)))
    except baseline.UnreadableLine as error:
        raise click.ClickException(_("La ligne %(number)s n'est pas lisible.", number=error.line)) from error
    click.echo(_("Lignes gardées : %(count)s.", count=kept))
    for slug in unknown:
        click.echo(_("Inconnu ici : %(place)s", place=slug))
