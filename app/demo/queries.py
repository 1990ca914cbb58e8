"""Reading the demonstration: who is worth becoming, and what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person, Role, RoleAssignment
from app.committees.models import Seat
from app.db import session
from app.evaluation.models import Panel, PanelMember
from app.i18n import gettext as _
from app.mail import Message
from app.projects.models import Project, TeamMember

LATEST = 50


@dataclass(frozen=True)
class Persona:
    """Someone to become: what they do here in a few words, and the endpoint of their first page."""

    person_id: int
    name: str
    part: str
    what: str
    home: str


def personas() -> list[Persona]:
    """Return one person for each part, in the order of the thread; parts that nobody plays are left out."""
    found = [(session().scalar(query), part, what, home) for query, part, what, home in _parts()]
    return [Persona(person.id, person.name, part, what, home) for person, part, what, home in found if person]


def latest_messages() -> Sequence[Message]:
    """Return the latest messages, the last one first."""
    return session().scalars(sa.select(Message).order_by(Message.id.desc()).limit(LATEST)).all()


def _parts() -> list[tuple[sa.Select[Any], str, str, str]]:
    resident, mine, desk, committee = _("Habitante ou habitant"), "projects.mine", "desk.queue", "committees.home"
    return [
        (_carrier_in("reporting"), resident, _("Porte un projet et doit raconter la fin."), mine),
        (_carrier_in("draft"), resident, _("A une idée en cours d'écriture."), mine),
        (
            _holder(Role.HELPER),
            _("Médiateur ou médiatrice"),
            _("Écrit pour celles et ceux qui le demandent."),
            "accounts.help_someone",
        ),
        (_holder(Role.REFERENT), _("Personne référente"), _("Suit tous les projets de la ville."), desk),
        (
            _holder(Role.ANSWERER),
            _("Service qui répond"),
            _("Répond aux questions confiées à son service."),
            "voices.answers_list",
        ),
        (_member(), _("Membre du comité"), _("Habitante ou habitant, décide avec les autres."), committee),
        (
            _holder(Role.COMMITTEE_SECRETARY),
            _("Secrétariat du comité"),
            _("Ouvre la séance et note les décisions."),
            committee,
        ),
        (_holder(Role.GESTIONNAIRE), _("Association gestionnaire"), _("Paie et vérifie les tickets."), desk),
        (_holder(Role.FINANCE), _("Contrôle financier"), _("Signe en second les gros versements."), desk),
        (_juror(), _("Panel d'habitants et habitantes"), _("Donne son avis sur un projet terminé."), mine),
        (_holder(Role.METRO_ADMIN), _("Métropole"), _("Donne les rôles et voit les 13 quartiers."), desk),
        (_holder(Role.EVALUATOR), _("Évaluateur ou évaluatrice"), _("Lit les chiffres seuls."), "insight.dashboard"),
    ]


def _holder(role: Role) -> sa.Select[Any]:
    return sa.select(Person).join(RoleAssignment, RoleAssignment.person_id == Person.id).where(
        RoleAssignment.role == role
    ).order_by(Person.id).limit(1)  # fmt: skip


def _carrier_in(state: str) -> sa.Select[Any]:
    return (
        sa.select(Person)
        .join(TeamMember, TeamMember.person_id == Person.id)
        .join(Project, Project.id == TeamMember.project_id)
        .where(Project.state == state)
        .order_by(Person.id)
        .limit(1)
    )


def _member() -> sa.Select[Any]:
    return sa.select(Person).join(Seat, Seat.person_id == Person.id).where(Seat.is_voting).order_by(Seat.id).limit(1)


def _juror() -> sa.Select[Any]:
    return (
        sa.select(Person)
        .join(PanelMember, PanelMember.person_id == Person.id)
        .join(Panel, Panel.id == PanelMember.panel_id)
        .join(Project, Project.id == Panel.project_id)
        .where(Project.state == "evaluation")
        .order_by(PanelMember.id.desc())
        .limit(1)
    )
