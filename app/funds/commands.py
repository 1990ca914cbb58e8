"""Commands of the fund: open one, put money in it, prove its ledger."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from app import clock
from app.db import session
from app.funds import proof, queries
from app.funds.models import Fund
from app.funds.refusals import MoneyRefused
from app.funds.services import envelopes
from app.funds.services.envelopes import NewFund
from app.funds.wording import sentence
from app.i18n import euros
from app.i18n import gettext as _
from app.money import UnreadableAmount, parse_money
from app.projects.fields import WHY_UNREADABLE
from app.steps.actor import SYSTEM
from app.territory.models import Commune

funds = AppGroup("funds", help="Open a fund and put money in its envelope.")
ledger = AppGroup("ledger", help="Prove the ledger.")


class Amount(click.ParamType[int]):
    """An amount in euros, as a person types it, given to the command in cents."""

    name = "euros"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the amount, or say what is wrong with it."""
        try:
            return value if isinstance(value, int) else parse_money(str(value))
        except UnreadableAmount as unreadable:
            self.fail(f"{value!r}. {WHY_UNREADABLE[unreadable.code]}", param, ctx)


@funds.command("open")
@click.argument("code")
@click.option("--commune", "insee", required=True, help="INSEE code of the city.")
@click.option("--name", required=True, help="What people call the fund.")
@click.option("--gestionnaire", default="Association gestionnaire", help="The association that keeps it.")
@click.option("--cap", type=Amount(), default="1000", help="Ceiling of a grant, in euros.")
@click.option("--elsewhere", default="", help="Where to take a project above the ceiling: a sentence for residents.")
@click.option("--year", type=int, help="First year of the envelope (the present one).")
def open_fund(insee: str, year: int | None, **wanted: str) -> None:
    """Open the fund CODE of a city, with the envelope of a year."""
    commune = session().scalar(sa.select(Commune).filter_by(insee=insee))
    if commune is None:
        raise click.ClickException(_("Aucune ville n'a le code INSEE %(code)s.", code=insee))
    new = NewFund(
        wanted["code"], wanted["name"], wanted["gestionnaire"], int(wanted["cap"]), elsewhere=wanted["elsewhere"]
    )
    opened_year = year or clock.today().year
    try:
        envelopes.launch_fund(commune, new, opened_year)
    except MoneyRefused as refused:
        raise click.ClickException(sentence(refused)) from None
    click.echo(
        _(
            "%(name)s est ouvert pour %(year)s. Plafond : %(cap)s.",
            name=new.name,
            year=opened_year,
            cap=euros(new.cap_cents),
        )
    )


@funds.command("receive")
@click.argument("code")
@click.option("--from", "organisation", required=True, help="Who gives the money.")
@click.option("--amount", type=Amount(), required=True, help="In euros.")
@click.option("--year", type=int, help="Year of the envelope, opened if needed (the present one).")
def receive(code: str, organisation: str, amount: int, year: int | None) -> None:
    """Put money in the envelope of the fund CODE."""
    fund = _fund(code)
    try:
        opened = envelopes.fill_envelope(fund, year or clock.today().year, organisation, amount, SYSTEM)
    except MoneyRefused as refused:
        raise click.ClickException(sentence(refused)) from None
    click.echo(
        _(
            "%(amount)s de plus dans l'enveloppe %(year)s de %(code)s.",
            amount=euros(amount),
            year=opened.year,
            code=code,
        )
    )


@ledger.command("verify")
def verify() -> None:
    """Recompute every digest, sum, balance and payment from the postings; exit 1 if anything was changed by hand."""
    found = list(proof.faults())
    for fault in found:
        click.echo(fault)
    if found:
        raise SystemExit(1)
    click.echo(_("Les comptes sont intacts."))


def _fund(code: str) -> Fund:
    fund = queries.fund_by_code(code)
    if fund is None:
        raise click.ClickException(_("Aucun fonds ne porte le code « %(code)s ».", code=code))
    return fund
