"""After a decision: the file that comes back, and the decision that was a mistake."""

import pytest
import sqlalchemy as sa

from app.committees import services
from app.committees.models import Decision, Result
from app.committees.queries import envelope_left
from app.db import session
from app.funds import queries as money
from app.funds.proof import faults
from app.steps import journal
from app.steps import services as steps
from tests import make
from tests.committees.room import adjourn, brought, corrected, grant, refuse, room, waiting

pytestmark = pytest.mark.usefixtures("app")


def test_a_project_put_off_comes_back_and_is_granted() -> None:
    where = room()
    carrier = make.actor()
    project = waiting(where.money, carrier=carrier)
    services.decide(where.sitting, project, adjourn(), where.secretary)
    steps.perform(project, "return_to_committee", carrier, note="Voici l'accord du bailleur.")
    services.admit(where.sitting, project, "Le bailleur vient d'appeler", where.secretary)

    services.decide(where.sitting, project, grant(), where.secretary)

    past = session().scalars(sa.select(Decision).order_by(Decision.id)).all()
    assert [(one.result, one.is_past) for one in past] == [(Result.ADJOURN, True), (Result.GRANT, False)]
    assert project.state == "granted"


def test_coming_back_by_mistake_puts_the_former_decision_in_force_again() -> None:
    where = room()
    carrier = make.actor()
    project = waiting(where.money, carrier=carrier)
    services.decide(where.sitting, project, adjourn(), where.secretary)
    steps.perform(project, "return_to_committee", carrier, note="Trop tôt")

    corrected(project)

    assert project.state == "adjourned"
    assert not session().scalars(sa.select(Decision)).one().is_past


def test_a_correction_annuls_the_decision_and_releases_the_money() -> None:
    where = room()
    project = waiting(where.money)
    services.decide(where.sitting, project, grant(), where.secretary)

    corrected(project)

    assert (project.state, project.granted_cents) == ("scheduled", None)
    assert money.position(project).granted == 0
    assert envelope_left(where.money.id).left == 10_000_00
    assert session().scalars(sa.select(Decision)).one().annulled_at is not None
    assert list(faults()) == []


def test_a_corrected_project_can_be_decided_again() -> None:
    where = room()
    project = brought(where.money)
    services.decide(where.sitting, project, grant(), where.secretary)
    corrected(project)

    services.decide(where.sitting, project, refuse(), where.secretary)

    assert project.state == "refused"
    assert list(journal.faults()) == []
