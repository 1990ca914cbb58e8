"""What the committee writes to the teams before it decides: the day their project is examined, or that none is set."""

from __future__ import annotations

from collections.abc import Callable

from app import mail
from app.accounts.models import Person
from app.addresses import full_address
from app.committees import agendas
from app.committees.models import Committee, Sitting
from app.i18n import day, force_locale, hour
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.notices import team_of

LONGEST_TITLE = 110


def day_sentence(sitting: Sitting, *, is_ours: bool = True) -> str:
    """Say when and where the committee examines a project, to its team or to anyone."""
    said = {"day": day(sitting.held_on), "hour": hour(sitting.hour), "place": sitting.place}
    if is_ours:
        return _("Votre projet passe en comité le %(day)s à %(hour)s, %(place)s.", **said)
    return _("Ce projet passe en comité le %(day)s à %(hour)s, %(place)s.", **said)


def tell_day(project: Project, sitting: Sitting) -> None:
    """Write to the team the day its project is examined; call it inside the transaction of the act."""
    _tell_team(project, lambda: _("Votre projet passe en comité"), lambda: [
        day_sentence(sitting),
        _("Vous pouvez venir le présenter, ou envoyer quelqu'un. Vous pouvez aussi écrire quelques lignes."),
        _("Le comité vous écrira sa décision après la séance."),
    ])  # fmt: skip


def tell_no_sitting(project: Project, committee: Committee) -> None:
    """Tell the team that the day is not set yet, and the secretariat that a sitting is needed."""
    _tell_team(project, lambda: _("Votre projet attend une date de comité"), lambda: [
        _("Votre projet est prêt pour le comité."),
        _("Aucune séance n'est encore prévue. Nous vous écrirons dès que la date sera fixée."),
    ])  # fmt: skip
    for person in agendas.secretaries_of(committee):
        with force_locale(person.locale):
            mail.write(person, _("Une séance du comité est à prévoir"), _alert(project, person), about=project)


def _tell_team(project: Project, subject: Callable[[], str], said: Callable[[], list[str]]) -> None:
    for person in team_of(project):
        with force_locale(person.locale):
            title = f"{project.title[:LONGEST_TITLE]} - {subject()}"
            mail.write(person, title, _letter(project, person, said()), about=project)


def _letter(project: Project, person: Person, said: list[str]) -> str:
    return "\n\n".join([
        _("Bonjour %(name)s,", name=person.name),
        _("Voici des nouvelles de votre projet « %(title)s », numéro %(ref)s.", title=project.title, ref=project.ref),
        *said,
        _("Votre projet : %(address)s", address=full_address(f"/projects/{project.ref}")),
        _("Une question ? Parlez-en à la personne référente de votre quartier."),
    ])  # fmt: skip


def _alert(project: Project, person: Person) -> str:
    return "\n\n".join([
        _("Bonjour %(name)s,", name=person.name),
        _("Le projet « %(title)s » est prêt pour le comité. Aucune séance ne peut le recevoir.", title=project.title),
        _("Prévoyez une séance : %(address)s", address=full_address("/committee")),
    ])  # fmt: skip
