"""The public history of a project, told in sentences, from the meeting where the idea was born."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.clock import PARIS
from app.i18n import day, ngettext
from app.i18n import gettext as _
from app.projects.models import Outcome, Pace, Project
from app.projects.outcome_words import OUTCOMES
from app.projects.queries.page import ProjectFile, TimelineRow
from app.projects.step_details import detail_of
from app.projects.words import PACES
from app.steps.catalogue import definition_of
from app.steps.correction import last_undoable
from app.steps.models import Step, StepKind
from app.steps.wording import action_of, role_label, told
from workflows.vocabulary import ROLES

RECENT = 6
"""Entries of the history always in sight; the older ones are folded."""
FEWEST_FOLDED = 3
"""Fewer than these are not worth a fold."""

UNNAMED = frozenset({"outcome_confirmed", "outcome_contested", "delivery_said"})
"""Entries by residents whose words are published without a name."""


@dataclass(frozen=True)
class Entry:
    """One line of the history, ready to be shown."""

    date: str
    date_iso: str
    sentence: str
    who: str = ""
    note: str = ""
    is_next: bool = False
    extra: str = ""
    photo: int | None = None
    private: bool = False


def entries_of(file: ProjectFile, *, insider: bool) -> list[Entry]:
    """Return the history, oldest first; what is private is told to insiders only."""
    undone = {row.step.corrects for row in file.rows if row.step.kind is StepKind.CORRECTION}
    shown = [row for row in file.rows if row.step.is_public or insider]
    photos = {attachment.id for attachment in file.project.attachments}
    entries = [_entry(file.project, row, undone, photos) for row in shown]
    return [*_birth(file.project), *entries]


def older_and_recent(entries: Sequence[Entry]) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """Part the history in two: what may be folded, and the last entries."""
    if len(entries) < RECENT + FEWEST_FOLDED:
        return (), entries
    return entries[:-RECENT], entries[-RECENT:]


def undoable(file: ProjectFile) -> Step | None:
    """Return the step that a referent could take back now, or None."""
    step = last_undoable(row.step for row in reversed(file.rows))
    if step is None or not step.from_state:
        return None
    action = action_of(file.project, step)
    return step if action is not None and action.undo else None


def unblocker_of(rows: Iterable[TimelineRow]) -> str:
    """Name who can unblock the project, as the last news said it, or nothing."""
    codes = [str(row.step.details.get("unblocker", "")) for row in rows if row.step.action == "news"]
    return role_label(codes[-1]) if codes and codes[-1] in ROLES else ""


def _birth(project: Project) -> list[Entry]:
    meeting = project.origin_meeting
    if meeting is None:
        return []
    sentence = _("L'idée naît à la rencontre « %(title)s ».", title=meeting.title)
    return [Entry(*_dated(meeting.held_on), sentence=sentence, note=project.origin_words)]


def _entry(project: Project, row: TimelineRow, undone: set[int | None], photos: set[int]) -> Entry:
    step = row.step
    extras = [_extra(step), _("Cette étape a été annulée ensuite.") if step.number in undone else ""]
    photo = step.details.get("photo") or (step.details.get("file") if step.action == "photo" else None)
    return Entry(
        *_dated(step.at),
        sentence=told(project, step),
        who=_who(project, row),
        note=step.note,
        extra=" ".join(extra for extra in extras if extra),
        photo=photo if photo in photos else None,
        private=not step.is_public,
    )


def _who(project: Project, row: TimelineRow) -> str:
    """Name who acted as they chose to be shown, with the role in which they did when the action says it."""
    if row.step.action in UNNAMED:
        return ""
    if row.on_behalf:
        return _("%(name)s, avec l'aide de %(helper)s", name=row.on_behalf, helper=row.actor)
    if row.step.actor_id is None:
        return _("Automatique, à la date prévue")
    action = action_of(project, row.step) if row.step.kind is StepKind.ACTION else None
    if action is None or len(action.roles) != 1:
        return row.actor
    return ", ".join(part for part in (row.actor, role_label(action.roles[0])) if part)


def _extra(step: Step) -> str:
    details = step.details
    match step.action:
        case "session_held":
            count = int(details["residents"])
            people = ngettext("%(num)d habitant ou habitante.", "%(num)d habitants et habitantes.", count)
            return _("Le %(day)s : %(people)s", day=day(date.fromisoformat(details["happened_on"])), people=people)
        case "checklist":
            return _("%(answered)s points sur %(lines)s.", **details)
        case "outcome_given":
            return f"{OUTCOMES[Outcome(details['outcome'])]}."
        case "news":
            pace = PACES[Pace(details["pace"])]
            unblocker = details.get("unblocker", "")
            if unblocker not in ROLES:
                return f"{pace}."
            return _("%(pace)s. Qui peut débloquer : %(who)s.", pace=pace, who=role_label(unblocker))
        case _:
            return detail_of(step)


def _dated(moment: date | datetime) -> tuple[str, str]:
    local = moment.astimezone(PARIS).date() if isinstance(moment, datetime) else moment
    return day(local), local.isoformat()


def stage_labels(project: Project) -> Sequence[tuple[str, str]]:
    """Return the stages of the project's workflow in order: name and translated label."""
    return [(stage.name, _(stage.label)) for stage in definition_of(project).stages]


def stopped_in(file: ProjectFile) -> str | None:
    """Return the stage from which the project left the thread for good, for the drawing."""
    definition = definition_of(file.project)
    moves = [row.step for row in file.rows if row.step.kind is not StepKind.ENTRY and row.step.from_state]
    if not moves or not definition.states[file.project.state].terminal:
        return None
    return definition.states[moves[-1].from_state].stage
