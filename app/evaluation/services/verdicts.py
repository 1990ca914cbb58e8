"""Giving the verdict of the panel, after which the project closes and its lessons are kept for the next ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app import clock, mail
from app.accounts.models import Person
from app.addresses import full_address
from app.db import lock, session, transaction
from app.evaluation import policy
from app.evaluation.models import Happened, Lesson, PanelMember, Verdict
from app.evaluation.queries import standing
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.seats import Together, is_person_of_team, together_problems
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
def give_verdict(project: Project, answers: Answers, together: Together, actor: Actor) -> Verdict:
    """Give the verdict of the panel: the project closes.

    `together.pen` names, of a sheet of paper that somebody else types word for word, the neighbour who wrote it. Raises
    EvaluationRefused for anyone who is not on the panel, for its team, for staff even when they help a member; twice;
    with fewer than half of the panel, or with the team alone.
    """
    project = lock(Project, project.id) or project
    _check_may_give(project, together, actor)
    stands = standing(project)
    if together.pen is None and (own := stands.seat_of(actor.acting_id)) is not None:
        together = replace(together, seats=together.seats | {own.id})
    neighbours = {member.id for member in stands.neighbours(project)}
    seats = {member.id: member for member in stands.members}
    missing = [*_missing_words(answers), *together_problems(together, seats, neighbours)]
    if missing:
        raise EvaluationRefused(*missing)
    pen = seats[together.pen] if together.pen is not None else None
    verdict = Verdict(
        project_id=project.id,
        given_by_id=pen.person_id if pen else actor.acting_id,
        pen_id=pen.id if pen else None,
        keyed_by_id=actor.person_id if pen else None,
        panel_size=len(seats),
        present_count=len(together.seats & seats.keys()),
        given_at=clock.now(),
        **_said(answers),
    )
    session().add(verdict)
    session().flush()
    _close(project, answers, pen, actor)
    return verdict


def _said(answers: Answers) -> dict[str, object]:
    levels = ("level_origin", "level_codesign", "level_implementation")
    words = ("what_happened", "for_whom", "changed_by_residents", "to_redo")
    said: dict[str, object] = {name: getattr(answers, name) for name in levels}
    return said | {name: getattr(answers, name).strip() for name in words} | {"happened": answers.happened}


def _close(project: Project, answers: Answers, pen: PanelMember | None, actor: Actor) -> None:
    """Close the project, keep its lessons, observe its levels; have the panel read what was typed from its sheet."""
    details = {"happened": answers.happened.value} | ({"on_paper": True} if pen else {})
    steps.perform(project, "deliver_verdict", actor, details=details)
    _keep_lessons(project, answers)
    observe(project.id)
    if pen is not None:
        _read_back(project, answers, pen)


def _read_back(project: Project, answers: Answers, pen: PanelMember) -> None:
    """Send to each member whom we know what was typed of their sheet, so that they see that it is what they wrote."""
    people = sa.select(Person).where(Person.id.in_(standing(project).person_ids)).order_by(Person.id)
    for person in session().scalars(people):
        body = _(
            "Bonjour,\n\nLa feuille du panel est saisie. L'avis sur « %(title)s » est publié."
            " %(pen)s tenait le stylo.\n\nCe qui s'est passé : %(what)s\n\nPour qui : %(whom)s\n\n"
            "Ce qui a changé : %(changed)s\n\nÀ refaire : %(redo)s\n\nToute la page : %(address)s\n\n"
            "Ce n'est pas ce que vous avez écrit ? Dites-le à la personne référente.",
            title=project.title, pen=pen.name, what=answers.what_happened.strip(), whom=answers.for_whom.strip(),
            changed=answers.changed_by_residents.strip(), redo=answers.to_redo.strip() or "–",
            address=full_address(f"/projects/{project.ref}"),
        )  # fmt: skip
        mail.write(person, _("L'avis de votre panel est publié"), body, about=project)


def _keep_lessons(project: Project, answers: Answers) -> None:
    """Keep what is to be redone, then each further lesson, for whoever types a similar idea."""
    told = dict.fromkeys(text.strip() for text in (answers.to_redo, *answers.lessons) if text.strip())
    about = f"{project.title} {project.summary}"
    session().add_all(
        Lesson(project_id=project.id, theme=project.theme, text=text, about=about, learned_at=clock.now())
        for text in list(told)[:MOST_LESSONS]
    )
    session().flush()


def _check_may_give(project: Project, together: Together, actor: Actor) -> None:
    stands = standing(project)
    if stands.verdict is not None:
        raise EvaluationRefused(_("Le panel a déjà donné son avis."))
    if project.state != "evaluation":
        raise EvaluationRefused(_("Ce projet n'attend pas encore l'avis du panel."))
    if stands.panel is None:
        raise EvaluationRefused(_("Le panel n'est pas encore formé."))
    if together.pen is not None:
        _check_may_key(project, actor)
    elif is_person_of_team(project, actor.person_id) or is_person_of_team(project, actor.acting_id):
        raise EvaluationRefused(_("L'équipe ne juge pas son projet. Une autre personne du panel donne l'avis."))
    elif policy.works_for_an_institution(actor.person_id) or policy.works_for_an_institution(actor.acting_id):
        raise EvaluationRefused(_("Une personne qui travaille pour une institution ne donne pas l'avis du panel."))
    elif not policy.can_give(project, actor):
        raise EvaluationRefused(_("Seule une personne du panel peut donner son avis."))


def _check_may_key(project: Project, actor: Actor) -> None:
    if not policy.can_key_verdict(project, actor):
        raise EvaluationRefused(_("La médiation ou la personne référente saisit la feuille du panel, en son nom."))


def _missing_words(answers: Answers) -> Iterator[str]:
    if not answers.what_happened.strip():
        yield _("Racontez ce qui s'est passé.")
    if not answers.for_whom.strip():
        yield _("Dites à qui le projet a servi.")
    if not answers.changed_by_residents.strip():
        yield _("Dites ce que la parole des habitants et habitantes a changé.")
