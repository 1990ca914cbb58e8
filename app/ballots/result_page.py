"""What the page of a result shows, read in a few queries whatever the number of projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.ballots import result_words
from app.ballots.freezing import frozen_record
from app.ballots.models import Edition, VoteCount
from app.ballots.pb_export import FEWEST_TO_PUBLISH, options_of, settings_of
from app.ballots.presets import preset_of
from app.ballots.result_queries import counts_of
from app.ballots.result_words import Fate
from app.ballots.rules.outcome import Verdict
from app.ballots.tally import EMPTY, tally_of
from app.i18n import LazyString
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.suppression import Published, published

CENTS = 100
CHANNELS: dict[str, LazyString] = {
    "online": _l("En ligne"),
    "kiosk": _l("Sur une borne"),
    "paper": _l("Sur papier"),
    EMPTY: _l("En ligne ou sur une borne"),
}


@dataclass(frozen=True)
class Step:
    """One round of the count in words."""

    title: str
    says: str
    is_won: bool


@dataclass(frozen=True)
class ResultPage:
    """Everything the page shows; `is_small` when so few voted that only totals are given."""

    edition: Edition
    last: VoteCount
    earlier: Sequence[tuple[VoteCount, Sequence[str]]]
    fates: Sequence[Fate]
    steps: Sequence[Step]
    spent_cents: int
    reserve_cents: int
    left_cents: int
    most_votes: int
    channels: Published[str]
    places: Published[str]
    rule: str
    rule_says: str
    options: str
    is_small: bool

    @property
    def winners(self) -> list[Fate]:
        """Return the projects that won."""
        return [each for each in self.fates if each.is_winner]

    @property
    def others(self) -> list[Fate]:
        """Return the projects that did not."""
        return [each for each in self.fates if not each.is_winner]


def page_of(edition: Edition) -> ResultPage:
    """Gather the page of an edition whose result is published."""
    record, counts = frozen_record(edition), counts_of(edition.id)
    last, titles = counts[-1], {each["id"]: each["title"] for each in record["projects"]}
    told = result_words.fates(record, last)
    is_small = last.voters < FEWEST_TO_PUBLISH
    settings = [] if is_small else settings_of(edition, record, tally_of(edition.id))
    return ResultPage(
        edition=edition,
        last=last,
        earlier=[(each, [titles[ref] for ref in each.winners]) for each in counts[:-1]],
        fates=told,
        steps=[] if is_small else _steps(record, last, titles),
        spent_cents=_cents(last.outcome["spent"]),
        reserve_cents=_cents(last.outcome["reserve"]),
        left_cents=_cents(last.outcome["left"]),
        most_votes=max((each.votes for each in told), default=0),
        channels=published({str(CHANNELS[name]): last.ballots[name] for name in CHANNELS if last.ballots.get(name)}),
        places=published({name or _("Quartier non dit"): number for name, number in last.turnout.items()}),
        rule=record["rule"]["name"],
        rule_says=str(preset_of(edition).how),
        options=options_of(record["rule"]["name"], settings),
        is_small=is_small,
    )


def _steps(record: Mapping[str, Any], last: VoteCount, titles: Mapping[str, str]) -> list[Step]:
    return [
        Step(
            titles.get(made["project"], made["project"]),
            result_words.sentence(record, last, made, titles),
            made["verdict"] in (Verdict.FUNDED, Verdict.TOPPED_UP),
        )
        for made in last.outcome["rounds"]
    ]


def _cents(text: str) -> int:
    return int(Fraction(text) * CENTS)
