"""The closing told line by line, from the log of the box: for its page, its minutes and the command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.ballots.models import BallotBox
from app.i18n import day, hour, ngettext
from app.i18n import gettext as _


def told(box: BallotBox | None) -> list[str]:
    """Return each thing that was done, with its instant, in order; nothing before the closing begins."""
    return [f"{_when(line['at'])} {_sentence(line)}" for line in (box.log if box else [])]


def _when(at: str) -> str:
    instant = datetime.fromisoformat(at)
    return _("Le %(day)s à %(hour)s :", day=day(instant), hour=hour(instant))


def _sentence(line: Mapping[str, Any]) -> str:
    what, count = line["what"], int(line.get("count", 0))
    if what in COUNTED:
        return COUNTED[what](count)
    if what == "compared":
        return _(
            "%(ballots)d bulletins dans l'urne, %(voted)d personnes notées comme ayant voté en ligne.",
            ballots=count,
            voted=line["voted"],
        )
    if what == "wiped":
        return _wiped() if line.get("done") else _not_wiped()
    return _("une personne a signé la clôture.")


def _wiped() -> str:
    return _(
        "les pages libérées de la base sont effacées. Les sauvegardes faites pendant le vote gardent les bulletins sous"
        " leur nom de code : sans la clé, elles ne disent rien."
    )


def _not_wiped() -> str:
    return _("les pages libérées de la base n'ont pas pu être effacées tout de suite. Elles le seront avec l'usage.")


COUNTED: dict[str, Callable[[int], str]] = {
    "paper": lambda count: ngettext(
        "%(num)d bulletin en ligne annulé, car la personne a voté sur papier.",
        "%(num)d bulletins en ligne annulés, car les personnes ont voté sur papier.",
        count,
    ),
    "struck": lambda count: ngettext(
        "%(num)d bulletin annulé, car la personne a été retirée de la liste.",
        "%(num)d bulletins annulés, car les personnes ont été retirées de la liste.",
        count,
    ),
    "unknown": lambda count: ngettext(
        "%(num)d bulletin ne correspond à personne de la liste : il est écarté.",
        "%(num)d bulletins ne correspondent à personne de la liste : ils sont écartés.",
        count,
    ),
    "drafts": lambda count: ngettext(
        "%(num)d brouillon jamais déposé est effacé.", "%(num)d brouillons jamais déposés sont effacés.", count
    ),
    "emptied": lambda count: ngettext(
        "%(num)d bulletin est rangé sans nom de code, dans un ordre tiré au sort.",
        "%(num)d bulletins sont rangés sans nom de code, dans un ordre tiré au sort.",
        count,
    ),
    "discarded": lambda count: ngettext(
        "le vote est annulé : %(num)d bulletin est effacé sans être lu.",
        "le vote est annulé : %(num)d bulletins sont effacés sans être lus.",
        count,
    ),
    "destroyed": lambda count: ngettext(
        "la clé est détruite (%(num)d fichier).", "la clé est détruite (%(num)d fichiers).", count
    ),
}
