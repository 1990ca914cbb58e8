"""Creating an edition from a few answers, and writing its rules until they are adopted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person
from app.ballots import calendar, criteria, presets
from app.ballots.calendar import Calendar
from app.ballots.electorate import Electorate
from app.ballots.models import Edition, EditionSector
from app.ballots.policy import PREPARES, NotAllowed, city_roles
from app.ballots.services.opening import prepared
from app.db import session, transaction
from app.steps import services as steps
from app.steps.actor import Actor
from app.territory.models import Commune, Neighbourhood

DESIGN = ("design",)
USUAL_CEILING_CENTS = 70_000_00
"""The most that one project costs in Tours; no project may cost more than the whole envelope."""
BEFORE_THE_VOTE = ("design", "ideas", "eligibility", "coconstruction", "list_locked")


class PastDate(ValueError):
    """A date that was told is over, or the new one is: what is past does not change any more."""


@dataclass(frozen=True)
class Basics:
    """What the edition is: its name, its sentence, its money (cents), its neighbourhoods, its criteria."""

    title: str
    plain: str
    envelope_cents: int
    ceiling_cents: int
    neighbourhood_ids: Collection[int]
    criteria: list[dict[str, str]]


@dataclass(frozen=True)
class Voting:
    """How residents vote: the way of voting, how many choices, from which age, the most for one theme (cents)."""

    preset: str
    min_choices: int
    max_choices: int
    min_age: int
    theme_cap_cents: int | None = None


@transaction()
def create_edition(commune: Commune, title: str, envelope_cents: int, actor: Actor) -> Edition:
    """Store an edition with safe defaults for all that was not asked: every neighbourhood, the usual rules and dates.

    Raises NotAllowed for who prepares nothing in this city.
    """
    person = session().get(Person, actor.person_id) if actor.person_id and not actor.on_behalf_id else None
    if person is None or not city_roles(commune.id, person) & PREPARES:
        raise NotAllowed
    preset = presets.DEFAULT
    made = Edition(title=title, commune=commune, commune_id=commune.id, envelope_cents=envelope_cents,
                   ceiling_cents=min(USUAL_CEILING_CENTS, envelope_cents), criteria=criteria.usual(),
                   voters=Electorate().as_data(), min_choices=preset.min_choices, max_choices=preset.max_choices,
                   created_by_id=actor.person_id, created_at=clock.now(), **calendar.proposed().columns())  # fmt: skip
    presets.take(made, preset)
    made.sectors = [EditionSector(neighbourhood_id=place_id) for place_id in _places(commune.id)]
    steps.begin(made, "edition", actor)
    return made


@transaction()
def describe(edition_id: int, told: Basics, actor: Actor) -> Edition:
    """Write what the edition is. Raises NotAllowed."""
    edition = prepared(edition_id, actor, DESIGN)
    edition.title, edition.plain = told.title, told.plain
    edition.envelope_cents, edition.ceiling_cents = told.envelope_cents, told.ceiling_cents
    edition.criteria = told.criteria
    wanted = set(_places(edition.commune_id)) & set(told.neighbourhood_ids)
    session().execute(sa.delete(EditionSector).where(EditionSector.edition_id == edition.id))
    session().add_all(EditionSector(edition_id=edition.id, neighbourhood_id=place) for place in sorted(wanted))
    session().flush()
    session().expire(edition, ["sectors"])
    steps.record(edition, "described", actor, is_public=False)
    return edition


@transaction()
def plan(edition_id: int, dates: Calendar, actor: Actor) -> Edition:
    """Write the calendar; once the rules are adopted, a change is told to everybody, until all is frozen.

    Raises NotAllowed, PastDate when a date that was told is set in the past.
    """
    edition = prepared(edition_id, actor, BEFORE_THE_VOTE)
    if edition.frozen_at is not None:
        raise NotAllowed
    is_told, was = edition.state not in DESIGN, calendar.calendar_of(edition)
    moved = dates.moved_from(was) if is_told else []
    if any(each < clock.today() for each in moved):
        raise PastDate
    if dates.vote_from in moved and clock.at_nine(dates.vote_from) <= clock.now():
        raise PastDate
    for name, value in dates.columns().items():
        setattr(edition, name, value)
    session().flush()
    steps.reschedule(edition)
    steps.record(edition, "planned", actor, is_public=is_told)
    return edition


@transaction()
def choose_voting(edition_id: int, voting: Voting, actor: Actor) -> Edition:
    """Choose the ballot and the rule; another rule is to be compared again before it is adopted. Raises NotAllowed."""
    edition = prepared(edition_id, actor, DESIGN)
    if voting.preset != edition.preset:
        edition.simulated_at = None
    presets.take(edition, presets.BY_KEY[voting.preset], voting.theme_cap_cents)
    edition.min_choices, edition.max_choices, edition.min_age = voting.min_choices, voting.max_choices, voting.min_age
    session().flush()
    steps.record(edition, "voting_chosen", actor, details={"preset": voting.preset}, is_public=False)
    return edition


@transaction()
def note_comparison(edition_id: int, rules: tuple[str, str], actor: Actor) -> None:
    """Keep that two rules were put side by side, among them the one that the edition is about to adopt.

    Raises NotAllowed.
    """
    edition = prepared(edition_id, actor, DESIGN)
    if edition.preset in rules:
        edition.simulated_at = clock.now()
        session().flush()
    steps.record(edition, "compared", actor, details={"rules": list(rules)})


def _places(commune_id: int) -> list[int]:
    asked = sa.select(Neighbourhood.id).filter_by(commune_id=commune_id).order_by(Neighbourhood.id)
    return list(session().scalars(asked))
