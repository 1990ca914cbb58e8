"""The top of the project page: what happens now, whose turn it is, and what the reader may do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app import clock
from app.addresses import address
from app.i18n import day, ngettext
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects import codesign_policy, follow_policy, policy
from app.projects.models import Project
from app.projects.queries.follow import follow_of
from app.projects.queries.page import ProjectFile
from app.projects.standing import Standing, standing_of
from app.projects.timeline import unblocker_of
from app.steps.actor import Actor
from app.steps.catalogue import state_of
from app.steps.choices import Choice, next_sentence
from app.steps.kinds import roles_of
from app.steps.wording import Missing, role_label

SOON = timedelta(days=7)
SCREENS = {
    "projects.edit": policy.can_edit,
    "projects.codesign": policy.can_work,
    "projects.follow_up": policy.can_follow_up,
    "projects.association": codesign_policy.can_explain,
    "projects.merging": codesign_policy.can_propose_merge,
}
"""Who may open the screens of this slice; those of others are shown to whoever can supply what is missing."""


DOORS = {
    "projects.edit": _l("Compléter le dossier"),
    "projects.codesign": _l("Ouvrir la construction à plusieurs"),
    "projects.follow_up": _l("Donner des nouvelles"),
    "projects.delivery": _l("Dire si c'est fait"),
    "projects.association": _l("Dire comment les habitants et habitantes prennent part"),
    "projects.merging": _l("Réunir deux projets"),
    "committees.decide": _l("Ouvrir la décision du comité"),
    "funds.money": _l("Ouvrir l'argent du projet"),
    "funds.report": _l("Écrire le bilan"),
    "evaluation.verdict": _l("Ouvrir l'avis du panel"),
    "editions.idea": _l("Examiner l'idée"),
    "editions.estimate": _l("Écrire le coût du projet"),
    "editions.withdrawal": _l("Signer le retrait du vote"),
    "editions.delivered": _l("Écrire ce que le projet a coûté"),
}
"""What the link to each screen says it opens."""


@dataclass(frozen=True)
class Reader:
    """Who reads the page and what they are to the project."""

    actor: Actor | None
    roles: frozenset[str] = field(default_factory=frozenset)
    insider: bool = False


@dataclass(frozen=True)
class Typed:
    """What a person sent that was not accepted: shown again, with the reasons."""

    action: str = ""
    note: str = ""
    problems: tuple[str, ...] = ()


def reader_of(project: Project, actor: Actor | None) -> Reader:
    """Ask once what the reader is to the project."""
    if actor is None:
        return Reader(None)
    return Reader(actor, roles_of(project, actor), policy.is_insider(project, actor))


def now_of(file: ProjectFile, reader: Reader) -> dict[str, Any]:
    """Tell what happens now, whose turn it is, by when, and what follows."""
    project, state = file.project, state_of(file.project)
    standing, following = standing_of(project), next_sentence(project)
    mine = state.owner in reader.roles
    calm = standing.tone == "calm"
    return {
        "sentence": _(state.public_label),
        "who": _turn(state.owner, mine=mine) if project.is_open else "",
        "due": _due(project, standing),
        "due_tone": _due_tone(project, standing),
        "then": _(following) if following else "",
        "tone": "act" if mine and calm else standing.tone,
        "status": _("À vous de jouer") if mine and calm else standing.label,
        "silence": standing.silence,
        "blocked": project.pace_note if standing.blocked else "",
        "unblocker": _unblocker(file) if standing.blocked else "",
    }


def _unblocker(file: ProjectFile) -> str:
    """Say who can unblock the project, and by when it was asked of them."""
    who, by = unblocker_of(file.rows), file.project.unblock_by_on
    if not who or by is None:
        return who
    if by < clock.today():
        return _("%(who)s. C'était attendu pour le %(day)s", who=who, day=day(by))
    return _("%(who)s, avant le %(day)s", who=who, day=day(by))


def shown_choice(project: Project, reader: Reader, choice: Choice) -> dict[str, Any]:
    """Return an action with the addresses this reader may open, each of them once."""
    lacking = [_linked(project, reader, item) for item in choice.missing]
    screen = address(choice.action.screen, ref=project.ref) if choice.mine else None
    return {
        "name": choice.action.name,
        "label": _(choice.action.label),
        "note_required": choice.action.note_required,
        "open": choice.open,
        "mine": choice.mine,
        "forward": choice.forward,
        "main": choice.main,
        "ends": choice.ends,
        "who": choice.who,
        "screen": None if any(item["url"] == screen for item in lacking) else screen,
        "missing": lacking,
    }


def tools_of(project: Project, actor: Actor | None) -> list[tuple[str, str]]:
    """Return the links to what one may add to the file, besides its actions."""
    if actor is None:
        return []
    sent = policy.is_public(project)
    allowed = [
        (_("Modifier le dossier"), "projects.edit", policy.can_edit(project, actor)),
        (_("Noter une séance de travail"), "projects.codesign", sent and policy.can_work(project, actor)),
        (_("Voir ce qui a changé, et pourquoi"), "projects.revisions", codesign_policy.can_name_causes(project, actor)),
        (_("Donner des nouvelles"), "projects.follow_up", policy.can_follow_up(project, actor)),
        (_("Ajouter un document ou une photo"), "projects.documents", policy.can_attach(project, actor)),
        (_("Partager le travail dans l'équipe"), "projects.team", follow_policy.can_arrange_team(project, actor)),
        (_("Noter les étapes du chantier"), "projects.milestones", follow_policy.can_plan_works(project, actor)),
        (_("Demander un avis à un service"), "projects.opinions", follow_policy.can_ask_opinion(project, actor)),
        (_thread_label(project, actor), "projects.thread", follow_policy.can_read_thread(project, actor)),
    ]
    links = [(label, address(endpoint, ref=project.ref)) for label, endpoint, may in allowed if may]
    return [(label, url) for label, url in links if url]


def _thread_label(project: Project, actor: Actor) -> str:
    if not follow_policy.can_read_thread(project, actor):
        return ""
    unread = follow_of(project).unread_by(actor)
    if not unread:
        return _("Le fil privé de l'équipe")
    return ngettext(
        "Le fil privé de l'équipe : %(num)d nouveau message",
        "Le fil privé de l'équipe : %(num)d nouveaux messages",
        unread,
    )


def _turn(owner: str, *, mine: bool) -> str:
    if mine:
        return _("C'est à vous d'agir.")
    return _("C'est le tour de : %(who)s.", who=role_label(owner))


def _due(project: Project, standing: Standing) -> str:
    if project.due_at is None or not project.is_open:
        return ""
    when = day(project.due_at)
    if standing.late_days:
        return ngettext(
            "Attendu pour le %(day)s : %(num)d jour de retard.",
            "Attendu pour le %(day)s : %(num)d jours de retard.",
            standing.late_days,
            day=when,
        )
    left = (project.due_at - clock.now()).days
    if left == 0:
        return _("À faire aujourd'hui.")
    return ngettext(
        "Avant le %(day)s : il reste %(num)d jour.", "Avant le %(day)s : il reste %(num)d jours.", left, day=when
    )


def _due_tone(project: Project, standing: Standing) -> str:
    """Colour a date by the date alone: past, within the week, or far; the badge tells the rest."""
    if standing.late_days:
        return "late"
    soon = project.due_at is not None and project.due_at - clock.now() < SOON
    return "act" if soon and project.is_open else ""


def _linked(project: Project, reader: Reader, item: Missing) -> dict[str, Any]:
    allowed = SCREENS.get(item.screen or "")
    if allowed is not None:
        may = reader.actor is not None and allowed(project, reader.actor)
    else:
        may = bool(set(item.supplied_by) & reader.roles)
    url = address(item.screen, ref=project.ref) if may else None
    mine = bool(set(item.supplied_by) & reader.roles)
    who = _("vous") if mine else item.who
    label = str(DOORS.get(item.screen or "", "")) or _("Compléter")
    return {"what": item.what, "who": who, "by_when": item.by_when, "url": url, "link_label": label}
