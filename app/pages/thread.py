"""The thread told as a table: each state of a workflow, who must act, by when, what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import gettext as _
from app.i18n import ngettext
from workflows.definition import Deadline, Definition, State
from workflows.vocabulary import ROLES, SYSTEM


@dataclass(frozen=True)
class Row:
    """One state on the ordinary path."""

    state: str
    sentence: str
    who: str
    deadline: str
    actions: list[str]


@dataclass(frozen=True)
class Chapter:
    """One stage and its states."""

    stage: str
    rows: list[Row]


def chapters(definition: Definition) -> list[Chapter]:
    """Return the stages of a workflow with every state that is not an end."""
    return [
        Chapter(_(stage.label), [_row(state) for state in definition.states.values() if _is_in(state, stage.name)])
        for stage in definition.stages
    ]


def _is_in(state: State, stage: str) -> bool:
    return state.stage == stage and not state.terminal


def _row(state: State) -> Row:
    by_hand = [action for action in state.actions.values() if set(action.roles) != {SYSTEM}]
    return Row(
        state=_(state.label),
        sentence=_(state.public_label),
        who=_(ROLES[state.owner]) if state.owner else "",
        deadline=_told(state.deadline) if state.deadline else _("sans date limite"),
        actions=[_(action.label) for action in by_hand],
    )


def _told(deadline: Deadline) -> str:
    count = deadline.after.count
    if deadline.after.unit == "od":
        days = ngettext("%(num)s jour ouvré", "%(num)s jours ouvrés", count)
    else:
        days = ngettext("%(num)s jour", "%(num)s jours", count)
    match deadline.anchor:
        case "starts_on":
            return _("%(days)s après le début prévu", days=days) if count else _("au début prévu")
        case "ends_on":
            return _("%(days)s après la fin prévue", days=days) if count else _("à la fin prévue")
        case _:
            return days
