"""A small town for the stories told in a browser: a neighbourhood, a meeting, a fund, a committee, everyone's account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app import clock
from app.accounts.models import Person, PreferredChannel
from app.accounts.passwords import hashed
from app.committees.models import Committee
from app.db import session, transaction
from app.dialogue.services import meetings
from app.dialogue.services.meetings import Held
from app.steps.actor import Actor
from app.territory.models import Neighbourhood
from app.voices.models import Contribution, ContributionKind
from tests import make

PASSWORD = "trois moineaux sur un fil"
PEOPLE = {
    "resident": "Amina Diallo",
    "member": "Farid Benali",
    "juror": "Odile Garnier",
    "referent": "Hélène Robin",
    "committee_secretary": "Marc Leroy",
    "gestionnaire": "Inès Moreau",
    "finance": "Paul Girard",
    "helper": "Samira Haddad",
    "metro_admin": "Luc Perrin",
}
RESIDENTS = ("resident", "member", "juror")
SAID = "Il n'y a rien pour se poser à l'ombre avec les enfants, au pied des tours."


@dataclass
class Town:
    """Who lives and works here."""

    place: Neighbourhood
    committee: Committee
    people: dict[str, Person]


def built() -> Town:
    """Build the town; everyone signs in with an e-mail address and the same password."""
    kept = hashed(PASSWORD)
    return _built(kept)


@transaction()
def _built(kept: str) -> Town:
    place = make.neighbourhood()
    money = make.fund(place.commune)
    make.envelope(money)
    committee = make.committee(money)
    people = {role: _person(role, name, kept, place) for role, name in PEOPLE.items()}
    for role in set(PEOPLE) - set(RESIDENTS):
        make.role(people[role], role)
    for number in range(6):
        make.seat(committee, name=f"Membre Numéro{number + 1}")
    make.seat(committee, name="À remplacer").person_id = people["member"].id
    _remark(place, Actor(people["referent"].id))
    return Town(place, committee, people)


def _person(role: str, name: str, kept: str, place: Neighbourhood) -> Person:
    return make.person(
        name,
        email=f"{role}@exemple.example",
        preferred_channel=PreferredChannel.EMAIL,
        password_hash=kept,
        neighbourhood_id=place.id,
    )


def _remark(place: Neighbourhood, referent: Actor) -> None:
    held = Held("Que faire de la place ?", date(2026, 3, 4), "Centre social", 14)
    meeting = meetings.record_meeting(make.space(place), held, referent)
    said = {"meeting_id": meeting.id, "neighbourhood_id": place.id, "said_on": clock.today()}
    session().add(Contribution(kind=ContributionKind.IDEA, text=SAID, **said))
