"""What is read of editions: those that everybody sees, the candidacies of one, the candidacy of a project."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.ballots.models import Candidacy, Edition, EditionSector, Eligibility
from app.db import remembered, session
from app.projects.models import Project


def candidacy_of(project: Project) -> Candidacy | None:
    """Return the candidacy of a project in the edition where it stands; None for a project of the fund."""
    return next((each for each in candidacies_of(project) if each.left_at is None), None)


def candidacies_of(project: Project) -> Sequence[Candidacy]:
    """Return every candidacy of a project, the latest first: the one that stands, then the editions it left."""
    asked = sa.select(Candidacy).filter_by(project_id=project.id).order_by(Candidacy.id.desc())
    asked = asked.options(joinedload(Candidacy.edition), joinedload(Candidacy.withdrawal))
    return remembered(("candidacies of", project.id), lambda: session().scalars(asked).unique().all())


def candidacies(edition: Edition) -> Sequence[Candidacy]:
    """Return the ideas that were sent in an edition, the oldest first, with their project."""
    return remembered(("candidacies", edition.id), lambda: session().scalars(_sent(edition)).unique().all())


def listed(edition: Edition) -> list[Candidacy]:
    """Return the projects of the locked list, in a stable order; withdrawn ones included, since the list is frozen."""
    return [candidacy for candidacy in candidacies(edition) if candidacy.on_ballot]


def funded(edition: Edition) -> list[Candidacy]:
    """Return the projects that residents chose and that the council did not refuse."""
    return [each for each in listed(edition) if each.is_winner and not each.council_refusal and each.left_at is None]


def alive(edition: Edition) -> list[Candidacy]:
    """Return the ideas found eligible whose project still stands here."""
    return [each for each in standing(edition) if each.eligibility is Eligibility.ELIGIBLE and each.project.is_open]


def standing(edition: Edition) -> list[Candidacy]:
    """Return the ideas sent whose project did not go on to a later edition: those that may still move here."""
    return [each for each in candidacies(edition) if each.left_at is None]


def edition_by_id(key: int) -> Edition | None:
    """Find an edition with its neighbourhoods."""
    return session().scalar(
        sa.select(Edition)
        .filter_by(id=key)
        .options(selectinload(Edition.sectors).joinedload(EditionSector.neighbourhood))
    )


def _sent(edition: Edition) -> sa.Select[Candidacy]:
    return (
        sa.select(Candidacy)
        .join(Project)
        .where(Candidacy.edition_id == edition.id, Candidacy.sent_at.is_not(None))
        .options(
            joinedload(Candidacy.project).joinedload(Project.neighbourhood),
            joinedload(Candidacy.withdrawal),
            joinedload(Candidacy.handed_to),
        )
        .order_by(Candidacy.id)
    )
