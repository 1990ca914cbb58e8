"""What the levels of projects rest on, in a short digest: a fact keyed late, corrected or taken away changes it.

Each night the digests of all projects are compared, a packet at a time, with those of the last observation; only the
projects whose facts moved are observed anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.db import session
from app.dialogue.models import InfoItem
from app.evaluation.models import Panel, PanelMeeting, Survey, SurveyAnswer
from app.projects.models import ChangeCause, ContributionLink, ContributionOutcome, Involvement, Project, ProjectChange
from app.voices.models import Contribution


def digests_of(project_ids: Sequence[int]) -> Mapping[int, str]:
    """Return the digest of the facts of each project; one short question for each kind of fact."""
    told: dict[int, list[str]] = {project_id: [] for project_id in project_ids}
    for kind, question in enumerate(_questions(project_ids)):
        rows: Iterable[Any] = session().execute(question)
        for project_id, *facts in sorted(rows, key=repr):
            told[project_id].append(f"{kind} {facts!r}")
    return {project_id: hashlib.sha256("\n".join(facts).encode()).hexdigest() for project_id, facts in told.items()}


def _questions(ids: Sequence[int]) -> list[sa.Select[*tuple[Any, ...]]]:
    """Ask the rows that `level_facts` reads, and nothing else of them than what it reads."""
    held, linked, given, changed = Involvement, ContributionLink, ContributionOutcome, ProjectChange
    return [
        sa.select(Project.id, Project.carrier_kind, Project.is_open, Contribution.said_on)
        .outerjoin(Contribution, Contribution.id == Project.origin_contribution_id)
        .where(Project.id.in_(ids)),
        sa.select(held.project_id, held.stage, held.kind, held.happened_on, held.residents_count)
        .where(held.project_id.in_(ids)),
        sa.select(linked.project_id, linked.contribution_id, Contribution.said_on)
        .join(Contribution, Contribution.id == linked.contribution_id)
        .where(linked.project_id.in_(ids)),
        sa.select(given.project_id, given.contribution_id, given.number, given.outcome, given.decided_at)
        .where(given.project_id.in_(ids)),
        sa.select(changed.project_id, changed.id, changed.at)
        .join(ChangeCause, ChangeCause.change_id == changed.id)
        .where(changed.project_id.in_(ids))
        .distinct(),
        sa.select(Panel.project_id, PanelMeeting.held_on)
        .join(PanelMeeting, PanelMeeting.panel_id == Panel.id)
        .where(Panel.project_id.in_(ids)),
        sa.select(Survey.project_id, Survey.closed_at, sa.func.count(SurveyAnswer.id))
        .outerjoin(SurveyAnswer, SurveyAnswer.survey_id == Survey.id)
        .where(Survey.project_id.in_(ids))
        .group_by(Survey.id),
        sa.select(Project.id, sa.func.count(InfoItem.id), sa.func.max(InfoItem.published_at))
        .join(InfoItem, InfoItem.neighbourhood_id == Project.neighbourhood_id)
        .where(Project.id.in_(ids), Project.is_open, InfoItem.published_at.is_not(None))
        .group_by(Project.id),
    ]  # fmt: skip
