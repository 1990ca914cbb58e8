"""Giving the verdict of the panel, after which the project closes and its lessons are kept for the next ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app import clock
from app.db import lock, session, transaction
from app.evaluation import policy
from app.evaluation.models import Happened, Lesson, Verdict
from app.evaluation.queries import standing
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services.levels import observe
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor

MOST_LESSONS = 5


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
    lessons: tuple[str, ...] = ()


@transaction()
def give_verdict(project: Project, answers: Answers, actor: Actor) -> Verdict:
    """Give the verdict of the panel: the project closes.

    Raises EvaluationRefused for anyone who is not on the panel, for staff even when they help a member, and twice.
    """
    project = lock(Project, project.id) or project
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
    _keep_lessons(project, answers)
    observe(project.id)
    return verdict


def _keep_lessons(project: Project, answers: Answers) -> None:
    """Keep what is to be redone, then each further lesson, for whoever types a similar idea."""
    told = dict.fromkeys(text.strip() for text in (answers.to_redo, *answers.lessons) if text.strip())
    about = f"{project.title} {project.summary}"
    session().add_all(
        Lesson(project_id=project.id, theme=project.theme, text=text, about=about, learned_at=clock.now())
        for text in list(told)[:MOST_LESSONS]
    )
    session().flush()


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
