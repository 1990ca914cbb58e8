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
from app.evaluation.queries import standing, work_has_begun
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.seats import Juror, panel_problems
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor


@dataclass(frozen=True)
class Gathering:
    """One day on which the panel met: how many of its members came, and what they looked at."""

    held_on: date
    place: str
    members_count: int
    what: str = ""


@transaction()
def form_panel(
    project: Project, formation: Formation, jurors: Sequence[Juror], actor: Actor, reason: str = ""
) -> Panel:
    """Form the panel of a project, or form it anew before its verdict: the history keeps it, with its public reason.

    Raises EvaluationRefused with fewer than three residents, somebody twice, staff, nobody from outside the team; for
    the team, once the panel is at work; and then, for a referent, without a reason.
    """
    project = _locked(project)
    if not policy.can_form(project, actor):
        raise EvaluationRefused(_who_forms(project))
    found = list(_problems(project, jurors, actor, reason))
    if found:
        raise EvaluationRefused(*found)
    already, entry = standing(project).person_ids, "panel_changed" if standing(project).panel else "panel_formed"
    _seat(project, formation, jurors)
    now = {it.person_id for it in jurors if it.person_id is not None}
    details = {"members": len(jurors), "formation": formation.value}
    steps.record(project, entry, actor, reason.strip(), details=details)
    _invite(project, now - already)
    _thank(project, already - now, reason.strip())
    return session().scalars(sa.select(Panel).filter_by(project_id=project.id)).one()


@transaction()
def record_gathering(project: Project, told: Gathering, actor: Actor) -> PanelMeeting:
    """Keep a day on which the panel met; the same day told twice is kept once.

    Raises EvaluationRefused for whoever may not, without a panel, for a day to come, or for more people than members.
    """
    project = _locked(project)
    stands = standing(project)
    if stands.panel is None or not policy.can_record_gathering(project, actor):
        raise EvaluationRefused(_("Seuls le panel ou la personne référente notent une réunion du panel."))
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


def _who_forms(project: Project) -> str:
    if work_has_begun(project):
        return _("Le panel est au travail. Seule la personne référente peut le changer, en disant pourquoi.")
    return _("Seule l'équipe du projet ou la personne référente forme le panel.")


def _problems(project: Project, jurors: Sequence[Juror], actor: Actor, reason: str) -> Iterator[str]:
    yield from panel_problems(project, jurors, by_team=policy.forms_for_the_team(project, actor))
    for juror in jurors:
        if policy.works_for_an_institution(juror.person_id):
            yield _("%(name)s travaille pour une institution et ne peut pas juger le projet.", name=juror.name)
    if work_has_begun(project) and not reason.strip():
        yield _("Le panel est au travail. Dites pourquoi il change : tout le monde lira cette raison.")


def _seat(project: Project, formation: Formation, jurors: Sequence[Juror]) -> None:
    """Give their seats to the members, in place of those before them."""
    panel = standing(project).panel or Panel(project_id=project.id)
    if panel.id is not None:
        session().execute(sa.delete(PanelMember).where(PanelMember.panel_id == panel.id))
        session().expire(panel, ["members"])
    panel.formation, panel.formed_at = formation, clock.now()
    session().add(panel)
    session().flush()
    session().add_all(PanelMember(panel_id=panel.id, person_id=it.person_id, name=it.name.strip()) for it in jurors)
    session().flush()


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


def _thank(project: Project, person_ids: frozenset[int], reason: str) -> None:
    """Write to each member whom the panel has lost: nobody learns it from the page."""
    for person in session().scalars(sa.select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)):
        body = _(
            "Bonjour,\n\nLe panel du projet « %(title)s » a changé. Vous n'en faites plus partie.\n\n"
            "La raison : %(reason)s\n\nLa page du projet : %(address)s\n\n"
            "Ce n'est pas juste ? Dites-le à la personne référente.",
            title=project.title,
            reason=reason or _("l'équipe a choisi d'autres personnes."),
            address=full_address(f"/projects/{project.ref}"),
        )
        mail.write(person, _("Le panel a changé"), body, about=project)
