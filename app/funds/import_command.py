"""The command `flask projects import`: bring the projects of a vote into a fund."""

from __future__ import annotations

from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from app import clock
from app.db import session
from app.funds import queries
from app.funds.models import Fund
from app.funds.services import imports
from app.i18n import euros
from app.i18n import gettext as _
from app.pabulib import PabulibError, read
from app.pabulib_wording import worded_refusal
from app.projects.models import Project
from app.territory.models import Neighbourhood

projects = AppGroup("projects", help="Projects of residents.")


@projects.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--fund", "code", required=True, help="Code of the fund that would pay.")
@click.option("--place", "slug", help="Neighbourhood of the projects whose own is not known (its name in addresses).")
def import_file(file: Path, code: str, slug: str | None) -> None:
    """Open a draft for each project of a Pabulib file; a faulty line is told with its number and nothing is kept."""
    fund = queries.fund_by_code(code)
    if fund is None:
        raise click.ClickException(_("Aucun fonds ne porte le code « %(code)s ».", code=code))
    try:
        done = imports.import_projects(read(file), fund, _place(slug))
    except PabulibError as error:
        raise click.ClickException(worded_refusal(error)) from error
    except imports.ImportRefused as refused:
        lines = [_("Ligne %(line)s : %(reason)s", line=line, reason=reason) for line, reason in refused.faults]
        raise click.ClickException("\n".join(lines)) from refused
    for line in _told(done, fund):
        click.echo(line)


def _place(slug: str | None) -> Neighbourhood | None:
    if slug is None:
        return None
    place = session().scalar(sa.select(Neighbourhood).filter_by(slug=slug))
    if place is None:
        raise click.ClickException(_("Aucun quartier ne s'appelle « %(slug)s ».", slug=slug))
    return place


def _told(done: imports.Imported, fund: Fund) -> list[str]:
    lines = [_("%(num)s projets ajoutés en brouillon.", num=len(done.projects))]
    if done.known:
        lines.append(_("%(num)s projets étaient déjà là.", num=done.known))
    if done.withdrawn:
        lines.append(_("%(num)s projets retirés après le vote sont laissés de côté.", num=done.withdrawn))
    rules = queries.rules_in_force(fund.commune_id, clock.today())
    cap = rules.cap_cents if rules else 0
    too_large: list[Project] = [project for project in done.projects if project.requested_cents > cap]
    if too_large:
        lines.append(_("%(num)s projets dépassent le plafond de %(cap)s :", num=len(too_large), cap=euros(cap)))
        lines += [f"  {project.ref}  {euros(project.requested_cents)}  {project.title}" for project in too_large]
        lines += [rules.elsewhere] if rules and rules.elsewhere else []
    return lines
