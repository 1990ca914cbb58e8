"""The evaluation's section of the project page: who judges, then what they said."""

from __future__ import annotations

from app.evaluation import policy
from app.evaluation.lesson_queries import similar
from app.evaluation.level_queries import levels_of
from app.evaluation.level_telling import told_levels
from app.evaluation.models import LevelStage, Survey
from app.evaluation.queries import PANEL_STATES, Standing, standing
from app.evaluation.survey_queries import results_of
from app.evaluation.telling import told_results
from app.evaluation.wording import FORMATION, HAPPENED_TOLD, LADDER, STAGES, TONES
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.panels import Panel, draft_panel, panel
from app.projects.queries.along import rows_along
from app.projects.story import chapter
from app.steps.actor import Actor


@panel(5)
def verdict_first(project: Project, _actor: Actor | None) -> Panel | None:
    """Tell the residents' verdict before anything else, once the project is closed."""
    return _verdict_panel(standing(project)) if project.state == "closed" else None


@chapter("verdict")
def verdict_in_short(project: Project) -> str:
    """Tell in the story of the project whether it took place, as its panel saw it."""
    verdict = standing(project).verdict if project.state == "closed" else None
    return str(HAPPENED_TOLD[verdict.happened]) if verdict else ""


@panel(40)
def panel_of_residents(project: Project, actor: Actor | None) -> Panel | None:
    """Say who judges the project from the works on, and let those who may form the panel, ask people and judge.

    Once the project is over its verdict says it all, but whoever runs an open questionnaire finds it here to close.
    """
    survey = next(iter(rows_along(project.id, Survey)), None)
    stands = standing(project)
    may = _allowed(project, survey, actor) if actor is not None else {}
    awaited = project.state in PANEL_STATES and (stands.panel is not None or project.state == "evaluation")
    if not awaited and not any(may.values()):
        return None
    context = {
        "project": project, "stands": stands, "formation": FORMATION, "survey": survey, "may": may,
        "of_team": len(stands.members) - len(stands.neighbours(project)),
    }  # fmt: skip
    return Panel(_("Le panel d'habitants et d'habitantes"), "evaluation/panel_section.html", context)


def _allowed(project: Project, survey: Survey | None, actor: Actor) -> dict[str, bool]:
    """Say what a person may do for the evaluation of a project now."""
    is_open = survey is not None and survey.is_open
    if project.state not in PANEL_STATES and not is_open:
        return {}
    return {
        "form": policy.can_form(project, actor),
        "give": policy.can_give(project, actor),
        "key": policy.can_key_verdict(project, actor),
        "prepare": policy.can_prepare(project, actor),
        "record": policy.can_record_gathering(project, actor),
        "run": survey is not None and is_open and policy.can_run(survey, actor),
    }


def _verdict_panel(stands: Standing) -> Panel | None:
    if stands.verdict is None:
        return None
    levels = [(label, LADDER[getattr(stands.verdict, name)]) for name, label in STAGES.items()]
    context = {
        "verdict": stands.verdict,
        "told": HAPPENED_TOLD[stands.verdict.happened],
        "tone": TONES[stands.verdict.happened],
        "levels": levels,
        "pen": next((one.name.split()[0] for one in stands.members if one.id == stands.verdict.pen_id), ""),
    }
    return Panel(_("L'avis des habitants et habitantes"), "evaluation/verdict_section.html", context)


@panel(45)
def levels_panel(project: Project, actor: Actor | None) -> Panel | None:
    """Say what place was promised to residents, and what the facts show."""
    if project.published_at is None:
        return None
    found = levels_of(project)
    can_declare = actor is not None and policy.can_declare(project, actor)
    told = told_levels({stage: stands for stage, stands in found.items() if stage is not LevelStage.OVERALL}, project)
    if not told and not can_declare:
        return None
    context = {"project": project, "told": told, "can_declare": can_declare}
    return Panel(_("La place promise, ce que les faits montrent"), "evaluation/levels_section.html", context)


@panel(6)
def results_panel(project: Project, _actor: Actor | None) -> Panel | None:
    """Tell what people answered, once the questionnaire is closed, beside the verdict of the panel."""
    if project.state not in {"evaluation", "closed"}:
        return None
    found = results_of(project)
    if found is None:
        return None
    context = {"project": project, "told": told_results(found)}
    return Panel(_("Ce que répondent les gens du quartier"), "evaluation/results_section.html", context)


@draft_panel(10)
def lessons_of_similar_projects(project: Project) -> Panel | None:
    """Suggest, to whoever writes an idea, what similar projects have taught."""
    near = similar(project.title, project.summary, project.theme)
    return Panel(_("Conseils"), "evaluation/similar_lessons.html", {"lessons": near}) if near else None
