"""What a person may do on a subject now, and what is missing for the rest: the actions as the page shows them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.steps.catalogue import catalogue, definition_of
from app.steps.models import Subject
from app.steps.wording import Missing, missing, role_labels
from workflows.definition import Action, Definition
from workflows.engine import Option


@dataclass(frozen=True)
class Choice:
    """An action: open when nothing is missing; `forward` when it follows the thread, else it leaves it.

    `main`: the first of those that follow the thread; what needs no explanation comes before what does.
    """

    action: Action
    mine: bool
    forward: bool
    ends: bool
    who: str
    missing: tuple[Missing, ...]
    main: bool = False

    @property
    def open(self) -> bool:
        """Say whether the person may take it now."""
        return self.mine and not self.missing


def choices_of(subject: Subject, roles: Collection[str], *, others: bool) -> list[Choice]:
    """Return the actions of the present state that these roles may take and, if asked, those that others may.

    Conditions are read from the database only for a person who has some action here.
    """
    definition = definition_of(subject)
    state = definition.states[subject.state]
    if not others and not any(set(action.roles) & set(roles) for action in state.actions.values()):
        return []
    made = (_choice(subject, definition, option) for option in catalogue().options(subject, roles))
    shown = [choice for choice in made if choice.mine or (others and choice.forward)]
    shown.sort(key=lambda choice: (not choice.forward, choice.action.note_required))
    return [replace(choice, main=choice.forward and rank == 0) for rank, choice in enumerate(shown)]


def next_sentence(subject: Subject) -> str:
    """Return the French sentence of the state that ordinarily follows, or nothing at the end of the thread."""
    definition = definition_of(subject)
    state = definition.states[subject.state]
    if state.terminal:
        return ""
    if state.name in definition.main_line:
        following = definition.main_line[definition.main_line.index(state.name) + 1]
        return definition.states[following].public_label
    first = next(iter(state.actions.values()))
    return definition.states[first.to].public_label


def _choice(subject: Subject, definition: Definition, option: Option) -> Choice:
    obstacles = [obstacle for obstacle in option.obstacles if obstacle.kind != "role"]
    return Choice(
        action=option.action,
        mine=len(obstacles) == len(option.obstacles),
        forward=_is_forward(definition, subject.state, option.action),
        ends=definition.states[option.action.to].terminal,
        who=role_labels(role for role in option.action.roles if role != "system"),
        missing=tuple(missing(subject, obstacles)),
    )


def _is_forward(definition: Definition, state: str, action: Action) -> bool:
    """Say whether an action leads on along the ordinary path, or back to it."""
    line = definition.main_line
    if action.to not in line:
        return False
    if state not in line:
        return True
    return line.index(action.to) == line.index(state) + 1
