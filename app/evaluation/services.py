"""Forming a panel of residents, and giving its verdict, after which the project closes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.evaluation import policy
from app.evaluation.models import Formation, Happened, Panel, PanelMember, Verdict
from app.evaluation.queries import standing
from app.i18n import gettext as _
from app.i18n import ngettext
from app.plain import plain
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor

SMALLEST_PANEL = 3


class EvaluationRefused(Exception):
    """The rules of the evaluation forbid it; nothing was stored. `sentences` say why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Juror:
    """Someone for the panel: a name, and who it is when we know them."""

    name: str
    person_id: int | None = None


@dataclass(frozen=True)
class Answers:
    """What the panel says; levels are those of `ParticipationLevel`, 0 to 6."""

    happened: Happened
    what_happened: str
    for_whom: str
    changed_by_residents: str
    to_redo: str
    level_origin: int
    level_codesign: int
    level_implementation: int


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
    panel = _emptied(project) or Panel(project_id=project.id)
    panel.formation, panel.formed_at = formation, clock.now()
    session().add(panel)
    session().flush()
    session().add_all(PanelMember(panel_id=panel.id, person_id=it.person_id, name=it.name.strip()) for it in jurors)
    session().flush()
    steps.record(project, "panel_formed", actor, details={"members": len(jurors), "formation": formation.value})
    return panel


@transaction()
def give_verdict(project: Project, answers: Answers, actor: Actor) -> Verdict:
    """Give the verdict of the panel: the project closes.

    Raises EvaluationRefused for anyone who is not on the panel, for staff even when they help a member, and twice.
    """
    project = _locked(project)
    _check_may_give(project, actor)
    missing = list(_missing_words(answers))
    if missing:
        raise EvaluationRefused(*missing)
    verdict = Verdict(
        project_id=project.id,
        happened=answers.happened,
        what_happened=answers.what_happened.strip(),
        for_whom=answers.for_whom.strip(),
        changed_by_residents=answers.changed_by_residents.strip(),
        to_redo=answers.to_redo.strip(),
        level_origin=answers.level_origin,
        level_codesign=answers.level_codesign,
        level_implementation=answers.level_implementation,
        panel_size=len(standing(project).members),
        given_by_id=actor.acting_id,
        given_at=clock.now(),
    )
    session().add(verdict)
    session().flush()
    steps.perform(project, "deliver_verdict", actor, details={"happened": answers.happened.value})
    return verdict


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


def _check_may_give(project: Project, actor: Actor) -> None:
    stands = standing(project)
    if stands.verdict is not None:
        raise EvaluationRefused(_("Le panel a déjà donné son avis."))
    if project.state != "evaluation":
        raise EvaluationRefused(_("Ce projet n'attend pas encore l'avis du panel."))
    if stands.panel is None:
        raise EvaluationRefused(_("Le panel n'est pas encore formé."))
    if policy.works_for_an_institution(actor.person_id) or policy.works_for_an_institution(actor.acting_id):
        raise EvaluationRefused(_("Une personne qui travaille pour une institution ne donne pas l'avis du panel."))
    if not policy.can_give(project, actor):
        raise EvaluationRefused(_("Seule une personne du panel peut donner son avis."))


def _missing_words(answers: Answers) -> Iterator[str]:
    if not answers.what_happened.strip():
        yield _("Racontez ce qui s'est passé.")
    if not answers.for_whom.strip():
        yield _("Dites à qui le projet a servi.")
    if not answers.changed_by_residents.strip():
        yield _("Dites ce que la parole des habitants et habitantes a changé.")
