"""Reading the proposals to make one of two projects: what was asked, who has agreed, which projects may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.db import remembered, session
from app.projects.models import MergeConsent, MergeProposal, Project, TeamMember
from app.projects.queries.traces import traces_of

MERGEABLE = frozenset({"submitted", "incomplete", "codesign"})
"""States in which a project may join another, or be joined: sent, and not before the committee yet."""
OFFERED = 40
BOTH = 2
"""Teams that must agree."""


@dataclass(frozen=True)
class Proposed:
    """An open proposal, both projects, and what each team answered (None: not yet)."""

    proposal: MergeProposal
    absorbed: Project
    into: Project
    answers: dict[int, MergeConsent]

    def awaited(self) -> list[Project]:
        """Return the projects whose team has not agreed."""
        return [
            one for one in (self.absorbed, self.into) if one.id not in self.answers or not self.answers[one.id].agrees
        ]

    def other(self, project: Project) -> Project:
        """Return the project that is not this one."""
        return self.into if project.id == self.absorbed.id else self.absorbed


def open_proposal(project: Project) -> Proposed | None:
    """Return the open proposal that bears on a project, as the one that joins or the one that is joined, or None.

    A proposal sleeps while either project is not to be joined: the committee has it, or it stopped.
    """
    if project.state not in MERGEABLE | {"merged"}:
        return None
    return remembered(("merge", project.id), lambda: _open_proposal(project.id))


def project_joined(project_id: int) -> list[int]:
    """Return the id of the project that a project is to join, if an open proposal says so; never remembered."""
    asked = sa.select(MergeProposal.into_id).where(
        MergeProposal.absorbed_id == project_id, MergeProposal.closed_at.is_(None)
    )
    return list(session().scalars(asked))


def merges_of(person_id: int) -> Sequence[tuple[MergeProposal, Project, Project]]:
    """Return the open proposals that somebody must answer, or carry out once both teams agree; one or two queries.

    With each: their project, and the other. They answer as the main contact of a team.
    """
    other, consent = aliased(Project), aliased(MergeConsent)
    ours = sa.or_(MergeProposal.absorbed_id == Project.id, MergeProposal.into_id == Project.id)
    theirs = sa.case((MergeProposal.absorbed_id == Project.id, MergeProposal.into_id), else_=MergeProposal.absorbed_id)
    agreed = (
        sa.select(sa.func.count())
        .where(consent.proposal_id == MergeProposal.id, consent.agrees)
        .correlate(MergeProposal)
        .scalar_subquery()
    )
    answered = sa.exists().where(consent.proposal_id == MergeProposal.id, consent.project_id == Project.id)
    to_do = sa.or_(~answered, sa.and_(agreed == BOTH, MergeProposal.absorbed_id == Project.id))
    rows = session().execute(
        sa.select(MergeProposal, Project, other)
        .join(Project, ours)
        .join(other, other.id == theirs)
        .join(TeamMember, sa.and_(TeamMember.project_id == Project.id, TeamMember.is_main))
        .where(TeamMember.person_id == person_id, MergeProposal.closed_at.is_(None), to_do)
        .where(Project.state.in_(MERGEABLE), other.state.in_(MERGEABLE))
        .order_by(MergeProposal.id, Project.id)
        .options(joinedload(Project.neighbourhood), selectinload(MergeProposal.consents))
    )
    return [(proposal, project, joined) for proposal, project, joined in rows]


def teams_awaited(project: Project) -> Sequence[str] | None:
    """Return the titles of the projects whose team has not agreed that this one joins another; None: nothing asked."""
    known = [one.proposal for one in traces_of(project).joinings]
    if not any(proposal.closed_at is None and proposal.absorbed_id == project.id for proposal in known):
        return None
    found = open_proposal(project)
    if found is None or found.absorbed.id != project.id:
        return None
    return [f"« {one.title} »" for one in found.awaited()]


def projects_to_join(project: Project) -> list[Project]:
    """Return the projects of the same neighbourhood that this one may join, the last to have moved first."""
    return list(
        session().scalars(
            sa.select(Project)
            .where(
                Project.neighbourhood_id == project.neighbourhood_id,
                Project.id != project.id,
                Project.state.in_(MERGEABLE),
                Project.published_at.is_not(None),
            )
            .order_by(Project.last_activity_at.desc(), Project.id)
            .limit(OFFERED)
        )
    )


def _open_proposal(project_id: int) -> Proposed | None:
    ours = sa.or_(MergeProposal.absorbed_id == project_id, MergeProposal.into_id == project_id)
    other = sa.case((MergeProposal.absorbed_id == project_id, MergeProposal.into_id), else_=MergeProposal.absorbed_id)
    proposal = session().scalar(
        sa.select(MergeProposal)
        .join(Project, Project.id == other)
        .where(ours, MergeProposal.closed_at.is_(None), Project.state.in_(MERGEABLE))
        .order_by(MergeProposal.id)
        .limit(1)
        .options(selectinload(MergeProposal.consents))
    )
    if proposal is None:
        return None
    both = session().scalars(
        sa.select(Project)
        .where(Project.id.in_((proposal.absorbed_id, proposal.into_id)))
        .options(joinedload(Project.team))
    )
    projects = {one.id: one for one in both.unique()}
    return Proposed(
        proposal,
        projects[proposal.absorbed_id],
        projects[proposal.into_id],
        {consent.project_id: consent for consent in proposal.consents},
    )
