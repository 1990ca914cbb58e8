"""What becomes of words, where people find it: what they must do, and the answers told first in a meeting."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from app.accounts.queries import person_with_roles
from app.dialogue.hooks import AnswerLine, answers_source
from app.dialogue.models import Meeting
from app.i18n import gettext as _
from app.projects.outcome_notices import sentences
from app.projects.panels import Task, task_source
from app.projects.queries.outcomes import asked_of, contested_for, outcomes_to_tell_in, reopened_for
from app.voices.notices import shortened


@task_source
def contested_words(person_id: int) -> Iterator[Task]:
    """Yield to a referent the contested outcomes that wait for another."""
    person = person_with_roles(person_id)
    for outcome, project in contested_for(person) if person else ():
        url = url_for("projects.outcome", ref=project.ref, said_id=outcome.contribution_id)
        sentence = _("Une personne ne se reconnaît pas dans ce qu'on a fait de sa parole. Répondez-lui.")
        yield Task(project, sentence, _("Répondre"), url)


@task_source
def reopened_words(person_id: int) -> Iterator[Task]:
    """Yield to a team the words whose outcome waits again, since a cause had been named by mistake."""
    for outcome, project in reopened_for(person_id):
        url = url_for("projects.outcome", ref=project.ref, said_id=outcome.contribution_id)
        yield Task(project, _("Une réponse à une parole est à refaire."), _("Dire ce que le projet en fait"), url)


@task_source
def own_words(person_id: int) -> Iterator[Task]:
    """Yield to the author of words the outcomes they may confirm or contest."""
    for outcome, project in asked_of(person_id):
        url = url_for("projects.reply", ref=project.ref, outcome_id=outcome.id)
        yield Task(project, _("Ce projet a répondu à votre parole. Cela vous convient ?"), _("Lire et répondre"), url)


@answers_source
def what_words_became(meeting: Meeting) -> Iterator[AnswerLine]:
    """Yield what became of words that no message tells, in the projects of the neighbourhood."""
    for outcome, said, project in outcomes_to_tell_in(meeting):
        text = f"{project.title}\N{NO-BREAK SPACE}: {' '.join(sentences(outcome))}"
        yield AnswerLine(shortened(said.text), shortened(text, 400), url_for("projects.show", ref=project.ref))
