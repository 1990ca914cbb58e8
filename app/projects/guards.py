"""The conditions of the workflow whose facts are in the project file itself."""

from __future__ import annotations

import sqlalchemy as sa

from app.db import remembered, session
from app.i18n import gettext as _
from app.i18n import ngettext
from app.projects.budget import balance_of
from app.projects.checklist import missing_of
from app.projects.delivery import FEWEST
from app.projects.models import Involvement, Project
from app.projects.queries.follow import follow_of
from app.projects.queries.merging import teams_awaited
from app.projects.queries.traces import traces_of
from app.steps.models import Step
from workflows.guards import guard

SHORTEST_SUMMARY = 20
"""Characters: below it, nobody can tell what the project is."""


@guard("project_described", supplied_by="carrier", screen="projects.edit")
def project_described(project: Project) -> str | None:
    """The project has a title, a theme and a few words."""
    if not project.title.strip():
        return _("Donnez un titre au projet.")
    if len(project.summary.strip()) < SHORTEST_SUMMARY:
        return _("Racontez le projet en une ou deux phrases.")
    return None if project.theme else _("Choisissez le thème du projet.")


@guard("place_known", supplied_by="carrier", screen="projects.edit")
def place_known(project: Project) -> str | None:
    """The project says in which neighbourhood and when."""
    if project.neighbourhood_id is None:
        return _("Choisissez le quartier du projet.")
    if project.starts_on is None or project.ends_on is None:
        return _("Indiquez les dates du projet.")
    return None


@guard("residents_at_origin", supplied_by="carrier", screen="projects.edit")
def residents_at_origin(project: Project) -> str | None:
    """At least one resident was there when the idea was born, or everybody can read why not (F-36)."""
    if _associated(project, "proposal"):
        return None
    return _("Dites d'où vient l'idée et combien d'habitants et habitantes l'ont portée, ou pourquoi personne.")


@guard("residents_in_codesign", supplied_by="referent", screen="projects.codesign")
def residents_in_codesign(project: Project) -> str | None:
    """A working session brought residents together on the project, or everybody can read why not (F-36)."""
    if _associated(project, "codesign"):
        return None
    return _(
        "Notez au moins une séance de travail avec des habitants et habitantes, ou dites pourquoi il n'y en a pas."
    )


@guard("residents_in_delivery", supplied_by="carrier", screen="projects.association")
def residents_in_delivery(project: Project) -> str | None:
    """Residents took part in the works, or everybody can read why not (F-36, DOMAIN B.6)."""
    if _associated(project, "implementation"):
        return None
    return _("Notez comment des habitants et habitantes ont pris part à la réalisation, ou dites pourquoi personne.")


@guard("both_teams_agree", supplied_by="carrier", screen="projects.merging")
def both_teams_agree(project: Project) -> str | None:
    """Each of the two teams has said yes to the same proposal."""
    awaited = teams_awaited(project)
    if awaited is None:
        return _("Proposez d'abord à l'autre équipe de réunir les deux projets.")
    return _("Il manque l'accord de : %(teams)s.", teams=", ".join(awaited)) if awaited else None


@guard("checklist_complete", supplied_by="referent", screen="projects.codesign")
def checklist_complete(project: Project) -> str | None:
    """Each line of the checklist has its answer."""
    missing = missing_of(project)
    if not missing:
        return None
    return ngettext(
        "Il reste %(num)d point à vérifier avant le comité.",
        "Il reste %(num)d points à vérifier avant le comité.",
        len(missing),
    )


@guard("budget_balanced", supplied_by="carrier", screen="projects.edit")
def budget_balanced(project: Project) -> str | None:
    """Expenses equal what is asked of the fund plus the other resources."""
    budget = balance_of(project)
    if budget.expenses == 0:
        return _("Ajoutez au moins une dépense au budget.")
    if budget.gap:
        return _("Le budget n'est pas équilibré : dépenses et recettes doivent être égales.")
    return None


@guard("follow_up_given", supplied_by="referent", screen="projects.follow_up")
def follow_up_given(project: Project) -> str | None:
    """News of the works were given at least once since they began."""
    if project.pace_at is not None and project.pace_at >= project.entered_at:
        return None
    return _("Donnez d'abord des nouvelles du projet : une phrase suffit.")


@guard("delivery_confirmed_by_residents", supplied_by="resident", screen="projects.delivery")
def delivery_confirmed_by_residents(project: Project) -> str | None:
    """Two residents say that it is done, one from outside the team; or a written reason stands in, later."""
    follow = follow_of(project)
    word = follow.word
    if follow.waiver is not None or word.is_confirmed:
        return None
    if word.no > word.yes:
        return _("Plus d'habitants et habitantes disent non que oui. Le projet n'est pas fini pour tout le monde.")
    if word.yes < FEWEST:
        return ngettext(
            "Il manque la parole de %(num)d habitant ou habitante : est-ce fait ?",
            "Il manque la parole de %(num)d habitants et habitantes : est-ce fait ?",
            FEWEST - word.yes,
        )
    return _("Il manque la parole d'une personne qui n'est pas de l'équipe : est-ce fait ?")


@guard("first_refusal", supplied_by="referent")
def first_refusal(project: Project) -> str | None:
    """A refused project may come back once."""
    again = remembered(
        ("rework", project.id),
        lambda: session().scalar(
            sa.select(sa.func.count())
            .select_from(Step)
            .filter_by(subject_kind="project", subject_id=project.id, action="rework")
        ),
    )
    return _("Ce projet a déjà été retravaillé une fois. Déposez une nouvelle idée.") if again else None


def _associated(project: Project, stage: str) -> bool:
    """Say whether residents were associated at a stage, or whether everybody can read why not."""
    return _residents_at(project, stage) > 0 or stage in traces_of(project).reasons


def _residents_at(project: Project, stage: str) -> int:
    counts: dict[str, int] = remembered(
        ("residents_at", project.id),
        lambda: {stage: int(people) for stage, people in session().execute(_residents_by_stage(project))},
    )
    return counts.get(stage, 0)


def _residents_by_stage(project: Project) -> sa.Select[str, int]:
    return (
        sa.select(Involvement.stage, sa.func.sum(Involvement.residents_count))
        .where(Involvement.project_id == project.id)
        .group_by(Involvement.stage)
    )
