"""After the vote: what the council votes, what each project cost in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app import clock
from app.ballots.models import Candidacy, Edition
from app.ballots.queries import listed
from app.ballots.services.opening import judged, prepared
from app.db import session, transaction
from app.files import StoredFile
from app.steps import services as steps
from app.steps.actor import Actor


class NotYet(ValueError):
    """The day of the council has not come."""


@dataclass(frozen=True)
class CouncilVote:
    """The deliberation: its day, its reference, its document, and the projects not followed with why (by candidacy)."""

    on: date | None
    reference: str
    document: StoredFile
    refusals: Mapping[int, str] = field(default_factory=dict)


@transaction()
def record_council(edition_id: int, vote: CouncilVote, actor: Actor) -> Edition:
    """Write what the council voted, and fund the projects it followed. Raises NotAllowed, NotYet, ActionRefused."""
    edition = prepared(edition_id, actor, {"deliberation"})
    if vote.on is None or vote.on > clock.today():
        raise NotYet
    edition.council_on, edition.council_reference = vote.on, vote.reference
    edition.council_sha256, edition.council_document = vote.document.sha256, vote.document.name
    for candidacy in listed(edition):
        candidacy.council_refusal = vote.refusals.get(candidacy.id, "") if candidacy.is_winner else ""
    session().flush()
    details = {"on": vote.on.isoformat(), "reference": vote.reference, "sha256": vote.document.sha256}
    steps.perform(edition, "record_council", actor, details=details)
    return edition


@transaction()
def deliver(project_id: int, spent_cents: int, actor: Actor) -> Candidacy:
    """Write what a project cost in the end, then pass it to the residents' panel. Raises NotAllowed, ActionRefused."""
    project, candidacy = judged(project_id, actor, {"running"})
    candidacy.spent_cents = spent_cents
    session().flush()
    steps.perform(project, "deliver", actor, details={"cents": spent_cents})
    return candidacy
