"""The facts of a project from which its levels are observed, stage by stage: rows that exist, in a few queries.

The stages of the ladder are cut by the history: the origin lasts until the project is built together, its preparation
until the grant, its works until its evaluation. What concerns a decision counts when it came before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.clock import PARIS
from app.db import session
from app.dialogue.models import InfoItem
from app.evaluation.levels import Facts
from app.evaluation.models import LevelStage, PanelMeeting, Survey, SurveyAnswer
from app.evaluation.queries import standing
from app.projects.deciding import decisions_on
from app.projects.models import (
    CarrierKind,
    ChangeCause,
    ContributionLink,
    ContributionOutcome,
    InvolvementKind,
    Outcome,
    Project,
    ProjectChange,
)
from app.steps.catalogue import definition_of
from app.steps.models import Step
from app.voices.models import Contribution

NOTES_BEFORE_DAYS = 90
"""A note of information counts for the origin of a project when it was published so shortly before its file."""
STAGES = {
    "proposal": LevelStage.ORIGIN,
    "codesign": LevelStage.CODESIGN,
    "funding": LevelStage.CODESIGN,
    "implementation": LevelStage.IMPLEMENTATION,
    "evaluation": LevelStage.EVALUATION,
}
"""Stages of the workflow → stages of the ladder: deciding belongs to the preparation."""
GRANTED = frozenset({"granted", "granted_with_conditions", "selected"})
"""States that open the works: what comes before them comes before the decision."""
TOGETHER = frozenset({InvolvementKind.MEETING, InvolvementKind.WORKSHOP, InvolvementKind.WALK})
"""Sessions in which residents and the team work in one place; a call or a door is an exchange, not a joint session."""
ORDER = (LevelStage.ORIGIN, LevelStage.CODESIGN, LevelStage.IMPLEMENTATION, LevelStage.EVALUATION)


@dataclass(frozen=True)
class Calendar:
    """The days on which each stage of a project began, a stage that has not begun is absent; the day it was over."""

    began: Mapping[LevelStage, date]
    ended: date = date.max

    def stage_on(self, day: date) -> LevelStage:
        """Return the stage under way on a day."""
        return max(
            (stage for stage in ORDER if self.began.get(stage, date.max) <= day),
            key=ORDER.index,
            default=LevelStage.ORIGIN,
        )


@dataclass(frozen=True)
class Voice:
    """Something said about the project, the day it was said, and its outcome if it has one."""

    said_on: date
    outcome: Outcome | None
    has_reason: bool
    decided_on: date | None

    @property
    def is_answered(self) -> bool:
        """Say whether something was decided of it."""
        return self.outcome is not None and self.outcome is not Outcome.WAITING


def facts_by_stage(project: Project) -> dict[LevelStage, Facts]:
    """Return the facts of each stage that has begun, and of the project as a whole."""
    calendar = calendar_of(project)
    voices = list(_voices(project))
    days: dict[LevelStage, list[date]] = defaultdict(list)
    joint: dict[LevelStage, int] = defaultdict(int)
    for stage, day, is_joint in _sessions(project):
        days[stage].append(day)
        joint[stage] += is_joint
    notes, changes = _counted(calendar, _notes(project, calendar)), _counted(calendar, _changes(project))
    facts = {}
    for stage in calendar.began:
        said = [voice for voice in voices if calendar.stage_on(voice.said_on) is stage]
        facts[stage] = replace(
            _of_voices(said),
            notes=notes[stage],
            exchanges=len(days[stage]),
            feedback_between=_answered_between(voices, days[stage]),
            joint_sessions=joint[stage],
            caused_changes=changes[stage],
        )
    facts = _with_decisions(project, facts)
    all_days = [day for held in days.values() for day in held]
    return facts | {LevelStage.OVERALL: _overall(facts, answered_between=_answered_between(voices, all_days))}


def _overall(facts: Mapping[LevelStage, Facts], *, answered_between: bool) -> Facts:
    """Put all stages together; judging a project in the end, as any project is, is not deciding on it."""
    decided = any(one.residents_decide for stage, one in facts.items() if stage is not LevelStage.EVALUATION)
    return replace(sum(facts.values(), Facts()), feedback_between=answered_between, residents_decide=decided)


def calendar_of(project: Project) -> Calendar:
    """Read in the history when each stage began."""
    states = definition_of(project).states
    began, ended = {LevelStage.ORIGIN: _day(project.created_at)}, date.max
    steps = sa.select(Step.to_state, Step.at).filter_by(subject_kind="project", subject_id=project.id)
    for state, at in session().execute(steps.order_by(Step.number)):
        if state not in states:
            continue
        ended = _day(at) if states[state].terminal and not project.is_open else ended
        stage = STAGES.get(states[state].stage)
        if state in GRANTED:
            stage = LevelStage.IMPLEMENTATION
        if stage is not None:
            began.setdefault(stage, _day(at))
    return Calendar(began, ended)


def _with_decisions(project: Project, facts: dict[LevelStage, Facts]) -> dict[LevelStage, Facts]:
    """Add who decided: on the project, on the use of its money, on what it gave."""
    taken = decisions_on(project)
    theirs = bool(taken) and taken[-1].is_residents_own
    hold = project.carrier_kind is CarrierKind.INFORMAL_GROUP
    if LevelStage.CODESIGN in facts:
        facts[LevelStage.CODESIGN] = replace(facts[LevelStage.CODESIGN], residents_decide=theirs)
    if LevelStage.IMPLEMENTATION in facts:
        works = facts[LevelStage.IMPLEMENTATION]
        facts[LevelStage.IMPLEMENTATION] = replace(works, residents_decide=theirs, residents_hold_budget=hold)
    if LevelStage.EVALUATION in facts:
        facts[LevelStage.EVALUATION] += _of_evaluation(project)
    return facts


def _of_evaluation(project: Project) -> Facts:
    """What the panel did: its meetings, the answers it gathered (answered once published), and its verdict."""
    stands = standing(project)
    answers = sa.select(sa.func.count(SurveyAnswer.id), sa.func.max(Survey.closed_at)).join_from(
        Survey, SurveyAnswer, SurveyAnswer.survey_id == Survey.id, isouter=True
    )
    count, closed_at = session().execute(answers.where(Survey.project_id == project.id)).one()
    return Facts(voices=count, answered=count if closed_at else 0, residents_decide=stands.verdict is not None)


def _sessions(project: Project) -> Iterator[tuple[LevelStage, date, bool]]:
    """Yield each session with residents: its stage, its day, whether it was a joint one; the panel's own included."""
    for held in project.involvements:
        if held.residents_count and held.stage in STAGES:
            yield STAGES[held.stage], held.happened_on, held.kind in TOGETHER
    panel = standing(project).panel
    if panel is not None:
        for day in session().scalars(sa.select(PanelMeeting.held_on).filter_by(panel_id=panel.id)):
            yield LevelStage.EVALUATION, day, True


