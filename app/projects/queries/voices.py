"""Reading what residents said about a project, and what might concern it."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import session
from app.projects.models import ContributionLink, Project
from app.search import MOST_WORDS, stems
from app.voices.models import INDEX, Contribution, shown

OFFERED = 30


def voices_about(project: Project) -> list[Contribution]:
    """Return what everybody may read of what was linked to a project, the first linked first."""
    return [link.contribution for link in project.links if link.contribution.is_shown]


def voices_to_link(project: Project, text: str) -> list[Contribution]:
    """Return what was said in the project's neighbourhood and is not linked yet, the last first; one query.

    With words, what holds them; without, what shares one with the title of the project, then the rest.
    """
    linked = sa.select(ContributionLink.contribution_id).where(ContributionLink.project_id == project.id)
    asked = sa.select(Contribution).where(
        Contribution.neighbourhood_id == project.neighbourhood_id, shown(), Contribution.id.not_in(linked)
    )
    words = stems(text)[:MOST_WORDS]
    if words:
        asked = asked.where(INDEX.holding(words))
    elif title := stems(project.title)[:MOST_WORDS]:
        asked = asked.order_by(sa.case((INDEX.holding(title, any_of=True), 0), else_=1))
    return list(session().scalars(asked.order_by(Contribution.id.desc()).limit(OFFERED)))
