"""What is printed for a vote: the sheets that carry a code, the register to sign."""

from __future__ import annotations

from collections.abc import Sequence

from app import pdf, qr
from app.addresses import full_address
from app.ballots import secrecy
from app.ballots.models import Edition, Voter
from app.ballots.services.roll import Code
from app.i18n import day, hour
from app.i18n import gettext as _

BLANK_LINES = 18
"""Lines of a register whose voters are not known beforehand."""


def code_sheets(edition: Edition, codes: Sequence[Code]) -> bytes:
    """Return the sheets of these codes, one a page: the code to type, a square to photograph, what to do with it."""
    address = full_address(f"/vote/{edition.id}")
    ends = edition.closes_at
    return pdf.made(
        "ballots/documents/code_sheets.typ",
        {
            "title": _("Votre code pour voter"),
            "edition": edition.title,
            "until": _("Votez avant le %(day)s à %(hour)s.", day=day(ends), hour=hour(ends)) if ends else "",
            "how": [
                _("Avec un téléphone : photographiez le carré."),
                _("Sur un ordinateur : tapez l'adresse, puis votre code."),
                _("Sur une borne du quartier : tapez votre code. Quelqu'un peut vous aider, sans regarder."),
            ],
            "address": address,
            "secret": _("Ce code est à vous seul, ou à vous seule. Ne le donnez à personne."),
            "lost": _("Feuille perdue ? Dites-le à l'équipe avec le numéro de feuille : l'ancien code sera annulé."),
            "number": _("Feuille n°"),
            "code_alt": _("Carré à photographier avec un téléphone : il mène à la page du vote avec votre code"),
            "sheets": [_sheet(address, code) for code in codes],
        },
    )


def register(edition: Edition, voters: Sequence[Voter]) -> bytes:
    """Return the register to sign: who received a sheet, or voted. Names on the list first, then empty lines."""
    known = [voter for voter in voters if voter.name]
    return pdf.made(
        "ballots/documents/register.typ",
        {
            "title": _("Registre des votes"),
            "subtitle": edition.title,
            "explained": _("Chaque personne signe quand elle reçoit son code. Personne ne montre ses papiers."),
            "columns": [_("Nom"), _("Adresse"), _("Feuille n°"), _("A l'âge de voter"), _("Signature")],
            "rows": [[voter.name, voter.about, _serial(voter)] for voter in known],
            "blank": BLANK_LINES,
            "keep": _("Ce registre est effacé trois mois après la fin du vote."),
        },
    )


def _sheet(address: str, code: Code) -> dict[str, str]:
    return {
        "name": code.name,
        "serial": str(code.serial),
        "code": secrecy.grouped(code.code),
        "qr": qr.svg(f"{address}#{code.code}"),
    }


def _serial(voter: Voter) -> str:
    return next((str(code.serial) for code in voter.codes if code.cancelled_on is None), "")
