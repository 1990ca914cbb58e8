"""The booklet of a sitting: everything a member reads before the vote, as plain data for print.

It holds more than the public page and less than the file: who carries a project is told by first name, never a number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.committees import files, queries
from app.committees.files import File
from app.committees.models import Decision, Sitting
from app.committees.wording import codesign_sentence, decision_sentence, origin_sentence
from app.db import session
from app.i18n import day, euros, hour, ngettext
from app.i18n import gettext as _
from app.projects.checklist import ANSWERS, CHECKLIST, answered_of
from app.projects.labels import CARRIERS, ORIGINS
from app.projects.models import BudgetSide, Opinion, Project, TeamMember
from app.projects.opinion_words import VALUES
from app.projects.queries.opinions import opinions_of
from app.steps.models import Step, StepKind
from app.steps.wording import told

Content = dict[str, Any]


def booklet_of(sitting: Sitting) -> Content:
    """Return what the booklet says, in the language in use; twelve queries whatever the number of files."""
    shown = files.agenda(sitting)
    listed = [*shown.decided, *shown.waiting]
    ids = [file.project.id for file in listed]
    _load(ids)
    past, history, opinions = _past_decisions(ids), _history(ids), opinions_of(ids)
    left = queries.envelope_left(sitting.committee.fund_id).left
    asked = sum(file.project.requested_cents for file in listed)
    return {
        "title": _("Livret du comité du %(day)s", day=day(sitting.held_on)),
        "committee": f"{sitting.committee.name}, {sitting.committee.fund.commune.name}",
        "meeting": _(
            "Le comité se réunit le %(day)s à %(hour)s, %(place)s.",
            day=day(sitting.held_on), hour=hour(sitting.hour), place=sitting.place,
        ),
        "money": _money(left, asked, len(listed)),
        "confidential": _("Ce livret est pour les membres du comité. Ne le donnez à personne d'autre."),
        "words": _words(),
        "files": [
            _file(file, past[file.project.id], history[file.project.id]) | {"opinions": _opinions(opinions, file)}
            for file in listed
        ],
    }  # fmt: skip


def _words() -> Mapping[str, str]:
    return {
        "agenda": _("L'ordre du jour"),
        "project": _("Projet"),
        "asked": _("Demande"),
        "expense": _("Dépense"),
        "amount": _("Montant"),
        "resource": _("Ce qui aide à payer"),
        "total": _("Total des dépenses"),
        "voices": _("La parole des habitants et habitantes"),
        "budget": _("Le budget"),
        "checks": _("Ce qui est vérifié"),
        "opinions": _("L'avis des services et des partenaires"),
        "history": _("L'histoire du projet"),
        "notes": _("Mes notes"),
        "none": _("Aucun projet à l'ordre du jour pour le moment."),
    }


def _money(left: int | None, asked: int, count: int) -> str:
    said = ngettext(
        "%(num)d projet demande %(asked)s en tout.",
        "%(num)d projets demandent %(asked)s en tout.",
        count,
        asked=euros(asked),
    )
    if left is None:
        return said
    return _("Il reste %(left)s pour les projets.", left=euros(left)) + f" {said}"


def _load(ids: Sequence[int]) -> None:
    """Load what the booklet shows of each project, in one go: the rows are then in the session."""
    session().scalars(
        sa.select(Project)
        .where(Project.id.in_(ids))
        .options(
            selectinload(Project.team).joinedload(TeamMember.person),
            selectinload(Project.budget_lines),
            selectinload(Project.involvements),
            joinedload(Project.origin_contribution),
        )
        .execution_options(populate_existing=True)
    ).all()


def _past_decisions(ids: Sequence[int]) -> defaultdict[int, list[Decision]]:
    found: defaultdict[int, list[Decision]] = defaultdict(list)
    asked = sa.select(Decision).where(Decision.project_id.in_(ids), Decision.annulled_at.is_(None))
    for decision in session().scalars(asked.order_by(Decision.decided_at, Decision.id)):
        found[decision.project_id].append(decision)
    return found


def _history(ids: Sequence[int]) -> defaultdict[int, list[Step]]:
    found: defaultdict[int, list[Step]] = defaultdict(list)
    moves = (Step.subject_kind == Project.kind, Step.is_public, Step.kind != StepKind.ENTRY)
    asked = sa.select(Step).where(*moves, Step.subject_id.in_(ids))
    for step in session().scalars(asked.order_by(Step.subject_id, Step.number)):
        found[step.subject_id].append(step)
    return found


def _file(file: File, past: Sequence[Decision], history: Sequence[Step]) -> Content:
    project = file.project
    return {
        "ref": project.ref,
        "title": project.title,
        "asked": euros(project.requested_cents),
        "summary": project.summary,
        "role": project.residents_role,
        "facts": _facts(file),
        "expenses": _lines(project, BudgetSide.EXPENSE),
        "resources": _lines(project, BudgetSide.RESOURCE),
        "total": euros(sum(line.amount_cents for line in project.budget_lines if line.side is BudgetSide.EXPENSE)),
        "origin": _voices(file),
        "said": project.origin_words or project.origin_note,
        "sessions": [
            f"{day(one.happened_on)} : {one.what}"
            for one in project.involvements
            if one.stage == "codesign" and one.what
        ],
        "checks": [[str(CHECKLIST[code]), str(ANSWERS[answer])] for code, answer in answered_of(project).items()],
        "past": [f"{decision_sentence(one)} {one.reason}".strip() for one in past],
        "history": [[day(step.at), told(project, step)] for step in history],
    }


def _opinions(found: Mapping[int, Sequence[Opinion]], file: File) -> list[list[str]]:
    """Return whoever was asked, what they think of it, their words; or by when their answer is awaited."""
    return [[one.asked_of, *_answer(one)] for one in found.get(file.project.id, ())]


def _answer(opinion: Opinion) -> list[str]:
    if opinion.value is not None:
        return [str(VALUES[opinion.value]), opinion.text]
    when = day(opinion.due_on)
    if opinion.due_on < clock.today():
        return [_("Pas de réponse"), _("Son avis était attendu pour le %(day)s.", day=when)]
    return [_("Pas encore de réponse"), _("Son avis est attendu pour le %(day)s.", day=when)]


def _facts(file: File) -> list[list[str]]:
    project = file.project
    place = f"{project.neighbourhood.name}, {project.neighbourhood.commune.name}" if project.neighbourhood else ""
    dates = ""
    if project.starts_on and project.ends_on:
        dates = _("du %(start)s au %(end)s", start=day(project.starts_on), end=day(project.ends_on))
    pairs = [
        (_("Numéro"), project.ref),
        (_("Où"), ", ".join(part for part in (project.place, place) if part)),
        (_("Quand"), dates),
        (_("Qui porte le projet"), _team(project)),
        (_("Personnes attendues"), str(project.expected_count or "")),
        (_("Somme demandée"), euros(project.requested_cents)),
        (_("Le comité peut accorder au plus"), euros(file.limits.largest)),
    ]
    return [[name, value] for name, value in pairs if value]


def _team(project: Project) -> str:
    labels = [
        one.person.public_label if one.person else one.name.split(maxsplit=1)[0] for one in project.team if one.name
    ]
    kind = project.association_name or (str(CARRIERS[project.carrier_kind]) if project.carrier_kind else "")
    return " : ".join(part for part in (kind, ", ".join(labels)) if part)


def _voices(file: File) -> list[str]:
    project = file.project
    meeting = project.origin_meeting.title if project.origin_meeting else None
    return [
        *([str(ORIGINS[project.origin])] if project.origin and meeting is None else []),
        origin_sentence(file.residents["proposal"], meeting),
        codesign_sentence(file.residents["codesign"]),
    ]


def _lines(project: Project, side: BudgetSide) -> list[list[str]]:
    return [[line.label, euros(line.amount_cents)] for line in project.budget_lines if line.side is side]
