"""From a Pabulib file to what the rules count, and to the rule that the file itself declares."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from app.ballots.rules.contest import Vote, gather
from app.ballots.rules.records import (
    Comparison,
    EqualShares,
    Greedy,
    Limits,
    MajorityJudgment,
    Minimum,
    Misfit,
    Score,
    TieBreak,
    Ties,
)
from app.ballots.rules.settings import SettingError, plan_from, rule_named

if TYPE_CHECKING:
    from app.ballots.rules.contest import Contest
    from app.ballots.rules.records import Rule
    from app.pabulib import Election, Project

DECLARED: dict[str, Rule] = {
    "greedy": Greedy(),
    "greedy-threshold": Greedy(),
    "greedy-exclusive": Greedy(),
    "greedy-no-skip": Greedy(misfit=Misfit.STOP),
    "greedy-custom": Greedy(misfit=Misfit.STOP),
    "equalshares": EqualShares(),
    "equalshares/add1": EqualShares(step=Fraction(1)),
    "equalshares/add1-comparison": EqualShares(step=Fraction(1), comparison=Comparison.SATISFACTION),
}
TOLD_IN_COMMENTS = {"greedy-exclusive", "greedy-custom"}
SCORES = {"cumulative": Score.POINTS, "scoring": Score.POINTS, "ordinal": Score.RANKS}
TOP_UP = re.compile(r"at least (\d{1,3}) ?% of that project.*fund it")
OURS = re.compile(r"porte-voix: --rule (\S+)(.*)")
ALIASES = {"neighborhood": "sector", "category": "theme"}
"""What the archive calls the labels of our projects: our settings name them as we do."""
RIVALS = re.compile(r"projects? (\S+) and (\S+) .*could not be implemented simultaneously")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says of its rule: the rule, the words of META it comes from, the words that could not be followed.

    `settings` are those that our own files spell out, to apply to the rule.
    """

    rule: Rule
    understood: tuple[str, ...]
    not_understood: tuple[str, ...]
    settings: tuple[tuple[str, str], ...] = ()


def contest_of(election: Election) -> Contest:
    """Make the contest of a file. Projects withdrawn after the vote are left out; their voters are still voters."""
    standing = [project for project in election.projects if not project.withdrawn]
    labels = [_labels(project) for project in standing]
    projects = [(p.id, p.cost, label) for p, label in zip(standing, labels, strict=True)]
    withdrawn = {project.id for project in election.projects if project.withdrawn}
    votes = []
    for ballot in election.ballots:
        kept = [place for place, choice in enumerate(ballot.choices) if choice not in withdrawn]
        votes.append(
            Vote(
                [ballot.choices[place] for place in kept],
                [ballot.points[place] for place in kept] if ballot.points else (),
            )
        )
    return gather(election.budget, projects, votes, ranked=election.vote_type == "ordinal")


def adapted(rule: Rule, election: Election) -> Rule:
    """Count what the ballots of this file hold, with ties in the order of its list, since it commits to no seed."""
    ties = Ties(criteria=(TieBreak.LISTED,))
    if isinstance(rule, (Greedy, EqualShares)):
        rule = replace(rule, score=SCORES.get(election.vote_type, Score.VOTES))
    if isinstance(rule, Greedy) and rule.score is Score.RANKS and election.meta.get("max_length", "").isdecimal():
        rule = replace(rule, rank_points=tuple(range(int(election.meta["max_length"]), 0, -1)))
    return replace(rule, ties=ties)


def declared_rule(election: Election) -> Reading:
    """Read the rule of a file from its META, keeping account of what was understood and what was not."""
    if ours := _spelled_out(election):
        return ours
    meta = election.meta
    name = meta.get("rule", "")
    told = [f"rule: {name}"] if name else []
    understood, unclear = (told, []) if name in DECLARED else ([], told)
    rule = adapted(DECLARED.get(name, Greedy()), election)
    if threshold := meta.get("min_project_score_threshold", ""):
        understood.append(f"min_project_score_threshold: {threshold}")
        rule = _limited(rule, replace(rule.limits, minimum=Minimum(score=Fraction(threshold.replace(",", ".")))))
    for comment in _comments(meta.get("comment", "")):
        following = _commented(rule, comment)
        (unclear if following is None else understood).append(f"comment: {comment}")
        rule = following or rule
    if name in TOLD_IN_COMMENTS and not any(line.startswith("comment:") for line in understood):
        unclear.append(f"rule: {name}")
        understood.remove(f"rule: {name}")
    return Reading(rule, tuple(understood), tuple(unclear))


def _labels(project: Project) -> dict[str, str]:
    labels = {key: value for key, value in project.extra.items() if value}
    return {ALIASES[key]: value for key, value in labels.items() if key in ALIASES} | labels


def _spelled_out(election: Election) -> Reading | None:
    """Read the rule that our own export spells out; None for any other file, or when it cannot be followed."""
    comments = _comments(election.meta.get("comment", ""))
    comment, found = next(((each, match) for each in comments if (match := OURS.search(each))), ("", None))
    if found is None:
        return None
    try:
        given = [word.partition("=") for word in shlex.split(found[2]) if word != "--set"]
        settings = tuple((key, value) for key, _sign, value in given)
        rule = rule_named(found[1])
        plan_from(rule, settings)
    except (SettingError, ValueError):
        return None
    others = tuple(f"comment: {each}" for each in comments if each != comment and not each.startswith("SHA-256"))
    return Reading(rule, (f"comment: {comment}",), others, settings)


def _comments(text: str) -> list[str]:
    """Split the numbered comments: `#1: …  #2: …`."""
    return [part.strip() for part in re.split(r"#\d+:", text) if part.strip()]


def _commented(rule: Rule, comment: str) -> Rule | None:
    """Follow a comment that changes the rule; give None when it says nothing that we know how to follow."""
    if (found := TOP_UP.search(comment)) and isinstance(rule, (Greedy, MajorityJudgment)):
        return replace(rule, misfit=Misfit.TOP_UP, top_up=Fraction(int(found[1]), 100))
    if found := RIVALS.search(comment):
        return _limited(rule, replace(rule.limits, exclusive=(*rule.limits.exclusive, frozenset(found.groups()))))
    return None


def _limited(rule: Rule, limits: Limits) -> Rule:
    return replace(rule, limits=limits)
