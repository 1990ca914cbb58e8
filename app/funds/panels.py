"""What the fund shows on the page of a project, on that of a neighbourhood, and beside the amount of its form."""

from __future__ import annotations

from flask import url_for

from app.funds import overdue, plain_rules, policy, queries, standing
from app.funds.budget_spent import spent_by
from app.i18n import euros
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.panels import Panel, hint, panel
from app.steps.actor import Actor
from app.steps.kinds import roles_of
from app.territory import panels as neighbourhood_pages
from app.territory.models import Neighbourhood


@panel(30)
def money(project: Project, actor: Actor | None) -> Panel | None:
    """Show where the money stands, once some was granted."""
    if not standing.is_granted(project):
        return None
    stands = queries.position(project)
    return Panel(
        _("L'argent du projet"),
        "funds/panel.html",
        {
            "sentence": standing.sentence(project, stands),
            "total": project.granted_cents,
            "segments": standing.segments(project, stands),
            "spending": standing.spending(project, stands),
            "spent": spent_by(project),
            "fund_code": queries.rules_of(project).fund.code,
            "money_ref": project.ref if actor is not None and policy.can_read_money(project, actor) else "",
        },
    )


@panel(15)
def late_elsewhere(project: Project, actor: Actor | None) -> Panel | None:
    """Tell those who work on a file, before any decision, what its carriers owe from an earlier grant."""
    if actor is None or project.state not in policy.BEFORE_GRANT or not roles_of(project, actor) & policy.WARNED:
        return None
    late = overdue.overdue_of(project)
    if not late:
        return None
    return Panel(
        _("Un retard à régler d'abord"),
        "funds/late_panel.html",
        {
            "late": [(overdue.sentence(one), one.ref, policy.can_read_money(one, actor)) for one in late],
            "waiver": overdue.waiver_of(project),
            "exception_ref": project.ref if policy.can_lift_bar(project, actor) else "",
        },
    )


@neighbourhood_pages.panel(40)
def fund_of_neighbourhood(place: Neighbourhood) -> neighbourhood_pages.Panel | None:
    """Lead to the fund that pays the projects of a neighbourhood."""
    found = queries.fund_of_commune(place.commune_id)
    if found is None:
        return None
    return neighbourhood_pages.Panel(_("L'argent des projets"), "funds/in_neighbourhood.html", {"fund": found})


@hint("amount")
def ceiling(project: Project) -> str:
    """Say the fund's floor and ceiling, where to go above it, and what the carriers must bring."""
    rules = queries.rules_for(project)
    return " ".join(plain_rules.beside_the_amount(rules)) if rules else ""


@hint("above_cap_reason")
def above_the_ceiling(project: Project) -> str:
    """Say that a reason is needed above the ceiling, where the rules allow it and the project asks for that much."""
    rules = queries.rules_for(project)
    if rules is None or not rules.above_cap_allowed or project.requested_cents <= rules.cap_cents:
        return ""
    return _("Le comité peut aller au-delà de %(cap)s s'il y a une bonne raison.", cap=euros(rules.cap_cents))


@hint("exclusions_denied")
def excluded(project: Project) -> str:
    """Say what the fund does not pay, one sentence a line."""
    rules = queries.rules_for(project)
    return "\n".join(rules.excluded(blocking=True)) if rules else ""


@hint("discussed")
def discussed(project: Project) -> str:
    """Say what the fund pays only if it was talked over, one sentence a line."""
    rules = queries.rules_for(project)
    return "\n".join(rules.excluded(blocking=False)) if rules else ""


@hint("rules")
def rules_address(project: Project) -> str:
    """Return the address of the rules that judge the project."""
    rules = queries.rules_for(project)
    return url_for("funds.rules_version", code=rules.fund.code, version=rules.version) if rules else ""
