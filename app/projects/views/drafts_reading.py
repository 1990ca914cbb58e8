"""A project file read back in plain sentences, and what two people wrote differently."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import render_template
from markupsafe import Markup
from wtforms import Field, SelectField

from app.i18n import day, euros, ngettext
from app.i18n import gettext as _
from app.projects.budget import balance_of
from app.projects.file import FileValues, MemberRow, MoneyRow, main_first, origin_involvement
from app.projects.forms import BudgetForm, StepForm
from app.projects.labels import ORIGINS, THEMES
from app.projects.models import BudgetSide, CarrierKind, Origin, Project
from app.projects.panels import draft_panels_of, paths_offered
from app.projects.standing import asks_the_fund
from app.steps.actor import Actor

NEXT = {"what": "where", "where": "budget", "budget": "review"}

SHOWN_OF_A_REMARK = 90
"""Characters of a remark in a list of choices."""


def asked_amount(form: StepForm) -> str:
    """Return what the fund is asked for with the amounts typed so far: expenses minus other help."""
    assert isinstance(form, BudgetForm)
    return euros(max(0, form.total(form.expenses) - form.total(form.resources)))


def sentences(project: Project) -> list[tuple[str, str, list[str]]]:
    """Return the file as (step, title, sentences); a blank answer says nothing."""
    parts = [
        ("what", _("Votre idée"), _what(project)),
        ("where", _("Qui et où"), _where(project)),
        ("budget", _("Combien"), _how_much(project)),
    ]
    return [
        (step, title, [line for line in lines if line])
        for step, title, lines in parts
        if step != "budget" or asks_the_fund(project)
    ]


def differences(form: StepForm, stored: FileValues) -> list[tuple[str, str]]:
    """Return, for each answer that differs from what is stored, its label and what is stored."""
    typed = form.readable_values()
    return [
        (str(form[name].label.text), _chosen(form[name], value) or _("(rien)"))
        for name, value in stored.items()
        if name in typed and typed[name] != value  # type: ignore[literal-required]
    ]


def _what(project: Project) -> list[str]:
    theme = _("Thème : %(theme)s.", theme=THEMES[project.theme]) if project.theme else ""
    return [project.title, theme, project.summary, project.residents_role, _origin(project), project.origin_note]


def _origin(project: Project) -> str:
    row, meeting = origin_involvement(project), project.origin_meeting
    if project.origin is Origin.MEETING and meeting:
        said = _(
            "L'idée vient de la rencontre « %(title)s », le %(day)s.", title=meeting.title, day=day(meeting.held_on)
        )
    elif project.origin:
        said = _("L'idée vient : %(origin)s.", origin=str(ORIGINS[project.origin]).lower())
    else:
        said = ""
    if not row:
        return said
    carried = ngettext(
        "%(num)d habitant ou habitante l'a portée.",
        "%(num)d habitants et habitantes l'ont portée.",
        row.residents_count,
    )
    return f"{said} {carried}".strip()


def _where(project: Project) -> list[str]:
    place = project.neighbourhood
    where = _("Quartier : %(name)s, %(city)s.", name=place.name, city=place.commune.name) if place else ""
    at = _("Lieu : %(place)s.", place=project.place) if project.place else ""
    people = (
        ngettext("Vous attendez %(num)d personne.", "Vous attendez %(num)d personnes.", project.expected_count)
        if project.expected_count
        else ""
    )
    return [where, at, _dates(project), people, _carriers(project)]


def _dates(project: Project) -> str:
    start, end = project.starts_on, project.ends_on
    if start and end and start == end:
        return _("Le %(day)s.", day=day(start))
    if start and end:
        return _("Du %(start)s au %(end)s.", start=day(start), end=day(end))
    return _("Début : %(day)s.", day=day(start)) if start else ""


def _carriers(project: Project) -> str:
    names = ", ".join(member.name for member in main_first(project)).rstrip(".")
    if project.carrier_kind is CarrierKind.ASSOCIATION and project.association_name:
        return _(
            "L'association %(name)s porte le projet. Équipe : %(names)s.", name=project.association_name, names=names
        )
    return _("Équipe : %(names)s.", names=names)


def _how_much(project: Project) -> list[str]:
    budget = balance_of(project)
    lines = [
        _("%(label)s : %(amount)s", label=line.label, amount=euros(line.amount_cents))
        for line in project.budget_lines
        if line.side is BudgetSide.EXPENSE
    ]
    if budget.expenses:
        lines.append(_("Le projet coûte %(amount)s.", amount=euros(budget.expenses)))
    if budget.resources:
        lines.append(_("D'autres aides apportent %(amount)s.", amount=euros(budget.resources)))
    if project.above_cap_reason:
        lines.append(project.above_cap_reason)
    if project.exclusions_denied:
        lines.append(_("Le projet ne paie rien de ce que le fonds exclut."))
    if budget.requested:
        lines.append(_("Vous demandez %(amount)s au fonds.", amount=euros(budget.requested)))
    return lines


def _chosen(field: Field, value: object) -> str:
    """Return the words of a choice, or the answer itself."""
    if isinstance(field, SelectField):
        choices: Iterable[Any] = field.choices or ()
        return next((str(choice.label) for choice in choices if field.coerce(choice.value) == value), "")
    return _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(row) for row in value)
    if isinstance(value, MemberRow):
        return value.name
    if isinstance(value, MoneyRow):
        return f"{value.label} {euros(value.amount_cents)}"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return str(value or "")


def beside_of(project: Project | None) -> list[Markup]:
    """Return what other slices tell whoever writes this file."""
    panels = draft_panels_of(project) if project else []
    return [Markup(render_template(panel.template, **panel.context)) for panel in panels]  # noqa: S704


def next_step(project: Project, step: str) -> str:
    """Name the step that follows; services estimate the cost of an idea on which residents will vote."""
    return "review" if step == "where" and not asks_the_fund(project) else NEXT[step]


def paths(project: Project, actor: Actor) -> list[tuple[str, Markup]]:
    """Render what other slices offer before a draft is sent: another way than the fund's, while one is open."""
    sections = paths_offered(project, actor) if project.state == "draft" else []
    return [(one.title, Markup(render_template(one.template, **one.context))) for one in sections]  # noqa: S704


def shortened(text: str) -> str:
    """Return the beginning of a remark, for a list of choices."""
    return text if len(text) <= SHOWN_OF_A_REMARK else text[: SHOWN_OF_A_REMARK - 1].rstrip() + "…"
