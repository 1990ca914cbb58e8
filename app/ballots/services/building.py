"""Co-construction: what each project costs, which are rivals, and ideas that become one with their authors' consent."""

from __future__ import annotations

from dataclasses import dataclass

from app.ballots.models import Candidacy, Eligibility
from app.ballots.policy import NotAllowed
from app.ballots.services.opening import judged
from app.db import lock, session, transaction
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


@transaction()
def group(project_id: int, into_id: int, agreement: str, actor: Actor) -> Candidacy:
    """Let an idea go on inside another project of the edition; `agreement` says who agreed and how.

    Raises NotAllowed when the other is not in construction in the same edition, ActionRefused without agreement.
    """
    project, candidacy = judged(project_id, actor, {"codesign"})
    into = lock(Candidacy, into_id)
    if into is None or into.id == candidacy.id or into.edition_id != candidacy.edition_id:
        raise NotAllowed
    if into.eligibility is not Eligibility.ELIGIBLE or into.project.state != "codesign":
        raise NotAllowed
    candidacy.agreement = agreement.strip()
    session().flush()
    steps.perform(project, "group", actor, agreement, {"into": into.project.ref})
    candidacy.eligibility, candidacy.grouped_into_id = Eligibility.GROUPED, into.id
    session().flush()
    steps.record(into.project, "joined_by", actor, agreement, details={"ref": project.ref, "title": project.title})
    return candidacy
