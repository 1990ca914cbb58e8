"""Two rules side by side before one is adopted: on invented ballots, or on those of a real vote (a Pabulib file).

Invented voters live in the neighbourhoods of the edition and like some projects more than others; the same tastes are
written on each kind of ballot, so that two rules judge the same people. A seed makes the draw one that can be repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from app.ballots.models import BallotKind
from app.ballots.pabulib_contest import adapted, contest_of
from app.ballots.presets import settings_of
from app.ballots.rules import count
from app.ballots.rules.contest import Contest, Vote, gather
from app.ballots.rules.outcome import Verdict
from app.ballots.rules.settings import plan_from, rule_named
from app.projects.models import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ballots.presets import Preset
    from app.ballots.rules.outcome import Outcome
    from app.pabulib import Election

VOTERS = 600
PROJECTS_BY_PLACE = 6
NEAR, FAR = 70, 30
"""How much, of a hundred, people like at most a project of their own neighbourhood more, and one elsewhere."""
SECTOR_COLUMNS = ("district", "neighborhood", "neighbourhood", "subunit", "category")


@dataclass(frozen=True)
class Effects:
    """What one rule does: projects, money in euros, of a hundred voters those without any choice, and by sector."""

    preset: Preset
    winners: int
    spent: Fraction
    left: Fraction
    none_of_theirs: int
    sectors: dict[str, tuple[int, Fraction]]
    capped: int = 0
    """Projects left out because their theme had reached its limit."""

    @property
    def without(self) -> list[str]:
        """Name the neighbourhoods that get nothing."""
        return [name for name, (projects, _money) in self.sectors.items() if not projects]

    @property
    def spread(self) -> tuple[Fraction, Fraction]:
        """Give what the neighbourhood that gets the least gets, and the one that gets the most."""
        sums = [money for _projects, money in self.sectors.values()] or [Fraction(0)]
        return min(sums), max(sums)


@dataclass(frozen=True)
class Tastes:
    """Invented voters: for each, how much of a hundred they like each project, in the order of the list."""

    projects: tuple[tuple[str, int, dict[str, str]], ...]
    liked: tuple[tuple[int, ...], ...]


def invented(sectors: Sequence[str], envelope: int, ceiling: int, seed: str) -> Tastes:
    """Invent projects and voters for these neighbourhoods; amounts are in euros, `ceiling` the most a project costs.

    Neighbourhoods are not equally present: the first brings the most voters, as a large one would.
    """
    draw = Random(seed)  # noqa: S311 — invented tastes, which anybody must be able to draw again
    names = list(sectors) or ["–"]
    most = max(1000, min(ceiling, envelope // 3))
    themes = [theme.value for theme in Theme]
    projects = tuple(
        (
            f"{rank}-{place}",
            draw.randrange(most // 10, most + 1, 100) or 100,
            {"sector": place, "theme": draw.choice(themes)},
        )
        for place in names
        for rank in range(1, PROJECTS_BY_PLACE + 1)
    )
    presence = [len(names) - rank + 1 for rank in range(len(names))]
    appeal = [draw.randrange(40) for _ in projects]
    homes = draw.choices(names, presence, k=VOTERS)
    liked = tuple(
        tuple(
            appeal[rank] + draw.randrange(NEAR if labels["sector"] == home else FAR)
            for rank, (_id, _cost, labels) in enumerate(projects)
        )
        for home in homes
    )
    return Tastes(projects, liked)


def on_invented(tastes: Tastes, envelope: int, preset: Preset, theme_cap_cents: int | None = None) -> Effects:
    """Count invented ballots of the kind that a way of voting asks for, `envelope` in euros, as the vote would."""
    votes = [_ballot(liked, tastes, preset) for liked in tastes.liked]
    contest = gather(envelope, tastes.projects, votes, ranked=preset.ballot is BallotKind.RANKING)
    outcome = count(contest, plan_from(rule_named(preset.rule_name), settings_of(preset, theme_cap_cents)))
    won = set(outcome.winners)
    wanted = [_best(liked, tastes, 3) for liked in tastes.liked]
    empty = sum(won.isdisjoint(choices) for choices in wanted)
    return _effects(contest, preset, outcome, Fraction(empty, len(wanted) or 1))


def on_file(election: Election, preset: Preset, cap_share: Fraction | None = None) -> Effects:
    """Count the ballots of a real vote by the rule of a way of voting, adapted to what these ballots hold.

    `cap_share` is the part of its money that one theme may take at most: the sums of another city are not ours.
    """
    contest = _with_sectors(contest_of(election))
    rule = adapted(rule_named(preset.rule_name), election)
    settings = [pair for pair in preset.settings if pair[0] != "score" and _floor_makes_sense(pair, contest)]
    settings += _caps(contest, cap_share)
    outcome = count(contest, plan_from(rule, settings))
    ids = [candidate.id for candidate in contest.candidates]
    won = {ids.index(winner) for winner in outcome.winners}
    empty = sum(ballot.weight for ballot in contest.ballots if won.isdisjoint(ballot.choices))
    return _effects(contest, preset, outcome, Fraction(empty, contest.weight or 1))


def tells_themes(election: Election) -> bool:
    """Say whether a file tells the theme of some project: without it no limit by theme can be looked at."""
    return any(candidate.labels.get("theme") for candidate in contest_of(election).candidates)


def _effects(contest: Contest, preset: Preset, outcome: Outcome, empty: Fraction) -> Effects:
    """Gather what residents see of an outcome; `empty` is the part of voters without any of their choices."""
    return Effects(
        preset, len(outcome.winners), outcome.spent, outcome.left, round(100 * empty),
        _by_sector(contest, outcome.winners), _capped(outcome),
    )  # fmt: skip


def _capped(outcome: Outcome) -> int:
    refused = {one.project for one in outcome.rounds if one.verdict is Verdict.CAP_REACHED}
    return len(refused - set(outcome.winners))


def _caps(contest: Contest, cap_share: Fraction | None) -> list[tuple[str, str]]:
    """Write the limit by theme for the themes of a file, in the money of that file."""
    if cap_share is None:
        return []
    themes = sorted({candidate.labels["theme"] for candidate in contest.candidates if candidate.labels.get("theme")})
    return [("cap", f"theme:{theme}:{contest.money(contest.budget) * cap_share}") for theme in themes]


def _ballot(liked: tuple[int, ...], tastes: Tastes, preset: Preset) -> Vote:
    if preset.ballot is BallotKind.GRADES:
        top = len(preset.grades) - 1
        ids = [project[0] for project in tastes.projects]
        return Vote(ids, [min(top, value * (top + 1) // 100) for value in liked])
    best = _best(liked, tastes, 1 if preset.ballot is BallotKind.CHOOSE_ONE else 3 if preset.points else 5)
    if preset.ballot is BallotKind.POINTS:
        return Vote(best, [5, 3, 2][: len(best)])
    return Vote(best)


def _best(liked: tuple[int, ...], tastes: Tastes, number: int) -> list[str]:
    order = sorted(range(len(liked)), key=lambda rank: (-liked[rank], rank))
    return [tastes.projects[rank][0] for rank in order[:number]]


def _by_sector(contest: Contest, winners: Sequence[str]) -> dict[str, tuple[int, Fraction]]:
    found: dict[str, tuple[int, Fraction]] = {}
    for candidate in contest.candidates:
        sector = candidate.labels.get("sector", "")
        if sector:
            projects, money = found.get(sector, (0, Fraction(0)))
            won = candidate.id in winners
            found[sector] = (projects + won, money + (contest.money(candidate.cost) if won else 0))
    return found


def _with_sectors(contest: Contest) -> Contest:
    """Call `sector` whatever the file calls the parts of its city."""
    named = next((name for name in SECTOR_COLUMNS if any(c.labels.get(name) for c in contest.candidates)), "")
    if not named:
        return contest
    candidates = tuple(
        candidate._replace(labels={**candidate.labels, "sector": candidate.labels.get(named, "")})
        for candidate in contest.candidates
    )
    return Contest(
        contest.budget, candidates, contest.ballots, contest.money_grain, contest.mark_grain, contest.weight_grain,
        contest.repeated,
    )  # fmt: skip


def _floor_makes_sense(pair: tuple[str, str], contest: Contest) -> bool:
    return pair[0] != "floor" or any(candidate.labels.get("sector") for candidate in contest.candidates)
