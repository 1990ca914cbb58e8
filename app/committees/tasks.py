"""What a voting member finds among what they must do: the files to read before the sitting."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from app.committees.queries import files_to_read
from app.i18n import gettext as _
from app.projects.panels import Task, task_source


@task_source
def files_before_the_vote(person_id: int) -> Iterator[Task]:
    """Yield the projects on which this person will vote."""
    for project in files_to_read(person_id):
        url = url_for("committees.decide", ref=project.ref)
        yield Task(project, _("Le comité va décider. Lisez ce projet avant la séance."), _("Lire avant le vote"), url)
