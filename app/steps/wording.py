"""What people read about a subject that moves: what is missing and who can supply it, and each line of its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app import clock
from app.i18n import LazyString, day
from app.i18n import gettext as _
from app.i18n import lazy_gettext as lazy
from app.steps.catalogue import catalogue, definition_of, state_of
from app.steps.models import Step, StepKind, Subject
from workflows.definition import Action, Definition
from workflows.engine import ActionRefused, Obstacle, UnknownDefinition
from workflows.vocabulary import DOCUMENTS, ROLES

REASONS: dict[str, LazyString] = {
    "nothing_to_correct": lazy("Il n'y a rien à annuler."),
    "money_has_moved": lazy("De l'argent a bougé : cette étape ne s'annule plus. Parlez-en au contrôle financier."),
}
"""Why the present state refuses, beside the plain case of an action that is no longer possible."""

_past: dict[str, dict[str, LazyString]] = defaultdict(dict)


@dataclass(frozen=True)
class Missing:
    """One thing that stands in the way: what, who can supply it, by when, and the screen where it is done."""

    what: str
    who: str
    by_when: str
    screen: str | None
    supplied_by: tuple[str, ...] = ()


def say(kind: str, sentences: Mapping[str, LazyString]) -> None:
    """Register how the history tells the actions and entries of a kind of subject, once they are done."""
    _past[kind].update(sentences)


def role_label(role: str) -> str:
    """Name a role in the language in use."""
    return _(ROLES[role])


def role_labels(roles: Iterable[str]) -> str:
    """Name several roles: "référent ou référente de quartier, ou association gestionnaire"."""
    return _(", ou ").join(role_label(role) for role in roles)


def document_label(code: str) -> str:
    """Name a kind of document in the language in use."""
    return _(DOCUMENTS[code])


def missing(subject: Subject, obstacles: Collection[Obstacle]) -> list[Missing]:
    """Tell each obstacle: what is missing, who can supply it, and by when if the present state has a date ahead."""
    ahead = subject.due_at is not None and subject.due_at > clock.now()
    by_when = day(subject.due_at) if ahead and subject.due_at else ""
    return [
        Missing(
            what=_sentence(subject, obstacle),
            who=role_labels(obstacle.supplied_by),
            by_when="" if obstacle.kind == "state" else by_when,
            screen=obstacle.screen,
            supplied_by=obstacle.supplied_by,
        )
        for obstacle in obstacles
    ]


def refusal(subject: Subject, refused: ActionRefused) -> str:
    """Tell a refusal in a few sentences, for a message at the top of a page."""
    told = [f"{item.what} {_who(item)}".strip() for item in missing(subject, refused.obstacles)]
    return " ".join(told)


def done(kind: str, action: str, label: str = "") -> str:
    """Tell an action or an entry that is done: its registered sentence, else its label."""
    sentence = _past[kind].get(action)
    if sentence is not None:
        return str(sentence)
    return _(label) if label else _("Une information est ajoutée.")


def told(subject: Subject, step: Step) -> str:
    """Tell one row of the history."""
    if step.action == "begin":
        return done(subject.kind, "begin", _definition_then(subject, step).label)
    action = action_of(subject, step)
    label = action.label if action else ""
    if step.kind is StepKind.CORRECTION:
        return _("Retour en arrière : l'étape « %(label)s » est annulée.", label=_(label) if label else step.action)
    return done(subject.kind, step.action, label)


def action_of(subject: Subject, step: Step) -> Action | None:
    """Return the action of the workflow that a step (or the step it corrects) took, or None for a mere entry."""
    if step.kind is StepKind.ENTRY:
        return None
    state = step.to_state if step.kind is StepKind.CORRECTION else step.from_state
    found = _definition_then(subject, step).states.get(state)
    return found.actions.get(step.action) if found else None


def _definition_then(subject: Subject, step: Step) -> Definition:
    """Return the definition under which a step was taken; the present one for a draft that then took another path."""
    try:
        return catalogue().definition(subject.workflow_key, step.workflow_version)
    except UnknownDefinition:
        return definition_of(subject)


def _sentence(subject: Subject, obstacle: Obstacle) -> str:
    match obstacle.kind:
        case "role":
            return _("Cette action ne dépend pas de vous.")
        case "guard":
            return obstacle.sentence
        case "document":
            return _("Il manque un document : %(document)s.", document=document_label(obstacle.code))
        case "note":
            return _("Expliquez pourquoi, en une phrase.")
        case _:
            return str(REASONS.get(obstacle.code, "")) or _gone(subject)


def _gone(subject: Subject) -> str:
    return _("Cette action n'est plus possible. %(state)s", state=_(state_of(subject).public_label))


def _who(item: Missing) -> str:
    return _("Qui peut le faire : %(who)s.", who=item.who) if item.who else ""
