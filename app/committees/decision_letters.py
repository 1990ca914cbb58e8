"""The letter of a decision: what was decided and why, what comes next and when, how to ask again or to appeal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import sqlalchemy as sa

from app import mail
from app.accounts.models import Person
from app.addresses import full_address
from app.clock import PARIS
from app.committees.letters import LONGEST_TITLE
from app.committees.models import Decision, Result
from app.committees.wording import votes_sentence
from app.db import session
from app.i18n import day, euros, force_locale
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.notices import team_of
from app.steps.actor import Actor
from app.steps.catalogue import definition_of
from app.steps.deadlines import due_at

COURT = "Tribunal administratif d'Orléans, 28 rue de la Bretonnerie, 45057 Orléans Cedex 1"
"""The administrative court of Indre-et-Loire (code de justice administrative, R221-3)."""


def write_to_team(project: Project, decision: Decision, actor: Actor) -> None:
    """Write the decision to everyone of the team, each by their channel, inside the transaction of the decision."""
    for person in team_of(project):
        if person.id != actor.person_id:
            with force_locale(person.locale):
                subject = f"{project.title[:LONGEST_TITLE]} - {subject_of(decision)}"
                mail.write(person, subject, _message(project, decision, person), about=project)


def subject_of(decision: Decision) -> str:
    """Say the decision in a few words."""
    return {
        Result.GRANT: _("le comité dit oui"),
        Result.GRANT_WITH_CONDITIONS: _("le comité dit oui, sous conditions"),
        Result.ADJOURN: _("le comité reporte sa décision"),
        Result.REFUSE: _("le comité dit non"),
    }[decision.result]


def sections_of(project: Project, decision: Decision) -> list[tuple[str, list[str]]]:
    """Return the letter in titled sections, in the language in use: the message and the PDF say the same."""
    sections = [
        ("", _decided(project, decision)),
        (_missing_title(decision), [decision.reason] if decision.reason else []),
        (_("Les conditions à remplir"), [decision.conditions] if decision.conditions else []),
        (_("La suite"), list(_next(project, decision))),
        (_("Vous n'êtes pas d'accord ?"), list(_appeal(project, decision))),
    ]
    return [(title, said) for title, said in sections if said]


def is_reduced(decision: Decision) -> bool:
    """Say whether less was granted than what was asked."""
    return decision.amount_cents is not None and decision.amount_cents < decision.requested_cents


def _message(project: Project, decision: Decision, person: Person) -> str:
    parts = [_("Bonjour %(name)s,", name=person.name)]
    for title, said in sections_of(project, decision):
        parts += [f"{title}\n{said[0]}" if title else said[0], *said[1:]]
    parts += [
        _("Votre projet et cette lettre : %(address)s", address=full_address(f"/projects/{project.ref}")),
        _("Une question ? Parlez-en à la personne référente de votre quartier."),
    ]
    return "\n\n".join(parts)


def _decided(project: Project, decision: Decision) -> list[str]:
    intro = _(
        "Le %(day)s, le comité a examiné votre projet « %(title)s », numéro %(ref)s.",
        day=day(decision.decided_at), title=project.title, ref=project.ref,
    )  # fmt: skip
    return [intro, _outcome(decision), votes_sentence(decision)]


def _outcome(decision: Decision) -> str:
    amount, asked = euros(decision.amount_cents or 0), euros(decision.requested_cents)
    if decision.result is Result.ADJOURN:
        return _("Il ne peut pas encore décider. Il reporte sa décision.")
    if decision.result is Result.REFUSE:
        return _("Il ne finance pas ce projet.")
    if is_reduced(decision):
        given = _("Il vous accorde %(amount)s. Vous demandiez %(asked)s.", amount=amount, asked=asked)
    else:
        given = _("Il vous accorde %(amount)s, la somme demandée.", amount=amount)
    if decision.result is Result.GRANT_WITH_CONDITIONS:
        return given + " " + _("Il y met des conditions.")
    return given


def _missing_title(decision: Decision) -> str:
    return _("Ce qui manque pour décider") if decision.result is Result.ADJOURN else _("Pourquoi cette décision")


def _next(project: Project, decision: Decision) -> Iterator[str]:
    due = _due_on(project, decision)
    when = day(due) if due else ""
    if decision.result is Result.GRANT:
        yield _(
            "%(who)s, qui tient l'argent du fonds, vous contacte pour signer l'accord, avant le %(day)s.",
            who=_holder(decision), day=when,
        )  # fmt: skip
    elif decision.result is Result.GRANT_WITH_CONDITIONS:
        yield _("Remplissez ces conditions avant le %(day)s, puis prévenez la personne référente.", day=when)
        yield _("Ensuite, l'accord sera signé et l'argent pourra être versé.")
    elif decision.result is Result.ADJOURN:
        if decision.target_sitting is not None:
            yield _("Votre projet peut revenir à la séance du %(day)s.", day=day(decision.target_sitting.held_on))
        yield _("Complétez-le et présentez-le de nouveau avant le %(day)s. Sinon, il sera classé.", day=when)
    elif _may_rework(project, decision):
        yield _("Vous pouvez retravailler votre projet une fois, avant le %(day)s.", day=when)
        yield _("La personne référente vous aide. Le comité le regardera de nouveau.")
    else:
        yield _("Ce projet a déjà été retravaillé une fois. Vous pouvez en présenter un autre.")


def _appeal(project: Project, decision: Decision) -> Iterator[str]:
    """Tell both ways to contest, for whatever is less than a plain yes (CJA R421-1; CRPA L411-2)."""
    if decision.result is Result.GRANT and not is_reduced(decision):
        return
    yield _(
        "Vous pouvez demander au comité de revoir sa décision, dans les deux mois après avoir reçu cette lettre. "
        "Écrivez à : %(who)s. Donnez le numéro %(ref)s. C'est gratuit.",
        who=_holder(decision), ref=project.ref,
    )  # fmt: skip
    yield _(
        "Vous pouvez aussi saisir le tribunal, dans les deux mois : %(court)s, ou www.telerecours.fr.",
        court=COURT,
    )
    yield _("Écrire d'abord au comité ne vous fait pas perdre ce droit : les deux mois repartent de sa réponse.")


def _holder(decision: Decision) -> str:
    fund = decision.sitting.committee.fund
    return fund.gestionnaire or fund.name


def _due_on(project: Project, decision: Decision) -> date | None:
    """Return the day by which the state that the decision opens must be left, as promised the day it was taken."""
    states = definition_of(project).states
    entered: datetime = decision.decided_at
    due = due_at(project, states[states["scheduled"].actions[decision.result.value].to], entered)
    return due.astimezone(PARIS).date() if due else None


def _may_rework(project: Project, decision: Decision) -> bool:
    """Say whether this refusal is the first: a project is reworked once."""
    refused = sa.select(sa.func.count()).where(
        Decision.project_id == project.id,
        Decision.result == Result.REFUSE,
        Decision.annulled_at.is_(None),
        Decision.decided_at <= decision.decided_at,
    )
    return (session().scalar(refused) or 0) <= 1
