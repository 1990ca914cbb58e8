"""The command `flask ballots count`: count a Pabulib file, by its own rule or by another, for anyone to check."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask.cli import AppGroup

from app.ballots.pabulib_contest import Reading, adapted, contest_of, declared_rule
from app.ballots.report import outcome_as_data, outcome_as_text
from app.ballots.rules import count
from app.ballots.rules.settings import SettingError, plan_from, rule_named
from app.i18n import gettext as _
from app.pabulib import PabulibError, read
from app.pabulib_wording import worded_refusal, worded_remark

if TYPE_CHECKING:
    from app.ballots.rules.outcome import Outcome
    from app.ballots.rules.records import Plan
    from app.pabulib import Election

ballots_cli = AppGroup("ballots", help="Votes of residents.")


@ballots_cli.command("count")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rule", "name", help="greedy, equal_shares, phragmen or majority_judgment; else the file's own rule.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Change a setting of the rule; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome and every round as JSON.")
def count_file(file: Path, name: str | None, settings: tuple[str, ...], *, as_json: bool) -> None:
    """Count a Pabulib file and say who wins, and why."""
    election = _read(file)
    started = time.process_time()
    reading = None if name else declared_rule(election)
    plan = _plan(election, reading, name or "", settings)
    outcome = count(contest_of(election), plan)
    seconds = time.process_time() - started
    if as_json:
        click.echo(json.dumps({**outcome_as_data(outcome, plan), "seconds": round(seconds, 6)}, ensure_ascii=False))
        return
    for line in [*_about(election, reading), *outcome_as_text(outcome, election), *_checked(outcome, election)]:
        click.echo(line)


def _read(file: Path) -> Election:
    try:
        return read(file)
    except PabulibError as error:
        raise click.ClickException(worded_refusal(error)) from error


def _plan(election: Election, reading: Reading | None, name: str, settings: tuple[str, ...]) -> Plan:
    try:
        rule = reading.rule if reading else adapted(rule_named(name), election)
        return plan_from(rule, [*(reading.settings if reading else ()), *(_pair(setting) for setting in settings)])
    except SettingError as error:
        raise click.UsageError(
            _("« %(key)s=%(value)s » n'est pas un réglage de cette règle. Attendu : %(expected)s.", **error.words)
        ) from error


def _pair(setting: str) -> tuple[str, str]:
    key, _sign, value = setting.partition("=")
    return key.strip(), value.strip()


def _about(election: Election, reading: Reading | None) -> list[str]:
    """Say what of the file was followed, what was not understood, and what is odd."""
    lines = [worded_remark(remark) for remark in election.remarks[:20]]
    if len(election.remarks) > len(lines):
        lines.append(_("Et %(number)s autres remarques.", number=len(election.remarks) - len(lines)))
    if reading is None:
        return lines
    if not election.meta.get("rule"):
        lines.append(_("Le fichier ne dit pas sa règle : les projets qui ont le plus de soutien sont pris d'abord."))
    lines += [_("Règle lue dans le fichier : %(words)s", words=words) for words in reading.understood]
    return lines + [_("Non compris, donc non suivi : %(words)s", words=words) for words in reading.not_understood]


def _checked(outcome: Outcome, election: Election) -> list[str]:
    """Compare with the winners that the file announces, where it announces some."""
    if all(project.selected is None for project in election.projects):
        return [_("Le fichier n'annonce pas de résultat officiel.")]
    official = {project.id for project in election.projects if project.selected == 1}
    ours = set(outcome.winners)
    if ours == official:
        return [_("Les gagnants sont ceux du résultat officiel.")]
    parts: dict[str, Any] = {
        "more": ", ".join(sorted(ours - official)) or "–",
        "less": ", ".join(sorted(official - ours)) or "–",
    }
    return [_("Le résultat officiel diffère. En plus ici : %(more)s. En moins ici : %(less)s.", **parts)]
