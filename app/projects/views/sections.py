"""The file on the project page, in sentences: who, where, when, how much, with which residents and which documents."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import render_template
from markupsafe import Markup

from app.addresses import address
from app.i18n import day, euros, ngettext
from app.i18n import gettext as _
from app.projects import policy
from app.projects.association import parts_of
from app.projects.budget import balance_of
from app.projects.labels import THEMES
from app.projects.models import BudgetSide, Involvement, Origin, Project, TeamMember
from app.projects.panels import panels_of
from app.projects.queries.page import ProjectFile
from app.projects.queries.traces import traces_of
from app.projects.story import story_of
from app.projects.timeline import Entry, entries_of, older_and_recent, stage_labels, stopped_in, undoable
from app.projects.views.turns import Reader, Typed, now_of, reader_of, shown_choice, tools_of
from app.projects.words import INVOLVEMENTS
from app.steps.actor import Actor
from app.steps.catalogue import definition_of
from app.steps.choices import choices_of, next_sentence
from app.steps.wording import told
from workflows.diagram import thread_svg


def page_context(file: ProjectFile, actor: Actor | None, typed: Typed) -> dict[str, Any]:
    """Return everything the template shows."""
    project, reader = file.project, reader_of(file.project, actor)
    choices = choices_of(project, reader.roles, others=reader.insider)
    older, recent = older_and_recent(entries_of(file, insider=reader.insider))
    return {
        "project": project,
        "reader": reader,
        "typed": typed,
        "seen": project.step_count,
        "now": now_of(file, reader),
        "choices": [shown_choice(project, reader, choice) for choice in choices],
        "undoable": _undoable(file) if actor and policy.can_correct(project, actor) else None,
        "thread": Markup(thread_svg(definition_of(project), project.state, _, stopped_in(file))),  # noqa: S704
        "panels": [
            (panel.title, Markup(render_template(panel.template, **panel.context)))  # noqa: S704
            for panel in panels_of(project, actor)
        ],
        "facts": facts_of(project, reader),
        "budget": budget_of(project),
        "origin": origin_of(project),
        "involvements": involvements_of(project),
        "explained": [part for part in parts_of(project) if part.reason and not part.residents],
        "story": story_of(file),
        "joined": joined_of(project),
        "has_versions": bool(traces_of(project).changes),
        "tools": tools_of(project, actor),
        "list_url": address("projects.index"),
        "older": older,
        "recent": [*recent, *_to_come(project)],
        "entries_count": len(older) + len(recent),
        **documents_of(project, actor),
    }


def facts_of(project: Project, reader: Reader) -> list[tuple[str, str]]:
    """Return the file in pairs: who, where, when, for whom; names only as the reader may know them."""
    place = project.neighbourhood
    pairs = [
        (_("Thème"), str(THEMES[project.theme]) if project.theme else ""),
        (_("Quartier"), f"{place.name}, {place.commune.name}" if place else ""),
        (_("Lieu"), project.place),
        (_("Dates"), _dates(project)),
        (_("Qui porte le projet"), _carriers(project, reader)),
        (_("Personnes attendues"), str(project.expected_count or "")),
        (_("Numéro du projet"), project.ref),
    ]
    return [(term, value) for term, value in pairs if value]


def budget_of(project: Project) -> dict[str, Any]:
    """Return the budget, formatted, with its totals."""
    balance = balance_of(project)
    sides = {
        side: [(line.label, euros(line.amount_cents)) for line in project.budget_lines if line.side is side]
        for side in BudgetSide
    }
    return {
        "expenses": sides[BudgetSide.EXPENSE],
        "resources": sides[BudgetSide.RESOURCE],
        "total": euros(balance.expenses),
        "requested": euros(project.requested_cents),
        "granted": euros(project.granted_cents) if project.granted_cents else "",
    }


def origin_of(project: Project) -> dict[str, Any]:
    """Tell where the idea was born, with the address of the meeting."""
    sentences = {
        Origin.MEETING: _("L'idée est née dans une rencontre du quartier."),
        Origin.RESIDENTS: _("L'idée est née entre voisins et voisines."),
        Origin.INSTITUTION: _("L'idée vient d'un service ou d'une association."),
    }
    meeting = project.origin_meeting
    return {
        "sentence": sentences[project.origin] if project.origin else "",
        "note": project.origin_note,
        "meeting": meeting.title if meeting else "",
        "meeting_day": day(meeting.held_on) if meeting else "",
        "meeting_url": address("dialogue.meeting", meeting_id=meeting.id) if meeting else None,
        "said": project.origin_words,
    }


def involvements_of(project: Project) -> list[tuple[str, list[dict[str, str]]]]:
    """Return, for each stage in order, how residents were associated."""
    labels = dict(stage_labels(project))
    order = {name: place for place, name in enumerate(labels)}
    rows = sorted(project.involvements, key=lambda row: order.get(row.stage, len(order)))
    grouped = groupby(rows, key=lambda row: row.stage)
    return [(labels.get(stage, stage), [_involvement(row) for row in held]) for stage, held in grouped]


def joined_of(project: Project) -> list[dict[str, str | None]]:
    """Return the projects that are one with this one: where it went, or who came, with the address of each."""
    return [
        {
            "sentence": _("Ce projet a rejoint un autre projet :")
            if one.proposal.absorbed_id == project.id
            else _("Un autre projet a rejoint celui-ci :"),
            "title": one.other_title,
            "url": address("projects.show", ref=one.other_ref),
            "reason": one.proposal.reason,
        }
        for one in traces_of(project).joinings
        if one.proposal.done
    ]


def documents_of(project: Project, actor: Actor | None) -> dict[str, Any]:
    """Return the photos and the documents this reader may open."""
    seen = [attached for attached in project.attachments if policy.can_see_file(attached, project, actor)]
    photos = [row for row in seen if row.media_type == "image/jpeg" and row.kind == "photo"]
    return {
        "photos": photos,
        "documents": [row for row in seen if row not in photos],
        "removable": {row.id for row in seen if actor and policy.can_remove(row, project, actor)},
    }


def _undoable(file: ProjectFile) -> dict[str, Any] | None:
    step = undoable(file)
    return {"step": step, "sentence": told(file.project, step)} if step else None


def _involvement(row: Involvement) -> dict[str, str]:
    people = ngettext("%(num)d habitant ou habitante", "%(num)d habitants et habitantes", row.residents_count)
    return {
        "how": str(INVOLVEMENTS[row.kind]),
        "day": day(row.happened_on),
        "place": row.place,
        "what": row.what,
        "people": people if not row.others_count else _with_others(people, row.others_count),
        "decided": row.decided,
    }


def _with_others(people: str, others: int) -> str:
    guests = ngettext("%(num)d autre personne", "%(num)d autres personnes", others)
    return _("%(people)s et %(guests)s", people=people, guests=guests)


def _dates(project: Project) -> str:
    if project.starts_on is None or project.ends_on is None:
        return ""
    if project.starts_on == project.ends_on:
        return _("Le %(day)s", day=day(project.starts_on))
    return _("Du %(first)s au %(last)s", first=day(project.starts_on), last=day(project.ends_on))


def _carriers(project: Project, reader: Reader) -> str:
    """Name who carries the project: all the team for insiders, else the association or one first name."""
    if reader.insider:
        return ", ".join([*([project.association_name] if project.association_name else []), *map(_full, project.team)])
    if project.association_name:
        return project.association_name
    main = next((member for member in project.team if member.is_main), None)
    shown, others = _public_name(main), len(project.team) - bool(main)
    if not shown:
        return ngettext("%(num)d personne", "%(num)d personnes", len(project.team)) if project.team else ""
    if not others:
        return shown
    return ngettext("%(name)s et %(num)d autre personne", "%(name)s et %(num)d autres personnes", others, name=shown)


def _full(member: TeamMember) -> str:
    return f"{member.name} ({member.phone})" if member.phone else member.name


def _public_name(member: TeamMember | None) -> str:
    if member is None:
        return ""
    if member.person is not None:
        return member.person.public_label
    return member.name.split()[0] if member.name.split() else ""


def _to_come(project: Project) -> list[Entry]:
    following = next_sentence(project)
    return [Entry(_("Ensuite"), "", sentence=_(following), is_next=True)] if following else []
