"""The committee's section of the project page: what was decided, by how many votes, and why."""

from __future__ import annotations

from app.committees.queries import current_decision
from app.committees.wording import decision_sentence, votes_sentence
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.panels import Panel, panel
from app.steps.actor import Actor

BEFORE_DECISION = frozenset({"draft", "submitted", "incomplete", "codesign", "scheduled", "redirected"})


@panel(20)
def decision_panel(project: Project, _actor: Actor | None) -> Panel | None:
    """Tell the decision in force; silent, and free, until there can be one."""
    if project.state in BEFORE_DECISION or project.fund_id is None:
        return None
    decision = current_decision(project)
    if decision is None:
        return None
    context = {"decision": decision, "said": decision_sentence(decision), "votes": votes_sentence(decision)}
    return Panel(_("La décision du comité"), "committees/decision_panel.html", context)
