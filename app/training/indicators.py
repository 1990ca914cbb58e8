"""The indicators R1 to R4 of DOMAIN §C.7, from actions already read: pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.training.models import College, Training


@dataclass(frozen=True)
class Ratio:
    """A share with what it is made of; None when nobody was asked."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The share, between 0 and 1."""
        return self.numerator / self.denominator if self.denominator else None


def held_between(trainings: Iterable[Training], start: date, end: date) -> list[Training]:
    """Return the actions that took place in a period, both ends included."""
    return [one for one in trainings if one.attendances and one.held_on and start <= one.held_on <= end]


def people_trained(trainings: Iterable[Training]) -> Counter[College]:
    """R1: people who came, by college; somebody who came twice counts twice, for no name is kept."""
    counted: Counter[College] = Counter()
    for training in trainings:
        for row in training.attendances:
            counted[row.college] += row.people
    return counted


def hot_score(trainings: Iterable[Training]) -> Ratio:
    """R2: satisfaction on leaving: a happy face counts 2, a neutral one 1, out of 2 for each answer."""
    given = [one.hot for one in trainings if one.hot is not None]
    answers = sum(hot.happy + hot.neutral + hot.unhappy for hot in given)
    return Ratio(sum(2 * hot.happy + hot.neutral for hot in given), 2 * answers)


def practice_change(trainings: Iterable[Training]) -> Ratio:
    """R3: people who changed their practice, out of those asked months later."""
    given = [one.cold for one in trainings if one.cold is not None]
    return Ratio(sum(cold.changed for cold in given), sum(cold.asked for cold in given))


def share_of_fund(spent: Mapping[int, int], received_cents: int) -> Ratio:
    """R4: cents that the fund paid for training, out of those it received."""
    return Ratio(sum(spent.values()), received_cents)
