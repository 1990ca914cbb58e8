"""Who may vote and how they are known: a choice with safe defaults, told in plain words with what it risks.

Kept as plain data in `Edition.voters`. No identity paper is ever asked for, nor a date of birth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.i18n import gettext as _

SAFE_AGE = 11
"""Tours: from eleven years on, said by the person."""


@dataclass(frozen=True, kw_only=True)
class Electorate:
    """The ways onto the roll, which add up; the default is codes handed out in person, and staff who vouch.

    `codes_by_two`: sheets printed ahead open nothing until somebody else than who printed them lets them out.
    """

    by_list: bool = False
    by_codes: bool = True
    by_vouching: bool = True
    codes_by_two: bool = True

    def as_data(self) -> dict[str, Any]:
        """Return what is kept with the edition."""
        return asdict(self)

    @property
    def is_open_to_somebody(self) -> bool:
        """Say whether there is at least one way onto the roll."""
        return self.by_list or self.by_codes or self.by_vouching


def electorate_of(data: Mapping[str, Any] | None) -> Electorate:
    """Read what is kept with an edition; nothing kept is what every edition did before it could be chosen."""
    known = Electorate(codes_by_two=False).as_data()
    return Electorate(**{name: bool((data or {}).get(name, default)) for name, default in known.items()})


@dataclass(frozen=True)
class Told:
    """One way onto the roll in plain words: what it means, and what may go wrong."""

    title: str
    means: str
    risk: str


def told(electorate: Electorate, min_age: int) -> list[Told]:
    """Say what a choice means for residents, and its risks, in the order in which one meets them."""
    lines = [line for wanted, line in _ways(electorate) if wanted]
    if electorate.by_list and electorate.by_codes:
        lines.append(_twice())
    if electorate.by_list or electorate.by_codes:
        lines.append(_printed(by_two=electorate.codes_by_two))
    return [*lines, _age(min_age)]


def _ways(electorate: Electorate) -> list[tuple[bool, Told]]:
    return [
        (
            electorate.by_list,
            Told(
                _("Une liste d'habitants et d'habitantes"),
                _("Seules les personnes de la liste votent. Chacune reçoit un code, ou entre avec son compte."),
                _("Une liste oublie souvent les personnes hébergées, les jeunes et les nouveaux venus."),
            ),
        ),
        (
            electorate.by_codes,
            Told(
                _("Des codes remis en main propre"),
                _("Vous imprimez des feuilles. Chaque feuille porte un code et permet un seul bulletin."),
                _("Une feuille perdue peut servir à quelqu'un d'autre. Remettez-les contre une signature."),
            ),
        ),
        (
            electorate.by_vouching,
            Told(
                _("Une personne de l'équipe se porte garante"),
                _("L'équipe reçoit la personne, note son nom, fait signer le registre et lui donne un code."),
                _("Tout repose sur l'équipe. Le registre dit qui s'est porté garant de qui."),
            ),
        ),
    ]


def _twice() -> Told:
    return Told(
        _("La liste et les codes ensemble"),
        _("Une personne de la liste peut aussi recevoir une feuille."),
        _("Elle pourrait voter deux fois. Cochez son nom sur la liste quand vous lui donnez une feuille."),
    )


def _printed(*, by_two: bool) -> Told:
    if by_two:
        return Told(
            _("Des feuilles libérées à deux"),
            _("Une personne imprime. Une autre compte le paquet et le libère. Avant, les codes n'ouvrent rien."),
            _("Qui imprime a pu copier un code et voter. La personne qui le reçoit le verra, et changera ce vote."),
        )
    return Told(
        _("Des feuilles qui servent dès l'impression"),
        _("Une seule personne imprime. Les codes ouvrent l'urne aussitôt."),
        _("Qui imprime pourrait voter avec les codes, seul ou seule. Libérez plutôt les feuilles à deux."),
    )


def _age(min_age: int) -> Told:
    return Told(
        _("L'âge, sur parole"),
        _("On vote à partir de %(age)d ans. La personne le déclare, personne ne demande ses papiers.", age=min_age),
        _("Quelques enfants plus jeunes voteront peut-être. C'est moins grave que d'éloigner des familles."),
    )
