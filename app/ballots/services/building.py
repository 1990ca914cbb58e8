"""Co-construction: what each project costs, and which are rivals."""

from __future__ import annotations

from dataclasses import dataclass

from app.ballots.models import Candidacy
from app.ballots.policy import NotAllowed
from app.ballots.services.opening import judged
from app.db import session, transaction
from app.steps import services as steps
from app.steps.actor import Actor

BUILT_IN = frozenset({"ideas", "eligibility", "coconstruction"})


class TooDear(ValueError):
    """The estimate is above the ceiling of the edition; its argument is the ceiling, in cents."""


@dataclass(frozen=True)
class Estimate:
    """What services found: a cost in cents, how it was found, and the group of rivals the project is in."""

    cost_cents: int
    note: str = ""
    rivals: str = ""


@transaction()
def estimate(project_id: int, found: Estimate, actor: Actor) -> Candidacy:
    """Write what a project costs, on which residents will vote. Raises NotAllowed, TooDear above the ceiling."""
    project, candidacy = judged(project_id, actor, {"codesign"})
    if candidacy.edition.state not in BUILT_IN:
        raise NotAllowed
    if found.cost_cents > candidacy.edition.ceiling_cents:
        raise TooDear(candidacy.edition.ceiling_cents)
    candidacy.cost_cents, candidacy.cost_note, candidacy.rivals = found.cost_cents, found.note, found.rivals
    session().flush()
    steps.record(project, "cost_estimated", actor, found.note, details={"cents": found.cost_cents})
    return candidacy
