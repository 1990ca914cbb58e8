"""What the authors of an idea are told, each by their own channel, and the service that receives a refused idea."""

from __future__ import annotations

from app import mail
from app.accounts.models import Person
from app.addresses import full_address
from app.ballots.models import Candidacy
from app.db import session
from app.i18n import day, force_locale
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.notices import team_of, written_elsewhere
from app.territory.models import Organisation

written_elsewhere("refuse_idea", "find_eligible")


def tell_eligible(project: Project, candidacy: Candidacy) -> None:
    """Tell the authors that their idea is possible, and what comes next."""
    for person in team_of(project):
        with force_locale(person.locale):
            said = _("Votre idée « %(title)s » est possible. Elle devient un projet.", title=project.title)
            until = candidacy.edition.coconstruction_until
            after = _("Vous le construisez avec les services, jusqu'au %(day)s.", day=day(until)) if until else ""
            mail.write(person, said, _letter(project, person, [said, after]), about=project)


def tell_refused(project: Project, candidacy: Candidacy, receiver: Organisation) -> None:
    """Tell the authors why their idea is refused, who receives it and how to ask again; tell the service too."""
    for person in team_of(project):
        with force_locale(person.locale):
            subject = _("Votre idée « %(title)s » : la réponse", title=project.title)
            parts = [
                _("Votre idée « %(title)s » n'est pas possible dans cette édition.", title=project.title),
                _("Voici pourquoi : %(reason)s", reason=candidacy.refusal),
                _("Votre idée n'est pas perdue : elle est confiée à %(who)s.", who=receiver.name),
                _("Vous n'êtes pas d'accord ? Demandez un second examen sur la page de l'idée, ou à une personne "
                  "référente."),
                candidacy.ask_again,
            ]  # fmt: skip
            mail.write(person, subject, _letter(project, person, parts), about=project)
    _hand_over(project, candidacy, receiver)


def _hand_over(project: Project, candidacy: Candidacy, receiver: Organisation) -> None:
    head = session().get(Person, receiver.head_id) if receiver.head_id else None
    if head is None:
        return
    with force_locale(head.locale):
        subject = _("Une idée vous est confiée : %(title)s", title=project.title)
        parts = [
            _("Cette idée n'entre pas dans le budget participatif. Voici pourquoi : %(reason)s",
              reason=candidacy.refusal),
            _("Elle relève peut-être de votre service. Répondez à ses auteurs et autrices."),
        ]  # fmt: skip
        mail.write(head, subject, _letter(project, head, parts), about=project)


def _letter(project: Project, person: Person, parts: list[str]) -> str:
    address = _("La page de l'idée : %(address)s", address=full_address(f"/projects/{project.ref}"))
    return "\n\n".join(part for part in [_("Bonjour %(name)s,", name=person.name), *parts, address] if part)
