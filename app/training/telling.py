"""What pages tell of training actions: facts, who came, the figures of the year."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from app import clock
from app.funds.models import Fund
from app.i18n import euros, ngettext
from app.i18n import gettext as _
from app.steps import wording as steps_wording
from app.suppression import FEWEST, Few, Shown, published
from app.training import indicators, queries
from app.training.models import Training
from app.training.wording import COLLEGES, PAYERS, SKILLS


def history(training: Training) -> list[tuple[str, Any, str]]:
    """Tell what happened, the latest first, without what is not for everybody."""
    return [
        (steps_wording.told(training, step), step.at, step.note)
        for step in queries.history_of(training)
        if step.is_public
    ]


def facts(training: Training, spent: int) -> list[tuple[str, str]]:
    """Tell what is known of an action; `spent` is in cents, zero when it is not to be told."""
    pairs = [
        (_("Ville"), training.fund.commune.name),
        (_("Ce qu'elle apprend"), str(SKILLS[training.skill]) if training.skill else ""),
        (
            _("Pour qui"),
            ", ".join(str(COLLEGES[college]) for college in COLLEGES if college.value in training.colleges),
        ),
        (_("Donnée par"), training.provider),
        (_("Payée par"), training.payer_name or (str(PAYERS[training.payer]) if training.payer else "")),
        (_("Coût prévu"), euros(training.cost_cents) if training.cost_cents else ""),
        (_("Déjà payé par le fonds"), euros(spent) if spent else ""),
        (_("Lieu"), training.place),
    ]
    return [(term, value) for term, value in pairs if value]


def people(training: Training, *, exact: bool) -> list[str]:
    """Tell who came; in public by college alone, and few people are not told as a number."""
    if exact:
        return [
            f"{row.organisation}, {str(COLLEGES[row.college]).lower()} · {row.people}" for row in training.attendances
        ]
    counted = published(indicators.people_trained([training])).cells
    return [f"{COLLEGES[college]} · {_shown(count)}" for college, count in counted.items()]


def _shown(count: Shown) -> str:
    if isinstance(count, int):
        return str(count)
    return f"< {FEWEST}" if isinstance(count, Few) else _("non publié")


def figures(trainings: Sequence[Training]) -> list[tuple[str, str]]:
    """Return R1 to R3 of the year, those that can be told."""
    year = clock.today().year
    held = indicators.held_between(trainings, date(year, 1, 1), date(year, 12, 31))
    people = sum(indicators.people_trained(held).values())
    hot, change = indicators.hot_score(held), indicators.practice_change(trainings)
    shown = [
        (str(people) if people >= FEWEST else f"< {FEWEST}", ngettext("personne formée", "personnes formées", people))
    ]
    if hot.value is not None and hot.denominator >= 2 * FEWEST:
        shown.append((percent(hot.value), _("de satisfaction en partant")))
    if change.value is not None and change.denominator >= FEWEST:
        shown.append((f"{change.numerator} / {change.denominator}", _("ont changé leur façon de faire")))
    return shown if people else []


def shares(funds: Collection[Fund]) -> list[str]:
    """Tell R4 of the present year for each of these funds that had money: what it spent on training, out of what."""
    year = clock.today().year
    money = queries.money_of(funds, year) if funds else {}
    told = []
    for fund in funds:
        spent, brought = money.get(fund.id, (0, 0))
        share = indicators.share_of_fund({fund.id: spent}, brought).value
        if share is not None:
            told.append(
                _(
                    "%(fund)s\N{NO-BREAK SPACE}: "
                    "%(spent)s de formations payées en %(year)d, soit %(share)s de son argent.",
                    fund=fund.name, spent=euros(spent), year=year, share=percent(share),
                )
            )  # fmt: skip
    return told


def percent(share: float) -> str:
    """Write a share as a whole percentage."""
    return f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
