"""A count in plain words: for every project one paragraph, why it won or what it lacked, with its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.ballots.models import VoteCount
from app.ballots.report import shown
from app.ballots.rules.outcome import WON, Verdict
from app.i18n import euros, ngettext
from app.i18n import gettext as _
from app.projects.labels import THEMES
from app.projects.models import Theme

Round = Mapping[str, Any]


@dataclass(frozen=True)
class Fate:
    """What became of one project of the list, and the paragraph that explains it."""

    ref: str
    title: str
    is_winner: bool
    is_withdrawn: bool
    votes: int
    cost_cents: int
    sector: str
    says: str


def fates(record: Mapping[str, Any], result: VoteCount) -> list[Fate]:
    """Tell what became of each project: winners as they were funded, then the others from the most votes down."""
    titles = {each["id"]: each["title"] for each in record["projects"]}
    last = _decisive(result)
    told = [
        Fate(
            ref=each["id"],
            title=each["title"],
            is_winner=each["id"] in result.winners,
            is_withdrawn=each["id"] in result.withdrawn,
            votes=result.outcome["votes"].get(each["id"], 0),
            cost_cents=each["cost_cents"],
            sector=each["sector"],
            says=sentence(record, result, last[each["id"]], titles)
            if each["id"] in last
            else _("Retiré du vote. Ses voix ne vont à personne d'autre."),
        )
        for each in record["projects"]
    ]
    place = {ref: rank for rank, ref in enumerate(result.winners)}
    return sorted(told, key=lambda each: (each.is_withdrawn, place.get(each.ref, len(place)), -each.votes, each.ref))


def sentence(record: Mapping[str, Any], result: VoteCount, made: Round, titles: Mapping[str, str]) -> str:
    """Put one round in words."""
    verdict = Verdict(made["verdict"])
    words = {
        "support": _support(record, result, made),
        "votes": _votes(result.outcome["votes"].get(made["project"], 0)),
        "cost": money(made["cost"]),
        "left": money(made["left"]),
        "lacking": money(made["lacking"] or "0"),
    }
    if verdict in WON:
        said = _won(made, verdict, words)
    elif verdict is Verdict.SUPPORTERS_CANNOT_PAY:
        raised = money(str(Fraction(made["cost"]) - Fraction(made["lacking"])))
        said = _(
            "Pas choisi. Il a %(votes)s. Ces personnes avaient encore %(raised)s ensemble. Il manquait %(lacking)s.",
            raised=raised, **words,
        )  # fmt: skip
    else:
        said = _lost(made, verdict, words, titles)
    return f"{said} {_tie(made, titles)}".strip()


def money(text: str) -> str:
    """Write an exact amount in euros; one that is no whole number of cents is said to be rounded."""
    cents = Fraction(text) * 100
    if cents.denominator == 1:
        return euros(int(cents))
    return _("environ %(amount)s", amount=euros(round(cents)))


def _decisive(result: VoteCount) -> dict[str, Round]:
    """Keep for each project the round that decided: the one that funded it, else its last one."""
    last: dict[str, Round] = {}
    for made in result.outcome["rounds"]:
        if made["project"] not in result.winners or made["verdict"] in WON:
            last[made["project"]] = made
    return last


def _won(made: Round, verdict: Verdict, words: Mapping[str, str]) -> str:
    payment = made["payment"]
    if verdict is Verdict.TOPPED_UP:
        return _("Choisi avec %(support)s. Il manquait %(lacking)s : la réserve prévue les ajoute.", **words)
    if payment:
        return _paid(payment, words)
    if made["stage"].startswith("floor"):
        return _("Choisi avec %(support)s : c'est le mieux soutenu de son secteur. Il coûte %(cost)s.", **words)
    before = money(str(Fraction(made["left"]) + Fraction(made["cost"])))
    return _("Choisi avec %(support)s. Il coûte %(cost)s et il restait %(before)s.", before=before, **words)


def _paid(payment: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Say who paid: each the price, or all that they still had of their part."""
    price, in_full = money(payment["price"]), shown(Fraction(payment["in_full"]))
    said = _("Choisi avec %(votes)s. Il coûte %(cost)s.", **words)
    if Fraction(payment["all_they_had"]) == 0:
        return f"{said} " + _("Chaque personne qui le soutient paie %(price)s de sa part.", price=price)
    others = shown(Fraction(payment["all_they_had"]))
    return f"{said} " + _(
        "%(in_full)s personnes paient %(price)s de leur part, et %(others)s paient ce qui leur restait.",
        in_full=in_full, price=price, others=others,
    )  # fmt: skip


def _lost(made: Round, verdict: Verdict, words: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Say what a project lacked."""
    reasons = {
        Verdict.NO_SUPPORT: _("Personne n'a voté pour ce projet."),
        Verdict.BELOW_MINIMUM: _("Il a %(support)s : c'est moins que le minimum prévu par la règle.", **words),
        Verdict.RIVAL_FUNDED: _(
            "On ne peut pas le faire avec « %(rival)s », qui est choisi.",
            rival=titles.get(made["because"], made["because"]),
        ),
        Verdict.CAP_REACHED: _(
            "Avec lui, « %(name)s » dépassait sa part de l'enveloppe.", name=_label(made["because"])
        ),
        Verdict.PLACE_TAKEN: _("Son secteur avait déjà sa place."),
        Verdict.NOT_REACHED: _("Il a %(support)s. Le compte s'est arrêté avant lui, comme la règle le dit.", **words),
        Verdict.DOES_NOT_FIT: _(
            "Il a %(support)s et coûte %(cost)s. À son tour, il restait %(left)s : il manquait %(lacking)s.", **words
        ),
    }
    return _("Pas choisi.") + f" {reasons[verdict]}"


def _label(because: str) -> str:
    """Say the neighbourhood or the theme that an obstacle names as `sector:…` or `theme:…`."""
    kind, _colon, value = because.partition(":")
    return str(THEMES[Theme(value)]) if kind == "theme" else value


def _tie(made: Round, titles: Mapping[str, str]) -> str:
    if not made["tied_with"]:
        return ""
    others = ", ".join(f"« {titles.get(ref, ref)} »" for ref in made["tied_with"])
    return _("À égalité avec %(others)s : l'ordre tiré au sort d'avance a décidé.", others=others)


def _support(record: Mapping[str, Any], result: VoteCount, made: Round) -> str:
    """Say the support that the rule counts, in its own unit."""
    support, kind = Fraction(made["support"]), record["ballot"]["kind"]
    if record["rule"]["name"] == "majority_judgment":
        grades = record["ballot"]["grades"]
        grade = grades[int(support)] if 0 <= support < len(grades) else shown(support)
        return _("la mention « %(grade)s » pour une moitié au moins", grade=grade)
    scored = dict(record["rule"]["settings"]).get("score", "votes")
    if scored in ("points", "ranks") and kind in ("points", "ranking"):
        return ngettext("%(shown)s point", "%(shown)s points", int(support), shown=shown(support))
    return _votes(result.outcome["votes"].get(made["project"], 0))


def _votes(number: int) -> str:
    return ngettext("%(num)d voix", "%(num)d voix", number)