def _notes(project: Project, calendar: Calendar) -> Iterable[date]:
    """Return the days of the notes published near a project, from shortly before it until it was over."""
    since = project.created_at - timedelta(days=NOTES_BEFORE_DAYS)
    published = sa.select(InfoItem.published_at).where(
        InfoItem.neighbourhood_id == project.neighbourhood_id, InfoItem.published_at >= since
    )
    days = [_day(at) for at in session().scalars(published) if at is not None]
    return [day for day in days if day <= calendar.ended]


def _changes(project: Project) -> Iterable[date]:
    caused = sa.exists().where(ChangeCause.change_id == ProjectChange.id)
    changed = sa.select(ProjectChange.at).where(ProjectChange.project_id == project.id, caused)
    return [_day(at) for at in session().scalars(changed)]


def _voices(project: Project) -> Iterator[Voice]:
    """Yield what was said about a project with its current outcome; the words it was born of became the project."""
    last = (
        sa.select(ContributionOutcome.contribution_id, sa.func.max(ContributionOutcome.number).label("number"))
        .where(ContributionOutcome.project_id == project.id)
        .group_by(ContributionOutcome.contribution_id)
        .subquery()
    )
    current = sa.and_(
        ContributionOutcome.contribution_id == last.c.contribution_id,
        ContributionOutcome.number == last.c.number,
        ContributionOutcome.project_id == project.id,
    )
    linked = sa.exists().where(
        ContributionLink.contribution_id == Contribution.id, ContributionLink.project_id == project.id
    )
    said = (
        sa.select(Contribution.id, Contribution.said_on, ContributionOutcome)
        .outerjoin(last, last.c.contribution_id == Contribution.id)
        .outerjoin(ContributionOutcome, current)
        .where(sa.or_(linked, Contribution.id == project.origin_contribution_id))
    )
    rows: Iterable[Any] = session().execute(said)
    for number, said_on, outcome in rows:
        yield _voice(project, number, said_on, outcome)


def _voice(project: Project, number: int, said_on: date, outcome: ContributionOutcome | None) -> Voice:
    if outcome is not None:
        reasoned = bool(outcome.reason_text) or outcome.outcome is Outcome.ADOPTED
        return Voice(said_on, outcome.outcome, reasoned, _day(outcome.decided_at))
    if number == project.origin_contribution_id:
        return Voice(said_on, Outcome.ADOPTED, has_reason=True, decided_on=_day(project.created_at))
    return Voice(said_on, None, has_reason=False, decided_on=None)


def _of_voices(voices: Iterable[Voice]) -> Facts:
    heard = list(voices)
    answered = [voice for voice in heard if voice.is_answered]
    return Facts(
        voices=len(heard), answered=len(answered), unreasoned=sum(not voice.has_reason for voice in answered)
    )  # fmt: skip


def _answered_between(voices: Iterable[Voice], days: list[date]) -> bool:
    """Say whether something was answered from the first session to the last one."""
    decided = (voice.decided_on for voice in voices if voice.is_answered and voice.decided_on)
    return bool(days) and any(min(days) <= day <= max(days) for day in decided)


def _counted(calendar: Calendar, days: Iterable[date]) -> dict[LevelStage, int]:
    counted: dict[LevelStage, int] = defaultdict(int)
    for day in days:
        counted[calendar.stage_on(day)] += 1
    return counted


def _day(at: datetime) -> date:
    return at.astimezone(PARIS).date()
