"""What the committee adds to a project: what was decided and why; and the files to read on a member's own page."""

from __future__ import annotations

from collections.abc import Iterator

from app.committees.queries import current_decision, files_to_read
from app.committees.wording import decision_sentence, votes_sentence
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.panels import Awaited, Panel, awaited, panel
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


@awaited
def files_before_the_vote(person_id: int) -> Iterator[Awaited]:
    """Yield the files that a voting member reads before the sitting."""
    for project in files_to_read(person_id):
        yield Awaited(project, _("Lire avant le vote"), "committees.decide")
