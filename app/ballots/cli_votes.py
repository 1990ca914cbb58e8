"""The command `flask ballots close`: go on with the closing of a vote that two persons have signed, and tell it."""

from __future__ import annotations

import click

from app.ballots import closing_words, secrecy
from app.ballots.cli import ballots_cli
from app.ballots.services import closing
from app.ballots.services.sealing import NeedsTwo, TooEarly
from app.ballots.voting_queries import box_of
from app.db import session
from app.i18n import gettext as _


@ballots_cli.command("close")
@click.argument("edition", type=int)
def close(edition: int) -> None:
    """Empty the box of EDITION (its number), destroy its key, and print what was done, line by line.

    Two persons sign first, each with their own account, at /vote/EDITION/closing. Safe to run again: each step is done
    once, and a closing that was killed goes on where it was.
    """
    try:
        closing.close(edition)
    except TooEarly as error:
        raise click.ClickException(_("Ce vote n'existe pas, ou n'est pas fini.")) from error
    except NeedsTwo as error:
        raise click.ClickException(
            _(
                "Deux personnes doivent d'abord signer, chacune avec son compte : /vote/%(edition)d/closing",
                edition=edition,
            )
        ) from error
    except secrecy.KeyMissing as error:
        raise click.ClickException(_("La clé de l'urne manque. Remettez-la en place, puis recommencez.")) from error
    session().expire_all()
    for line in closing_words.told(box_of(edition)):
        click.echo(line)
