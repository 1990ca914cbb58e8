"""Reading evaluations: the panel of a project, its verdict, and the verdicts someone is expected to give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import session
from app.evaluation.models import Panel, PanelMember, Survey, Verdict
from app.evaluation.seats import is_of_team
from app.projects.models import Project, TeamMember
from app.projects.queries.along import read_along, rows_along

read_along(Panel, Verdict)
read_along(PanelMember, under=Panel)

PANEL_STATES = frozenset({"funded", "running", "reporting", "report_review", "refund_due", "evaluation"})
"""From the works on, a panel can be formed; before, there is nothing to look at."""


@dataclass(frozen=True)
class Standing:
    """Where the evaluation of a project stands: its panel and its verdict, if any."""

    panel: Panel | None
    members: tuple[PanelMember, ...]
    verdict: Verdict | None

    @property
    def person_ids(self) -> frozenset[int]:
        """Members whom we know as people."""
        return frozenset(member.person_id for member in self.members if member.person_id is not None)

    def neighbours(self, project: Project) -> tuple[PanelMember, ...]:
        """Return the members from outside the team: without one of them, no verdict."""
        return tuple(one for one in self.members if not is_of_team(project, one.name, one.person_id))

    def judges(self, project: Project) -> frozenset[int]:
        """Return the known people from outside the team: they give the verdict of the panel."""
        return frozenset(one.person_id for one in self.neighbours(project) if one.person_id is not None)

    def seat_of(self, person_id: int | None) -> PanelMember | None:
        """Return the seat of a person on the panel, or None."""
        return next((one for one in self.members if person_id is not None and one.person_id == person_id), None)


def standing(project: Project) -> Standing:
    """Return where the evaluation of a project stands; nothing more to ask on its page, one query elsewhere."""
    panel = next(iter(rows_along(project.id, Panel)), None)
    verdict = next(iter(rows_along(project.id, Verdict)), None)
    return Standing(panel, tuple(rows_along(project.id, PanelMember)), verdict)


def work_has_begun(project: Project) -> bool:
    """Say whether the panel is at work: the project awaits its verdict, or somebody answered its questions."""
    if standing(project).panel is None:
        return False
    return project.state == "evaluation" or any(survey.frozen_at for survey in rows_along(project.id, Survey))


def verdicts_awaited(person_id: int) -> Sequence[Project]:
    """Return the projects that await this person's verdict with their panel, the soonest due first.

    Who is of the team sits on the panel, and leaves it to a neighbour to answer for all.
    """
    of_team = sa.or_(
        sa.exists().where(
            TeamMember.project_id == Project.id,
            sa.or_(TeamMember.person_id == person_id, TeamMember.name == PanelMember.name),
        ),
        sa.func.coalesce(Project.created_by_id, 0) == person_id,
    )
    return session().scalars(
        sa.select(Project)
        .join(Panel, Panel.project_id == Project.id)
        .join(PanelMember, PanelMember.panel_id == Panel.id)
        .where(PanelMember.person_id == person_id, Project.state == "evaluation", ~of_team)
        .options(joinedload(Project.neighbourhood))
        .order_by(Project.due_at, Project.id)
    ).all()  # fmt: skip


def project_to_evaluate(ref: str) -> Project | None:
    """Return a public project with its neighbourhood, by its reference, or None."""
    return session().scalar(
        sa.select(Project)
        .where(Project.ref == ref, Project.published_at.is_not(None))
        .options(joinedload(Project.neighbourhood))
    )
