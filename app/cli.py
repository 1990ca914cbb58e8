"""Commands for whoever runs the product: check and draw workflows, move to a new version, prove the history."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from app.i18n import gettext as _
from app.retention import services as retention
from app.steps import catalogue, journal
from app.steps import services as steps
from workflows import diagram
from workflows.definition import Definition
from workflows.engine import UnknownDefinition
from workflows.migration import UnmappedState
from workflows.release import AlreadyReleased, release

workflow = AppGroup("workflow", help="Workflow files: check, draw, release, migrate.")
periods = AppGroup("retention", help="How long each kind of record is kept.")
journals = AppGroup("journal", help="The tamper-evident history.")


def init_app(app: Flask) -> None:
    """Give the application its commands."""
    app.cli.add_command(workflow)
    app.cli.add_command(journals)
    app.cli.add_command(tick)
    app.cli.add_command(periods)


@workflow.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def check_workflows(files: tuple[Path, ...]) -> None:
    """Prove that workflow FILES (every installed one by default) keep the promises; exit 1 with what breaks them."""
    found = (
        [fault for path in files for fault in catalogue.faults_of_file(path)]
        if files
        else catalogue.faults(catalogue.FOLDER)
    )
    _end(found, _("Les parcours tiennent leurs promesses."))


@workflow.command("draw")
@click.argument("key")
@click.option("--version", type=int, help="The newest when not given.")
@click.option("--format", "form", type=click.Choice(["mermaid", "svg"]), default="mermaid", show_default=True)
def draw(key: str, version: int | None, form: str) -> None:
    """Draw a workflow on the standard output."""
    definition = _definition(key, version)
    click.echo(diagram.mermaid(definition) if form == "mermaid" else diagram.svg(definition), nl=form == "svg")


@workflow.command("release")
@click.argument("key")
@click.option("--version", type=int, help="The newest when not given.")
def release_workflow(key: str, version: int | None) -> None:
    """Freeze a workflow file: from now on a change goes into a new version."""
    definition = _definition(key, version)
    try:
        frozen = release(catalogue.FOLDER, key, definition.version)
    except AlreadyReleased as error:
        raise click.ClickException(
            _("%(version)s a changé depuis sa publication. Écrivez une nouvelle version.", version=error)
        ) from error
    click.echo(f"{key} v{definition.version} {frozen}")


@workflow.command("migrate")
@click.argument("key")
@click.option("--to", type=int, required=True, help="The version to move to.")
def migrate(key: str, to: int) -> None:
    """Move every open subject of a workflow to another version: all of them, or none."""
    _definition(key, to)
    try:
        moved = steps.migrate_workflow(key, to)
    except UnmappedState as error:
        raise click.ClickException(
            _("Ces états occupés n'ont pas de place dans la version %(to)s : %(states)s.", to=to, states=error)
        ) from error
    except steps.PromiseEscaped as error:
        raise click.ClickException(str(error)) from error
    click.echo(_("Dossiers passés à la version %(to)s : %(count)s.", to=to, count=moved))


@journals.command("verify")
def verify() -> None:
    """Prove the history: exit 1 with one line for each row or subject changed by hand."""
    _end(journal.faults(), _("L'historique est intact."))


@click.command("tick")
@with_appcontext
def tick() -> None:
    """Fire what deadlines decide, now (the worker does it each minute)."""
    click.echo(_("Échéances passées : %(count)s.", count=steps.tick()))


@periods.command("apply")
@click.option("--dry-run", is_flag=True, help="Say what would be forgotten, change nothing.")
def apply_periods(dry_run: bool) -> None:  # noqa: FBT001
    """Forget what has been kept long enough (the worker does it each night)."""
    for rule, count in retention.due() if dry_run else retention.apply_all():
        click.echo(f"{rule.code}\t{rule.told}\t{count}")


def _definition(key: str, version: int | None) -> Definition:
    known = catalogue.catalogue()
    try:
        return known.latest(key) if version is None else known.definition(key, version)
    except UnknownDefinition as error:
        raise click.ClickException(_("Parcours inconnu : %(name)s.", name=error)) from error


def _end(faults: Iterable[str], all_is_well: str) -> None:
    is_well = True
    for fault in faults:
        click.echo(fault)
        is_well = False
    if not is_well:
        raise SystemExit(1)
    click.echo(all_is_well)
