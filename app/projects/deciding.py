"""Who decided on a project, told by the slices above that hold decisions; we import none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.projects.models import Project


@dataclass(frozen=True)
class Deciding:
    """One decision on a project: when, how many votes counted, how many were those of residents.

    A vote of residents that binds (a ballot open to all of them) has as many residents' votes as votes.
    """

    at: datetime
    votes: int
    residents_votes: int

    @property
    def is_residents_own(self) -> bool:
        """Say whether residents held at least half of the votes (PRACTICE §2.1, rung 5)."""
        return self.votes > 0 and 2 * self.residents_votes >= self.votes


DecisionSource = Callable[[Project], Iterable[Deciding]]
_sources: list[DecisionSource] = []


def decision_source(source: DecisionSource) -> DecisionSource:
    """Register a function that tells the decisions taken on a project, in one query."""
    if source not in _sources:
        _sources.append(source)
    return source


def decisions_on(project: Project) -> list[Deciding]:
    """Return every decision taken on a project, the first one first."""
    return sorted((one for source in _sources for one in source(project)), key=lambda one: one.at)
