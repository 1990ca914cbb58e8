"""Forming a panel of residents, telling its members, and keeping the days on which it meets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app import clock, mail
from app.accounts.models import Person
from app.addresses import full_address
from app.db import lock, session, transaction
from app.evaluation import policy
from app.evaluation.models import Formation, Panel, PanelMeeting, PanelMember
from app.evaluation.queries import standing
from app.evaluation.refusals import EvaluationRefused
from app.i18n import gettext as _
from app.i18n import ngettext
from app.plain import plain
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor

SMALLEST_PANEL = 3


@dataclass(frozen=True)
class Gathering:
    """One day on which the panel met: how many of its members came, and what they looked at."""

    held_on: date
    place: str
    members_count: int
    what: str = ""


@dataclass(frozen=True)
class Juror:
    """Someone for the panel: a name, and who it is when we know them."""

    name: str
    person_id: int | None = None


@transaction()
def form_panel(project: Project, formation: Formation, jurors: Sequence[Juror], actor: Actor) -> Panel:
    """Form the panel of a project, or form it anew before its verdict.

    Raises EvaluationRefused with fewer than three residents, somebody twice, staff, nobody from outside the team, or
    nobody who could give the verdict in the name of all.
    """
    project = _locked(project)
    if not policy.can_form(project, actor):
        raise EvaluationRefused(_("Seule l'équipe du projet ou la personne référente forme le panel."))
    found = list(_panel_problems(project, jurors))
    if found:
        raise EvaluationRefused(*found)
    already = standing(project).person_ids
    panel = _emptied(project) or Panel(project_id=project.id)
    panel.formation, panel.formed_at = formation, clock.now()
    session().add(panel)
    session().flush()
    session().add_all(PanelMember(panel_id=panel.id, person_id=it.person_id, name=it.name.strip()) for it in jurors)
    session().flush()
    steps.record(project, "panel_formed", actor, details={"members": len(jurors), "formation": formation.value})
    _invite(project, {it.person_id for it in jurors if it.person_id is not None} - already)
    return panel


@transaction()
def record_gathering(project: Project, told: Gathering, actor: Actor) -> PanelMeeting:
    """Keep a day on which the panel met; the same day told twice is kept once.

    Raises EvaluationRefused for whoever may not, without a panel, for a day to come, or for more people than members.
    """
    project = _locked(project)
    stands = standing(project)
    if stands.panel is None or not policy.can_record_gathering(project, actor):
        raise EvaluationRefused(_("Seuls le panel, l'équipe ou la personne référente notent une réunion du panel."))
    if told.held_on > clock.today():
        raise EvaluationRefused(_("Notez la réunion une fois qu'elle a eu lieu."))
    if not 1 <= told.members_count <= len(stands.members):
        raise EvaluationRefused(_("Le panel compte %(count)s personnes.", count=len(stands.members)))
    known = sa.select(PanelMeeting).filter_by(panel_id=stands.panel.id, held_on=told.held_on, place=told.place)
    kept = session().scalar(known.order_by(PanelMeeting.id))
    if kept is not None:
        return kept
    kept = PanelMeeting(panel_id=stands.panel.id, **vars(told))
    session().add(kept)
    session().flush()
    steps.record(project, "panel_met", actor, details={"members": told.members_count})
    return kept


def _locked(project: Project) -> Project:
    fresh = lock(Project, project.id)
    if fresh is None:
        raise LookupError(f"project {project.id} no longer exists")
    return fresh


def _emptied(project: Project) -> Panel | None:
    panel = standing(project).panel
    if panel is not None:
        session().execute(sa.delete(PanelMember).where(PanelMember.panel_id == panel.id))
        session().flush()
        session().expire_all()
    return panel


def _panel_problems(project: Project, jurors: Sequence[Juror]) -> Iterator[str]:
    if len(jurors) < SMALLEST_PANEL:
        missing = SMALLEST_PANEL - len(jurors)
        yield ngettext(
            "Il manque %(num)d personne : le panel compte au moins trois habitants et habitantes.",
            "Il manque %(num)d personnes : le panel compte au moins trois habitants et habitantes.",
            missing,
        )
    if any(not juror.name.strip() for juror in jurors):
        yield _("Écrivez le nom de chaque personne.")
    if _has_twice(jurors):
        yield _("Une personne est écrite deux fois.")
    for juror in jurors:
        if policy.works_for_an_institution(juror.person_id):
            yield _("%(name)s travaille pour une institution et ne peut pas juger le projet.", name=juror.name)
    if jurors and all(_is_of_the_team(juror, project) for juror in jurors):
        yield _("Il faut au moins une personne en dehors de l'équipe du projet.")
    if jurors and all(juror.person_id is None for juror in jurors):
        yield _("Il faut au moins une personne inscrite : elle donne l'avis du panel.")


def _has_twice(jurors: Sequence[Juror]) -> bool:
    names = [plain(juror.name) for juror in jurors]
    known = [juror.person_id for juror in jurors if juror.person_id is not None]
    return len(set(names)) < len(names) or len(set(known)) < len(known)


def _is_of_the_team(juror: Juror, project: Project) -> bool:
    if plain(juror.name) in {plain(member.name) for member in project.team}:
        return True
    return juror.person_id is not None and juror.person_id in {
        project.created_by_id,
        *(member.person_id for member in project.team),
    }


def _invite(project: Project, person_ids: set[int]) -> None:
    """Write to each new member whom we know, by their own channel."""
    for person in session().scalars(sa.select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)):
        body = _(
            "Bonjour,\n\nVous faites partie du panel qui évalue le projet « %(title)s »."
            " Vous direz ensemble ce qu'il a donné, pour qui, et ce qu'il faut refaire.\n\n"
            "La page du projet : %(address)s\n\nSi vous ne voulez pas en être, dites-le à la personne référente.",
            title=project.title,
            address=full_address(f"/projects/{project.ref}"),
        )
        mail.write(person, _("Vous êtes dans le panel d'un projet"), body, about=project)
