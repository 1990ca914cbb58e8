"""Nobody records the fate of a project that they carry."""

import pytest

from app.committees import services
from app.committees.deliberation import CommitteeRefused
from tests.committees.room import grant, room, waiting

pytestmark = pytest.mark.usefixtures("app")


def test_a_secretary_who_carries_the_project_does_not_record_its_fate() -> None:
    there = room()
    project = waiting(there.money, there.secretary)

    with pytest.raises(CommitteeRefused, match="Vous portez ce projet"):
        services.decide(there.sitting, project, grant(), there.secretary)

    assert project.state == "scheduled"
