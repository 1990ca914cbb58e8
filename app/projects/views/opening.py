"""Finding the project of an address for whoever asks: what they may not read does not exist for them."""

from __future__ import annotations

from flask import abort

from app.projects import policy
from app.projects.models import Project
from app.projects.queries.page import ProjectFile, project_by_ref, project_file
from app.security import reading_actor


def file_or_404(ref: str) -> ProjectFile:
    """Return the whole file of a project the reader may see; 404 for the others."""
    file = project_file(ref)
    if file is None or not policy.can_view(file.project, reading_actor()):
        abort(404)
    return file


def project_or_404(ref: str) -> Project:
    """Return a project the reader may see, without what the page alone shows; 404 for the others."""
    project = project_by_ref(ref)
    if project is None or not policy.can_view(project, reading_actor()):
        abort(404)
    return project
