"""The conditions of the workflows whose facts are the committee's: its decisions, its seats, its sittings."""

from __future__ import annotations

from app import clock
from app.committees.composition import residents_hold_majority, voting_on
from app.committees.minutes_signing import signed_by_two
from app.committees.models import Result, Sitting
from app.committees.queries import current_decision, open_sitting_of, seats_on
from app.funds.queries import rules_in_force
from app.i18n import day
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


@guard("members_seated", supplied_by="referent", screen="committees.seats")
def members_seated(sitting: Sitting) -> str | None:
    """Somebody sits that day, and votes."""
    if any(seat.is_voting for seat in seats_on(sitting.committee_id, sitting.held_on)):
        return None
    return _("Personne ne vote dans ce comité. Donnez d'abord des sièges.")


@guard("residents_are_the_majority", supplied_by="referent", screen="committees.seats")
def residents_are_the_majority(sitting: Sitting) -> str | None:
    """Residents hold more voting seats than the fund's rules ask, and always more than half (invariant 3)."""
    voting = voting_on(seats_on(sitting.committee_id, sitting.held_on), sitting.held_on)
    if residents_hold_majority(voting, rules_in_force(sitting.committee.fund.commune_id, sitting.held_on)):
        return None
    return _("Les habitants et habitantes doivent avoir plus de la moitié des voix du comité.")


@guard("roll_call_taken", supplied_by="committee_secretary", screen="committees.sitting")
def roll_call_taken(sitting: Sitting) -> str | None:
    """The secretary has called the members."""
    return None if sitting.roll_called_at else _("Faites d'abord l'appel des membres.")


@guard("sitting_day_has_come", supplied_by="system")
def sitting_day_has_come(sitting: Sitting) -> str | None:
    """The day of the sitting is here."""
    if sitting.held_on <= clock.today():
        return None
    return _("Cette séance s'ouvre le %(day)s.", day=day(sitting.held_on))


@guard("no_other_sitting_open", supplied_by="committee_secretary", screen="committees.home")
def no_other_sitting_open(sitting: Sitting) -> str | None:
    """One sitting of a committee is open at a time."""
    other = open_sitting_of(sitting.committee_id)
    if other is None or other.id == sitting.id:
        return None
    return _("Une autre séance est ouverte. Fermez-la d'abord.")


@guard("minutes_signed_by_two", supplied_by="committee_chair", screen="committees.minutes")
def minutes_signed_by_two(sitting: Sitting) -> str | None:
    """Two different people have signed the same minutes: the secretariat, and the chair."""
    if signed_by_two(sitting):
        return None
    return _("Le procès-verbal attend la signature du secrétariat et de la présidence.")
