"""The committee's sections of the project page: when it is examined, what was decided and why, the letter to print."""

from __future__ import annotations

from app.committees.agendas import coming_item
from app.committees.letters import day_sentence
from app.committees.queries import current_decision
from app.committees.wording import decision_sentence, votes_sentence
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.panels import Panel, panel
from app.steps.actor import Actor
from app.steps.kinds import roles_of

BEFORE_DECISION = frozenset({"draft", "submitted", "incomplete", "codesign", "scheduled", "redirected"})
LETTER_READERS = frozenset({"carrier", "referent", "gestionnaire", "committee_secretary", "metro_admin"})
"""Who may print the letter of a decision: the team, and those who help it or pay it."""


@panel(15)
def sitting_panel(project: Project, actor: Actor | None) -> Panel | None:
    """Tell the day the committee examines a project that is ready; silent, and free, in every other state."""
    if project.state != "scheduled":
        return None
    item = coming_item(project)
    sitting = item.sitting if item else None
    said = day_sentence(sitting, is_ours=_carries(project, actor)) if sitting else ""
    return Panel(_("Le passage en comité"), "committees/sitting_panel.html", {"said": said})


@panel(20)
def decision_panel(project: Project, actor: Actor | None) -> Panel | None:
    """Tell the decision in force; silent, and free, until there can be one."""
    if project.state in BEFORE_DECISION or project.fund_id is None:
        return None
    decision = current_decision(project)
    if decision is None:
        return None
    context = {
        "project": project,
        "decision": decision,
        "said": decision_sentence(decision),
        "votes": votes_sentence(decision),
        "has_letter": _reads_letters(project, actor),
    }
    return Panel(_("La décision du comité"), "committees/decision_panel.html", context)


def _carries(project: Project, actor: Actor | None) -> bool:
    return actor is not None and "carrier" in roles_of(project, actor)


def _reads_letters(project: Project, actor: Actor | None) -> bool:
    return actor is not None and not LETTER_READERS.isdisjoint(roles_of(project, actor))
