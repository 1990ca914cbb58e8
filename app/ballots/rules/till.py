"""The money during a count, and what may stand between it and a project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from app.ballots.rules.outcome import Round, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from app.ballots.rules.contest import Contest
    from app.ballots.rules.records import Limits


class Obstacle(NamedTuple):
    """Why a project cannot be funded now; `lacking` in grains of money."""

    verdict: Verdict
    because: str = ""
    lacking: int | None = None


class Till:
    """What is left, what is funded, what this pass may still fund: one object follows the count from pass to pass."""

    def __init__(self, contest: Contest, limits: Limits, left: int, chosen: Iterable[int] = ()) -> None:
        """Open the till with an amount in grains and the candidates that are funded already."""
        self.contest = contest
        self.limits = limits
        self.left = left
        self.spent = 0
        self.reserve = 0
        self.chosen = list(chosen)
        self.label = ""
        self.most = 0

    def copy(self) -> Till:
        """Copy the till, to try what a count would give."""
        twin = Till(self.contest, self.limits, self.left, self.chosen)
        twin.spent, twin.reserve, twin.label, twin.most = self.spent, self.reserve, self.label, self.most
        return twin

    def follow(self, other: Till) -> None:
        """Take over what was tried on a copy."""
        self.left, self.spent, self.reserve, self.chosen = other.left, other.spent, other.reserve, list(other.chosen)

    def pay(self, position: int) -> None:
        """Fund a candidate, from the reserve for what the till lacks."""
        cost = self.contest.candidates[position].cost
        self.reserve += max(0, cost - self.left)
        self.spent += min(cost, self.left)
        self.left = max(0, self.left - cost)
        self.chosen.append(position)

    def lend(self, position: int) -> None:
        """Fund a candidate whatever is left: for a trial in which the money may not be enough."""
        cost = self.contest.candidates[position].cost
        self.spent += cost
        self.left -= cost
        self.chosen.append(position)

    def obstacle(self, position: int) -> Obstacle | None:
        """Say what keeps a candidate out now, the lack of money last."""
        cost = self.contest.candidates[position].cost
        if obstacle := self.bar(position):
            return obstacle
        return Obstacle(Verdict.DOES_NOT_FIT, lacking=cost - self.left) if cost > self.left else None

    def bar(self, position: int) -> Obstacle | None:
        """Say what keeps a candidate out whatever money is left: a rival, a cap, or a place that is taken."""
        candidate = self.contest.candidates[position]
        for group in self.limits.exclusive:
            rival = next((p for p in self.chosen if candidate.id in group and self._id(p) in group), None)
            if rival is not None:
                return Obstacle(Verdict.RIVAL_FUNDED, self._id(rival))
        for cap in self.limits.caps:
            if candidate.labels.get(cap.label) == cap.value:
                over = self._spent_on(cap.label, cap.value) + candidate.cost - cap.amount * self.contest.money_grain
                if over > 0:
                    return Obstacle(Verdict.CAP_REACHED, f"{cap.label}:{cap.value}")
        if self.most and self._taken(candidate.labels.get(self.label, "")) >= self.most:
            return Obstacle(Verdict.PLACE_TAKEN, f"{self.label}:{candidate.labels.get(self.label, '')}")
        return None

    def round(self, position: int, verdict: Verdict, support: Fraction) -> Round:
        """Write down what was just decided of a candidate."""
        candidate, money = self.contest.candidates[position], self.contest.money
        cost, left = money(candidate.cost), money(self.left)
        return Round(project=candidate.id, verdict=verdict, support=support, cost=cost, left=left)

    def refusal(self, position: int, obstacle: Obstacle, support: Fraction) -> Round:
        """Write down what kept a candidate out."""
        lacking = None if obstacle.lacking is None else self.contest.money(obstacle.lacking)
        return replace(self.round(position, obstacle.verdict, support), because=obstacle.because, lacking=lacking)

    def _id(self, position: int) -> str:
        return self.contest.candidates[position].id

    def _with_label(self, label: str, value: str) -> list[int]:
        return [p for p in self.chosen if self.contest.candidates[p].labels.get(label, "") == value]

    def _spent_on(self, label: str, value: str) -> int:
        return sum(self.contest.candidates[p].cost for p in self._with_label(label, value))

    def _taken(self, value: str) -> int:
        return len(self._with_label(self.label, value))
