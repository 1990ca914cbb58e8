"""Write to the team of a project, each person by their own channel, when it is their turn or their file is decided."""

from __future__ import annotations

from collections.abc import Iterator

from app import mail
from app.accounts.models import Person
from app.addresses import full_address
from app.db import session
from app.i18n import day, force_locale
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps import wording
from app.steps.actor import Actor
from app.steps.catalogue import state_of
from app.steps.kinds import watcher
from app.steps.models import Step, StepKind

DECISIONS = frozenset({"accept", "grant", "pay_advance", "fund_without_advance", "settle"})
"""Actions that decide on the file although the next move is not the team's."""
LONGEST_SUBJECT = 200

_written_elsewhere: set[str] = set()


def written_elsewhere(*actions: str) -> None:
    """Leave the letter about these actions to the slice that writes it: nobody is told twice."""
    _written_elsewhere.update(actions)


@watcher("project")
def write_to_team(project: Project, step: Step, actor: Actor) -> None:
    """Tell everyone of the team who can be reached, save the person who has just done it."""
    if not written_at_once(project, step):
        return
    for person in team_of(project):
        if person.id != actor.person_id:
            with force_locale(person.locale):
                mail.write(person, _subject(project), _letter(project, step, person), about=project)


def written_at_once(project: Project, step: Step) -> bool:
    """Say whether a step asks the team to act or decides on its file; the rest waits for the note of the week."""
    if step.kind is StepKind.ENTRY or step.action == "begin":
        return False
    if step.kind is StepKind.ACTION and step.action in _written_elsewhere:
        return False
    state = state_of(project)
    return state.owner == "carrier" or state.terminal or step.action in DECISIONS or step.kind is StepKind.CORRECTION


def told_at_once(project: Project, step: Step) -> bool:
    """Say whether the team has its own letter about a step, from here or from the slice that writes about it."""
    return step.action in _written_elsewhere or written_at_once(project, step)


def team_of(project: Project) -> Iterator[Person]:
    """Yield everyone to write to about a project: its team, and whoever created its file."""
    people = {member.person_id: member.person for member in project.team if member.person is not None}
    if project.created_by_id is not None and project.created_by_id not in people:
        people[project.created_by_id] = session().get_one(Person, project.created_by_id)
    yield from people.values()


def _subject(project: Project) -> str:
    sentence = _(state_of(project).public_label)
    room = LONGEST_SUBJECT - len(sentence) - 3
    return f"{project.title[:room]} - {sentence}"


def _letter(project: Project, step: Step, person: Person) -> str:
    parts = [
        _("Bonjour %(name)s,", name=person.name),
        _(
            "Votre projet « %(title)s » a avancé le %(day)s. Son numéro est %(ref)s.",
            title=project.title, day=day(step.at), ref=project.ref,
        ),
        _what_happened(project, step),
        _("Voici ce qui est écrit : « %(note)s »", note=step.note) if step.note else "",
        _your_turn(project),
        _("Votre projet : %(address)s", address=full_address(f"/projects/{project.ref}")),
        _("Une question ? Parlez-en à la personne référente de votre quartier."),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def _what_happened(project: Project, step: Step) -> str:
    told, present = wording.told(project, step), _(state_of(project).public_label)
    return present if present.startswith(told) else f"{told} {present}"


def _your_turn(project: Project) -> str:
    if state_of(project).owner != "carrier":
        return ""
    if project.due_at is None:
        return _("C'est à vous d'agir.")
    return _("C'est à vous d'agir, avant le %(day)s.", day=day(project.due_at))
