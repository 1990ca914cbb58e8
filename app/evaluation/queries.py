"""Reading evaluations: the panel of a project, its verdict, and the verdicts someone is expected to give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import remembered, session
from app.evaluation.models import Panel, PanelMember, Verdict
from app.projects.models import Project

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
        """Members whom we know as people: they can give the verdict."""
        return frozenset(member.person_id for member in self.members if member.person_id is not None)


def standing(project: Project) -> Standing:
    """Return where the evaluation of a project stands; one query a page."""
    return remembered(("evaluation", project.id), lambda: _standing(project.id))


def verdicts_awaited(person_id: int) -> Sequence[Project]:
    """Return the projects whose panel counts this person and has not given its verdict, the soonest due first."""
    return session().scalars(
        sa.select(Project)
        .join(Panel, Panel.project_id == Project.id)
        .join(PanelMember, PanelMember.panel_id == Panel.id)
        .where(PanelMember.person_id == person_id, Project.state == "evaluation")
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


def _standing(project_id: int) -> Standing:
    rows = session().execute(
        sa.select(Panel, PanelMember, Verdict)
        .select_from(Project)
        .outerjoin(Panel, Panel.project_id == Project.id)
        .outerjoin(PanelMember, PanelMember.panel_id == Panel.id)
        .outerjoin(Verdict, Verdict.project_id == Project.id)
        .where(Project.id == project_id)
        .order_by(PanelMember.id)
    ).all()  # fmt: skip
    members = tuple(member for _, member, _ in rows if member is not None)
    return Standing(rows[0][0], members, rows[0][2]) if rows else Standing(None, (), None)
