"""The conditions of the workflow whose facts are the committee's decisions."""

from __future__ import annotations

from app.committees.models import Result
from app.committees.queries import current_decision
from app.i18n import gettext as _
from app.projects.models import Project
from workflows.guards import guard


@guard("committee_decided", supplied_by="committee_secretary", screen="committees.decide")
def committee_decided(project: Project) -> str | None:
    """The committee has taken a valid decision: `services.decide` stores no other kind (invariant 3)."""
    return None if current_decision(project) else _("Le comité n'a pas encore décidé.")


@guard("committee_granted", supplied_by="committee_secretary", screen="committees.decide")
def committee_granted(project: Project) -> str | None:
    """The committee grants."""
    return _unless(project, Result.GRANT)


@guard("committee_granted_with_conditions", supplied_by="committee_secretary", screen="committees.decide")
def committee_granted_with_conditions(project: Project) -> str | None:
    """The committee grants, on conditions."""
    return _unless(project, Result.GRANT_WITH_CONDITIONS)


@guard("committee_adjourned", supplied_by="committee_secretary", screen="committees.decide")
def committee_adjourned(project: Project) -> str | None:
    """The committee asks for more before it decides."""
    return _unless(project, Result.ADJOURN)


@guard("committee_refused", supplied_by="committee_secretary", screen="committees.decide")
def committee_refused(project: Project) -> str | None:
    """The committee refuses."""
    return _unless(project, Result.REFUSE)


def _unless(project: Project, wanted: Result) -> str | None:
    decision = current_decision(project)
    if decision is not None and decision.result is wanted:
        return None
    return _("Le comité n'a pas pris cette décision.")
