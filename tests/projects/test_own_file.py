"""Who carries a project judges nothing of it, whatever their role: somebody else does."""

from __future__ import annotations

import pytest
from flask import Flask

from app.steps import services as steps
from tests import make
from workflows.engine import ActionRefused


def test_a_referent_does_not_accept_a_project_of_their_own(app: Flask) -> None:
    make.fund()
    own = make.actor("referent")
    project = make.project(own)
    steps.perform(project, "submit", own)

    with pytest.raises(ActionRefused) as refused:
        steps.perform(project, "accept", own)
    steps.perform(project, "accept", make.actor("referent"))

    assert refused.value.obstacles[0].kind == "role"
    assert project.state == "codesign"
