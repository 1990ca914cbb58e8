"""On the page of a project: who follows it, its milestones, the residents' word, opinions, comments; one query."""

from __future__ import annotations

from typing import Any

from app import clock
from app.accounts.contact import spoken
from app.i18n import gettext as _
from app.projects import follow_policy, policy
from app.projects.checklist import CHECKLIST, missing_of
from app.projects.models import Project
from app.projects.panels import Panel, panel
from app.projects.queries.follow import Follow, follow_of
from app.projects.step_details import word_sentence
from app.projects.views.opinions import shown
from app.projects.words import DELIVERED, PARTS, VOICES
from app.steps.actor import Actor


@panel(18)
def delivery(project: Project, _actor: Actor | None) -> Panel | None:
    """Show what residents say of the works, and the way to say it while they are under way."""
    if not policy.is_public(project):
        return None
    follow = follow_of(project)
    if project.state != "running" and not follow.voices and follow.waiver is None:
        return None
    word = follow.word
    return Panel(
        _("Est-ce fait ? La parole des habitants et habitantes"),
        "projects/delivery_panel.html",
        {
            "project": project,
            "word": word,
            "sentence": word_sentence({"yes": word.yes, "partly": word.partly, "no": word.no}) if word.told else "",
            "texts": [(DELIVERED[one.said], one.text) for one in follow.voices if one.text],
            "waiver": follow.waiver,
            "running": project.state == "running",
        },
    )


@panel(20)
def works(project: Project, _actor: Actor | None) -> Panel | None:
    """Show the milestones of the works, reached or not."""
    if not policy.is_public(project):
        return None
    follow = follow_of(project)
    if not follow.milestones:
        return None
    photos = {one.id: one for one in project.attachments if one.is_public}
    done = sum(1 for one in follow.milestones if one.done_on)
    context: dict[str, Any] = {
        "project": project, "rows": follow.milestones, "photos": photos, "done": done, "today": clock.today(),
    }  # fmt: skip
    return Panel(_("Les étapes du chantier"), "projects/milestones_panel.html", context)


@panel(40)
def who_follows(project: Project, actor: Actor | None) -> Panel | None:
    """Name the referent and how to reach them; to those who work on the file, who does what in the team."""
    if not policy.is_public(project):
        return None
    follow, insider = follow_of(project), policy.is_insider(project, actor)
    if not follow.referents and not insider:
        return None
    return Panel(
        _("Qui suit ce projet"),
        "projects/who_panel.html",
        {
            "project": project,
            "referents": follow.referents[:3],
            "city": follow.city,
            "insider": insider,
            "spoken": spoken,
            "team": [(one, PARTS[one.part]) for one in project.team] if insider else [],
            "thread": follow_policy.can_read_thread(project, actor),
            "unread": follow.unread_by(actor) if actor else 0,
        },
    )


@panel(45)
def opinions(project: Project, _actor: Actor | None) -> Panel | None:
    """Show the opinions asked of services and partners, given, awaited or late."""
    if not policy.is_public(project):
        return None
    follow = follow_of(project)
    if not follow.opinions:
        return None
    rows = [shown(one, project) for one in follow.opinions]
    return Panel(_("L'avis des services"), "projects/opinions_panel.html", {"project": project, "rows": rows})


@panel(46)
def checklist(project: Project, actor: Actor | None) -> Panel | None:
    """Tell those who work on the file what is still missing before the committee, who does it and by when."""
    if actor is None or project.state != "codesign" or not policy.can_work(project, actor):
        return None
    lines = {one.code: one for one in follow_of(project).lines}
    missing = [(CHECKLIST[code], lines.get(code), code) for code in missing_of(project)]
    if not missing:
        return None
    context = {"project": project, "missing": missing, "today": clock.today()}
    return Panel(_("Ce qu'il reste à préparer"), "projects/checklist_panel.html", context)


@panel(90)
def comments(project: Project, _actor: Actor | None) -> Panel | None:
    """Show the last comments and the way to the others."""
    if not policy.is_public(project):
        return None
    follow: Follow = follow_of(project)
    is_open = follow_policy.comments_open(project)
    if not follow.comments_count and not is_open:
        return None
    return Panel(
        _("Les commentaires"),
        "projects/comments_panel.html",
        {"project": project, "rows": follow.comments, "count": follow.comments_count, "open": is_open,
         "voices": VOICES},
    )  # fmt: skip
