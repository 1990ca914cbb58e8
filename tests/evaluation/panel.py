"""Builders of this slice's tests: a project whose residents have the last word."""

from __future__ import annotations

from app import clock
from app.db import transaction
from app.evaluation import services
from app.evaluation.models import Formation, Happened, Verdict
from app.evaluation.queries import standing
from app.evaluation.services import Answers, Juror, Together
from app.projects.models import Project
from app.steps.actor import Actor
from tests import make
from tests.make.projects import put


@transaction()
def finished(carrier: Actor | None = None, state: str = "evaluation") -> Project:
    """Store a project whose accounts are settled."""
    money = make.fund()
    made = make.project(carrier)
    made.fund_id, made.rules_id, made.published_at = money.id, money.rules[-1].id, clock.now()
    made.granted_cents = 600_00
    put(made, state)
    return made


def neighbours(count: int = 3) -> list[Juror]:
    """Return residents with an account, none of them in a team."""
    return [Juror(f"Voisine {n + 1}", make.person(f"Voisine {n + 1}").id) for n in range(count)]


def seated(project: Project, jurors: list[Juror] | None = None) -> list[Juror]:
    """Form the panel of a project, by a referent."""
    jurors = jurors or neighbours()
    services.form_panel(project, Formation.VOLUNTEERS, jurors, make.actor("referent"))
    return jurors


def answers(**fields: object) -> Answers:
    """Answer every question."""
    said = {
        "happened": Happened.PARTLY,
        "what_happened": "Dix carrés potagers sur douze.",
        "for_whom": "Une quarantaine de familles.",
        "changed_by_residents": "Des bacs surélevés pour les anciens.",
        "to_redo": "Un point d'eau.",
        "level_origin": 6,
        "level_codesign": 4,
        "level_implementation": 3,
    }
    return Answers(**(said | fields))  # type: ignore[arg-type]


def everybody(project: Project, pen: int | None = None) -> Together:
    """Have the whole panel there."""
    return Together(frozenset(member.id for member in standing(project).members), pen)


def judged(project: Project, juror: Actor, **said: object) -> Verdict:
    """Have a member give the verdict of the whole panel."""
    return services.give_verdict(project, answers(**said), everybody(project), juror)
