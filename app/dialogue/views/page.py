"""What the page of a meeting shows: facts for everybody, and for its team what they may do now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app import clock, security
from app.addresses import address
from app.dialogue import attendance, hooks, letters, panels, policy
from app.dialogue.labels import AGENDA, kind_of
from app.dialogue.models import Meeting
from app.i18n import gettext as _
from app.i18n import lazy_gettext as lazy
from app.steps.actor import Actor
from app.steps.catalogue import state_of
from app.steps.choices import Choice, choices_of
from app.steps.kinds import roles_of

DOORS = {
    "dialogue.edit_meeting": lazy("Compléter la rencontre"),
    "dialogue.outreach": lazy("Prévoir comment aller vers les gens"),
    "dialogue.count": lazy("Compter les personnes venues"),
    "dialogue.minutes": lazy("Écrire le compte rendu"),
    "dialogue.contacts": lazy("Remercier les personnes venues"),
    "dialogue.experience": lazy("Faire le bilan"),
}
"""What the link to each screen says it opens."""


@dataclass(frozen=True)
class Typed:
    """What was sent and not accepted: shown again, with the reasons."""

    action: str = ""
    note: str = ""
    problems: tuple[str, ...] = ()


def turns_of(meeting: Meeting, actor: Actor) -> dict[str, Any]:
    """Return the actions of the present state for this person: those that lead on, and the ways out.

    Closing a meeting has its own screen, where one counts who came. On its day, opening it comes before all else.
    """
    choices = choices_of(meeting, roles_of(meeting, actor), others=False)
    shown = [_shown(meeting, choice) for choice in choices if choice.action.screen != "dialogue.count"]
    opening = [one for one in shown if one["name"] == "open" and one["open"]]
    onward = [one for one in shown if one["forward"] and one not in opening]
    closes = any(choice.action.screen == "dialogue.count" for choice in choices)
    first = [one | {"main": True} for one in opening]
    return {
        "forward": [*first, *(one | {"main": one["main"] and not opening} for one in onward)],
        "aside": [one for one in shown if not one["forward"] and one not in opening],
        "may_count": closes and meeting.held_on <= clock.today(),
    }


def page_context(meeting: Meeting, typed: Typed | None = None) -> dict[str, Any]:
    """Return what the page of a meeting shows to this reader."""
    actor = security.reading_actor()
    mine = actor is not None and policy.can_record(meeting.neighbourhood, actor)
    happened = meeting.was_held or meeting.state == "open"
    return {
        "meeting": meeting,
        "state": state_of(meeting),
        "kind": kind_of(meeting.space),
        "when": letters.when(meeting),
        "comforts": letters.comforts(meeting) if not meeting.was_held else [],
        "came": attendance.shown(meeting) if meeting.was_held else None,
        "is_coming": meeting.is_coming,
        "agenda": agenda_lines(meeting),
        "answers": hooks.answers_since(meeting) if meeting.is_open and not meeting.was_held else [],
        "panels": panels.panels_of(meeting) if happened else [],
        "turns": turns_of(meeting, actor) if mine and actor else None,
        "may_reach": policy.can_reach_out(meeting.neighbourhood, actor),
        "is_late": bool(mine and meeting.is_open and meeting.due_at and meeting.due_at < clock.now()),
        "typed": typed or Typed(),
    }


def agenda_lines(meeting: Meeting) -> list[dict[str, Any]]:
    """Return the lines of an agenda after the answers: those written down, then those that will enter by themselves."""
    lines: list[dict[str, Any]] = [
        {"id": line.id, "kind": str(AGENDA[line.kind]), "title": line.title, "minutes": line.minutes,
         "url": _about(line.about_kind, line.about_id)}
        for line in meeting.agenda
    ]  # fmt: skip
    if meeting.was_held or not meeting.is_open:
        return lines
    known = {(line.about_kind, line.about_id) for line in meeting.all_lines}
    waiting = [entry for entry in hooks.agenda_entries(meeting) if (entry.about_kind, entry.about_id) not in known]
    return lines + [
        {"id": None, "kind": str(AGENDA[entry.kind]), "title": entry.title, "minutes": None,
         "url": _about(entry.about_kind, entry.about_id)}
        for entry in waiting
    ]  # fmt: skip


ABOUT = {"info_item": ("dialogue.note", "note_id")}
"""Where one reads what a line is about: the screen, and the name of the number in its address."""


def _about(kind: str, number: int | None) -> str | None:
    endpoint, name = ABOUT.get(kind, ("", ""))
    return address(endpoint, **{name: number}) if endpoint else None


def _shown(meeting: Meeting, choice: Choice) -> dict[str, Any]:
    lacking = [
        {
            "what": item.what,
            "who": item.who,
            "by_when": item.by_when,
            "url": address(item.screen, meeting_id=meeting.id),
            "link_label": str(DOORS.get(item.screen or "", "")),
        }
        for item in choice.missing
    ]
    return {
        "name": choice.action.name,
        "label": _(choice.action.label),
        "note_required": choice.action.note_required,
        "open": choice.open,
        "forward": choice.forward,
        "main": choice.main,
        "ends": choice.ends,
        "screen": address(choice.action.screen, meeting_id=meeting.id),
        "door": str(DOORS.get(choice.action.screen or "", "")),
        "missing": lacking,
    }
