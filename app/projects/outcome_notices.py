"""What people are written about the outcome of words: their author, and the referents when it is contested."""

from __future__ import annotations

from app import mail
from app.accounts.models import Person
from app.addresses import full_address
from app.db import session
from app.i18n import force_locale
from app.i18n import gettext as _
from app.mail import Message
from app.projects.models import ContributionOutcome, Project
from app.projects.outcome_words import IMPACTS, OUTCOMES, REASONS
from app.voices.notices import shortened
from app.voices.people import referents_of


def tell_author(project: Project, outcome: ContributionOutcome, person_id: int, words: str, *, asks: bool) -> Message:
    """Write to somebody what became of their words; `asks` whether it suits them."""
    person = session().get_one(Person, person_id)
    with force_locale(person.locale):
        parts = [
            _("Bonjour %(name)s,", name=person.name),
            _("Vous avez dit : « %(words)s »", words=shortened(words)),
            _("Le projet « %(title)s » en a tenu compte ainsi.", title=project.title),
            *sentences(outcome),
            _("Cela vous convient ? Dites-le ici, ou à la prochaine rencontre :") if asks else "",
            reply_address(project, outcome) if asks else full_address(f"/projects/{project.ref}"),
        ]
        body = "\n\n".join(part for part in parts if part)
        return mail.write(person, _("Ce que devient votre parole"), body, about=project)


def tell_referents(project: Project, outcome: ContributionOutcome, words: str) -> None:
    """Write to the referents of the neighbourhood that the author of the words does not agree."""
    if project.neighbourhood is None:
        return
    for person in referents_of(project.neighbourhood):
        with force_locale(person.locale):
            parts = [
                _("Bonjour %(name)s,", name=person.name),
                _("Une personne ne se reconnaît pas dans ce que le projet a fait de sa parole."),
                _("Le projet : « %(title)s ».", title=project.title),
                _("Elle dit : « %(words)s »", words=shortened(words, 400)) if words else "",
                _("À vous de répondre : relisez, puis donnez une nouvelle suite à sa parole."),
                full_address(f"/projects/{project.ref}/voices/{outcome.contribution_id}/outcome"),
            ]
            body = "\n\n".join(part for part in parts if part)
            mail.write(person, _("Une parole contestée demande une réponse"), body, about=project)


def sentences(outcome: ContributionOutcome) -> list[str]:
    """Tell an outcome in short sentences: what, how much, why, to whom."""
    return [
        sentence
        for sentence in (
            f"{OUTCOMES[outcome.outcome]}.",
            f"{IMPACTS[outcome.impact]}." if outcome.impact is not None else "",
            f"{REASONS[outcome.reason_code]}." if outcome.reason_code else "",
            outcome.reason_text,
            _("Transmise à : %(who)s.", who=outcome.passed_to) if outcome.passed_to else "",
        )
        if sentence
    ]


def reply_address(project: Project, outcome: ContributionOutcome) -> str:
    """Return where the author says whether the outcome suits them."""
    return full_address(f"/projects/{project.ref}/outcomes/{outcome.id}")
