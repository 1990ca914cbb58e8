"""What teams are written when two projects may become one."""

from __future__ import annotations

from app import mail
from app.addresses import full_address
from app.i18n import force_locale
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.notices import team_of, written_elsewhere

written_elsewhere("merge")


def ask_team(project: Project, other: Project, reason: str) -> None:
    """Ask a team whether it agrees that its project and another become one."""
    for person in team_of(project):
        with force_locale(person.locale):
            parts = [
                _("On vous propose de réunir votre projet « %(title)s » avec un autre.", title=project.title),
                _("L'autre projet : « %(title)s ».", title=other.title),
                _("Voici pourquoi : « %(reason)s »", reason=reason),
                _("Rien ne se fait sans votre accord. Répondez ici, ou avec l'aide de quelqu'un :"),
                full_address(f"/projects/{project.ref}/merging"),
            ]
            body = "\n\n".join([_("Bonjour %(name)s,", name=person.name), *parts])
            mail.write(person, _("Réunir deux projets : votre accord est demandé"), body, about=project)


def tell_declined(project: Project, other: Project) -> None:
    """Tell a team that the other prefers to keep two projects."""
    _tell(project, _("L'autre équipe préfère garder deux projets : « %(title)s » continue seul.", title=other.title))


def tell_joined(absorbed: Project, into: Project) -> None:
    """Tell both teams that their projects are one."""
    for project in (absorbed, into):
        _tell(project, _("Les deux projets n'en font plus qu'un : « %(title)s ».", title=into.title), into)


def _tell(project: Project, sentence: str, page: Project | None = None) -> None:
    for person in team_of(project):
        with force_locale(person.locale):
            address = full_address(f"/projects/{(page or project).ref}")
            body = "\n\n".join([_("Bonjour %(name)s,", name=person.name), sentence, address])
            mail.write(person, _("Des nouvelles de votre projet"), body, about=project)
