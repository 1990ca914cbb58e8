"""A fund's rules in plain sentences, and what changes from one version to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.funds.parameters import CHAPTERS, PARAMETERS, Chapter, Kind, Parameter
from app.funds.rulebook import Exclusion, FundRules, PaymentMode, VoteMode
from app.funds.wording import MODES, VOTE_MODES
from app.i18n import euros, ngettext
from app.i18n import gettext as _


@dataclass(frozen=True)
class Told:
    """A chapter of the rules as people read it."""

    chapter: Chapter
    title: str
    sentences: list[str]


@dataclass(frozen=True)
class Difference:
    """One parameter that two versions write differently."""

    question: str
    before: str
    now: str


def chapters(rules: FundRules) -> list[Told]:
    """Tell rules in plain sentences, chapter by chapter; a chapter with nothing to say is left out."""
    told = [Told(chapter, str(title), list(_TELLERS[chapter](rules))) for chapter, title in CHAPTERS.items()]
    return [chapter for chapter in told if chapter.sentences]


def beside_the_amount(rules: FundRules) -> list[str]:
    """Tell what a team must know when it writes its budget."""
    return list(_how_much(rules))


def differences(before: FundRules, now: FundRules) -> list[Difference]:
    """Return each parameter whose value changed, with both values in words."""
    return [
        Difference(str(parameter.question), said(parameter, before), said(parameter, now))
        for parameter in PARAMETERS
        if getattr(before, parameter.name) != getattr(now, parameter.name)
    ]


def summary(rules: FundRules) -> list[str]:
    """Tell in a few sentences who may ask, how much, and who decides."""
    shown = [*_who(rules), *_how_much(rules), next(_deciding(rules))]
    return [sentence for sentence in shown if sentence != rules.elsewhere]


def every_value(rules: FundRules) -> list[tuple[Parameter, str]]:
    """Return each parameter with its value in words."""
    return [(parameter, said(parameter, rules)) for parameter in PARAMETERS]


def said(parameter: Parameter, rules: FundRules) -> str:
    """Write the value of a parameter as people say it."""
    return _SAID[parameter.kind](getattr(rules, parameter.name))


def _percent(value: int) -> str:
    return _("%(value)d %%", value=value)


def _days(value: int) -> str:
    return ngettext("%(num)d jour", "%(num)d jours", value)


def _modes(words: dict[Any, Any], enum: Callable[[str], Any]) -> Callable[[list[str]], str]:
    return lambda values: ", ".join(str(words[enum(value)]).lower() for value in values)


def _exclusions(listed: list[Exclusion]) -> str:
    said_of = {True: _("%(what)s (refusé)"), False: _("%(what)s (à discuter)")}
    return ", ".join(said_of[one["blocking"]] % {"what": one["sentence"].rstrip(".")} for one in listed) or _("rien")


_SAID: dict[Kind, Callable[[Any], str]] = {
    Kind.EUROS: euros,
    Kind.PERCENT: _percent,
    Kind.DAYS: _days,
    Kind.COUNT: str,
    Kind.YES_NO: lambda value: _("oui") if value else _("non"),
    Kind.TEXT: lambda value: value or _("(rien)"),
    Kind.PAYMENT_MODES: _modes(MODES, PaymentMode),
    Kind.VOTE_MODES: _modes(VOTE_MODES, VoteMode),
    Kind.EXCLUSIONS: _exclusions,
}


def _who(rules: FundRules) -> Iterator[str]:
    yield ngettext(
        "Une personne seule, un groupe ou une association peut demander.",
        "Un groupe d'au moins %(num)d personnes peut demander.",
        rules.min_group,
    )
    if rules.min_group > 1:
        yield _("Une association peut aussi demander.")
    yield _("Une équipe qui doit encore un bilan ne reçoit pas de nouvelle aide.")


def _what(rules: FundRules) -> Iterator[str]:
    yield from rules.excluded(blocking=True)
    for sentence in rules.excluded(blocking=False):
        yield _("À discuter avant : %(what)s", what=sentence[:1].lower() + sentence[1:])


def _how_much(rules: FundRules) -> Iterator[str]:
    if rules.min_amount_cents:
        yield _("Le fonds aide à partir de %(least)s.", least=euros(rules.min_amount_cents))
    yield _("Le fonds donne %(cap)s au plus par projet.", cap=euros(rules.cap_cents))
    if rules.above_cap_allowed:
        yield _("Le comité peut aller plus haut, si l'équipe explique pourquoi.")
    if rules.elsewhere:
        yield rules.elsewhere
    if rules.max_share_pct < 100:  # noqa: PLR2004 - all of it
        yield _("Le fonds paie %(share)d %% des dépenses au plus.", share=rules.max_share_pct)
    yield from _own_part(rules)


def _own_part(rules: FundRules) -> Iterator[str]:
    if rules.own_share_pct and rules.own_in_kind_counts:
        yield _(
            "L'équipe apporte au moins %(share)d %% du total, en temps, en matériel ou en argent.",
            share=rules.own_share_pct,
        )
    elif rules.own_share_pct:
        yield _("L'équipe apporte au moins %(share)d %% du total, en argent.", share=rules.own_share_pct)
    if rules.own_money_pct and (rules.own_in_kind_counts or rules.own_money_pct > rules.own_share_pct):
        yield _("L'équipe apporte au moins %(share)d %% du total en argent.", share=rules.own_money_pct)


def _deciding(rules: FundRules) -> Iterator[str]:
    yield _("Un comité décide. Les habitants et habitantes y ont plus de %(share)d %% des voix.",
            share=rules.residents_majority_pct)  # fmt: skip
    yield _("Les financeurs votent aussi.") if rules.funders_vote else _("Les financeurs écoutent, mais ne votent pas.")
    yield _("Une personne qui porte un projet ne vote pas pour ce projet.")
    yield ngettext(
        "Le comité décide si %(share)d %% des votants sont là, dont au moins %(num)d habitant ou habitante.",
        "Le comité décide si %(share)d %% des votants sont là, dont au moins %(num)d habitants et habitantes.",
        rules.quorum_residents,
        share=rules.quorum_pct,
    )
    if rules.second_call_waives_quorum:
        yield ngettext(
            "Sinon, une autre séance a lieu au moins %(num)d jour après. Elle décide avec les personnes présentes.",
            "Sinon, une autre séance a lieu au moins %(num)d jours après. Elle décide avec les personnes présentes.",
            rules.second_call_days,
        )
    if rules.deposit_lead_days:
        yield ngettext(
            "Le dossier doit être complet %(num)d jour avant la séance.",
            "Le dossier doit être complet %(num)d jours avant la séance.",
            rules.deposit_lead_days,
        )
    yield _("Façons de voter : %(modes)s.", modes=_SAID[Kind.VOTE_MODES](rules.vote_modes))


def _paying(rules: FundRules) -> Iterator[str]:
    yield _("Un accord est signé avant tout paiement.")
    if rules.advance_rate_pct:
        yield _("Une association peut recevoir %(rate)d %% avant le projet.", rate=rules.advance_rate_pct)
    if rules.advance_pct(to_person=True):
        yield _("Un groupe peut recevoir %(rate)d %% avant le projet.", rate=rules.advance_rate_person_pct)
    else:
        yield _("Un groupe ne reçoit pas d'avance. Le fonds achète pour lui, ou rembourse ses tickets.")
    yield _("Façons de payer : %(modes)s.", modes=_SAID[Kind.PAYMENT_MODES](rules.payment_modes))
    yield _("Au-dessus de %(amount)s, deux personnes signent chaque paiement.", amount=euros(rules.two_person_cents))


def _afterwards(rules: FundRules) -> Iterator[str]:
    yield ngettext(
        "L'équipe envoie son bilan et ses tickets dans le jour qui suit la fin.",
        "L'équipe envoie son bilan et ses tickets dans les %(num)d jours après la fin.",
        rules.report_days,
    )
    yield ngettext(
        "L'argent qui n'a pas servi est rendu au fonds en %(num)d jour.",
        "L'argent qui n'a pas servi est rendu au fonds en %(num)d jours.",
        rules.refund_days,
    )
    yield _("Un panel d'habitants et habitantes évalue chaque projet.")
    if rules.carry_over_pct == 100:  # noqa: PLR2004 - all of it
        yield _("À la fin de l'année, l'argent restant passe à l'année suivante.")
    elif rules.carry_over_pct:
        yield _("À la fin de l'année, %(share)d %% de l'argent restant passe à l'année suivante.",
                share=rules.carry_over_pct)  # fmt: skip
    else:
        yield _("À la fin de l'année, l'argent restant retourne aux financeurs.")


_TELLERS: dict[Chapter, Callable[[FundRules], Iterator[str]]] = {
    Chapter.WHO: _who,
    Chapter.WHAT: _what,
    Chapter.HOW_MUCH: _how_much,
    Chapter.DECIDING: _deciding,
    Chapter.PAYING: _paying,
    Chapter.AFTERWARDS: _afterwards,
}
