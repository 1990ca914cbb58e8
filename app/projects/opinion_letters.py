"""Letters about opinions: to whoever is asked, by their own channel, and to the referents when it matters to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app import mail
from app.accounts.models import Person, PreferredChannel
from app.addresses import full_address
from app.db import session
from app.i18n import day, force_locale
from app.i18n import gettext as _
from app.projects.models import Opinion, Project
from app.projects.notices import team_of
from app.projects.opinion_words import VALUES
from app.steps.actor import Actor
from app.voices.people import answerers_of, referents_of


@dataclass
class Contact:
    """A partner without account, as the outbox reaches one: by e-mail, else by a call."""

    name: str
    email: str | None
    phone: str | None
    address: str = ""

    @property
    def preferred_channel(self) -> str:
        """An e-mail when there is an address, else a call."""
        return PreferredChannel.EMAIL if self.email else PreferredChannel.CALL


def ask(opinion: Opinion) -> None:
    """Ask the opinion."""
    _write(opinion, _("Votre avis sur un projet du quartier : %(title)s", title=opinion.project.title), "")


def remind(opinion: Opinion, *, late: bool) -> None:
    """Remind whoever is asked; once late, the referents and the head of the service know it too."""
    when = day(opinion.due_on)
    if not late:
        _write(opinion, _("Rappel : votre avis est attendu"), _("Votre avis est attendu pour le %(day)s.", day=when))
        return
    _write(opinion, _("Votre avis est en retard"), _("Votre avis était attendu pour le %(day)s.", day=when))
    head = opinion.organisation.head if opinion.organisation else None
    asked_already = {person.id for person in people_asked(opinion)}
    for person in [*_referents(opinion.project), *([head] if head else [])]:
        if person.id not in asked_already:
            with force_locale(person.locale):
                mail.write(person, _("Un avis est en retard"), _late_letter(opinion, person), about=opinion.project)


def told(opinion: Opinion, actor: Actor) -> None:
    """Tell the team and whoever asked that the opinion has come, save the person who has just written it."""
    assert opinion.value is not None
    asker = session().get(Person, opinion.asked_by_id) if opinion.asked_by_id else None
    people = {person.id: person for person in [*team_of(opinion.project), *([asker] if asker else [])]}
    for person in people.values():
        if person.id != actor.person_id:
            with force_locale(person.locale):
                sentence = _("Avis de %(who)s : %(value)s.", who=opinion.asked_of, value=VALUES[opinion.value])
                mail.note(person.id, opinion.project.title, sentence, about=opinion.project)


def show_keyed(opinion: Opinion) -> None:
    """Show to those who may answer what was noted in their name: they correct it if it is not what they said."""
    assert opinion.value is not None
    for person in people_asked(opinion):
        with force_locale(person.locale):
            subject = _("Votre avis est noté : est-ce bien cela ?")
            mail.write(person, subject, _keyed_letter(opinion, person), about=opinion.project)


def people_asked(opinion: Opinion) -> list[Person]:
    """Return the people with an account who may answer: the one who is named, else those who answer for the body."""
    if opinion.answerer is not None:
        return [opinion.answerer]
    return answerers_of(opinion.organisation) if opinion.organisation else []


def _write(opinion: Opinion, subject: str, first: str) -> None:
    """Write to the people asked, else to the contact they left; who left none is called by the referent."""
    people = people_asked(opinion)
    for person in people:
        with force_locale(person.locale):
            mail.write(person, subject, _letter(opinion, person.name, first, online=True), about=opinion.project)
    contact = _contact(opinion)
    if not people and (contact.email or contact.phone):
        body = _letter(opinion, contact.name, first, online=False)
        mail.write_to_contact(contact, subject, body, about=opinion.project)


def _contact(opinion: Opinion) -> Contact:
    """Return how to reach whoever is asked: the contact that was left, else that of the body."""
    body = opinion.organisation
    return Contact(
        opinion.contact_name or opinion.asked_of,
        opinion.contact_email or (body.email if body else "") or None,
        opinion.contact_phone or (body.phone if body else "") or None,
    )


def _letter(opinion: Opinion, name: str, first: str, *, online: bool) -> str:
    project = opinion.project
    place = f"{project.neighbourhood.name}, {project.neighbourhood.commune.name}" if project.neighbourhood else ""
    answer = _("Répondez ici : %(address)s", address=full_address(f"/opinions/{opinion.id}"))
    by_hand = _("Répondez à la personne référente du quartier, par téléphone ou par écrit. Elle notera votre avis.")
    parts = [
        _("Bonjour %(name)s,", name=name),
        first,
        _(
            "Des habitants et habitantes préparent le projet « %(title)s » (%(place)s).",
            title=project.title, place=place,
        ),
        _("Le projet : %(address)s", address=full_address(f"/projects/{project.ref}")),
        _("Nous vous demandons : « %(question)s »", question=opinion.question),
        _("Votre avis aide le comité à décider. Il est attendu pour le %(day)s.", day=day(opinion.due_on)),
        answer if online else by_hand,
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def _keyed_letter(opinion: Opinion, person: Person) -> str:
    assert opinion.value is not None
    parts = [
        _("Bonjour %(name)s,", name=person.name),
        _(
            "Une personne référente a noté l'avis de %(who)s sur le projet « %(title)s ».",
            who=opinion.asked_of, title=opinion.project.title,
        ),
        _("L'avis noté : %(value)s.", value=VALUES[opinion.value]),
        f"« {opinion.text} »" if opinion.text else "",
        _("Ce n'est pas ce que vous avez dit ? Corrigez-le ici : %(address)s",
          address=full_address(f"/opinions/{opinion.id}")),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def _late_letter(opinion: Opinion, person: Person) -> str:
    sentence = _(
        "L'avis de %(who)s sur le projet « %(title)s » était attendu pour le %(day)s.",
        who=opinion.asked_of, title=opinion.project.title, day=day(opinion.due_on),
    )  # fmt: skip
    where = _("Le projet : %(address)s", address=full_address(f"/projects/{opinion.project.ref}/opinions"))
    return "\n\n".join([_("Bonjour %(name)s,", name=person.name), sentence, where])


def _referents(project: Project) -> Iterator[Person]:
    if project.neighbourhood is not None:
        yield from referents_of(project.neighbourhood)
