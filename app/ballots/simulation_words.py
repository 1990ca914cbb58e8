"""What a comparison of rules means for residents, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from app.ballots.simulation import Effects
from app.i18n import euros, ngettext
from app.i18n import gettext as _


def told(effects: Effects) -> Iterator[str]:
    """Tell what one rule does: how many projects, the money, who gets nothing, the neighbourhoods."""
    yield ngettext("%(num)d projet est réalisé.", "%(num)d projets sont réalisés.", effects.winners)
    yield _("%(spent)s sont dépensés, il reste %(left)s.", spent=_euros(effects.spent), left=_euros(effects.left))
    yield _("Sur 100 personnes, %(number)d ne voient aucun de leurs choix réalisé.", number=effects.none_of_theirs)
    if len(effects.sectors) > 1:
        yield (
            _("Sans aucun projet : %(names)s.", names=", ".join(effects.without))
            if effects.without
            else _("Chaque quartier a au moins un projet.")
        )
        least, most = effects.spread
        yield _("D'un quartier à l'autre : de %(least)s à %(most)s.", least=_euros(least), most=_euros(most))


def sentence_of_cap(capped: int, cap: str, *, is_looked_at: bool) -> str:
    """Tell what the limit by theme did, or that these ballots say nothing of themes; `cap` is an amount in words."""
    if not is_looked_at:
        return _("Ce fichier ne dit pas les thèmes : la limite par thème n'est pas comptée ici.")
    kept = _("La limite par thème, %(sum)s, est comptée comme le jour du vote.", sum=cap)
    out = ngettext("Elle écarte %(num)d projet.", "Elle écarte jusqu'à %(num)d projets.", capped)
    return f"{kept} {out}" if capped else f"{kept} {_('Ici, elle ne change rien.')}"


def sentence_between(first: Effects, second: Effects) -> list[str]:
    """Tell what changes from one rule to the other, or that nothing does."""
    names = {"first": str(first.preset.name), "second": str(second.preset.name)}
    said = []
    if second.none_of_theirs != first.none_of_theirs:
        better, worse = sorted((first, second), key=lambda one: one.none_of_theirs)
        said.append(
            _(
                "Avec « %(rule)s », plus de personnes voient un de leurs choix réalisé : %(number)d de plus sur 100.",
                rule=better.preset.name, number=worse.none_of_theirs - better.none_of_theirs,
            )
        )  # fmt: skip
    if second.winners != first.winners:
        more = max((first, second), key=lambda one: one.winners)
        said.append(_("« %(rule)s » réalise plus de projets, plus petits.", rule=more.preset.name))
    if len(first.without) != len(second.without):
        fewer = min((first, second), key=lambda one: len(one.without))
        said.append(_("« %(rule)s » laisse moins de quartiers sans rien.", rule=fewer.preset.name))
    return said or [_("Sur ces bulletins, « %(first)s » et « %(second)s » donnent la même chose.", **names)]


def rows_by_sector(first: Effects, second: Effects) -> list[tuple[str, str, str]]:
    """Put side by side, for each neighbourhood, its projects and its money under the two rules."""
    names = sorted({*first.sectors, *second.sectors})
    return [(name, _part(first, name), _part(second, name)) for name in names]


def _part(effects: Effects, name: str) -> str:
    projects, money = effects.sectors.get(name, (0, 0))
    if not projects:
        return _("rien")
    number = ngettext("%(num)d projet", "%(num)d projets", projects)
    return f"{number}, {_euros(money)}"


def _euros(amount: object) -> str:
    return euros(int(amount * 100))  # type: ignore[operator]
