"""What a panel member finds among what they must do: the verdicts awaited of them."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from app.evaluation.queries import verdicts_awaited
from app.i18n import gettext as _
from app.projects.panels import Task, task_source


@task_source
def verdicts_to_give(person_id: int) -> Iterator[Task]:
    """Yield the projects this person must judge with their panel."""
    for project in verdicts_awaited(person_id):
        url = url_for("evaluation.verdict", ref=project.ref)
        yield Task(project, _("Vous êtes dans le panel. Dites ce qu'a donné ce projet."), _("Donner notre avis"), url)
