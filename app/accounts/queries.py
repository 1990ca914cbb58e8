"""Reading people: who someone is, and which roles they hold where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.util import identity_key

from app import clock
from app.accounts import contact, facts
from app.accounts.models import (
    STAFF_ROLES,
    AssistedEntry,
    Consent,
    PaperForm,
    Person,
    Purpose,
    Role,
    RoleAssignment,
    Scope,
)
from app.db import remembered, session


def person_with_roles(person_id: int) -> Person | None:
    """Return a person and their roles in one query a page, or a transaction, or None."""
    here = session().identity_map.get(identity_key(Person, person_id))
    state: Any = sa.inspect(here) if here is not None else None
    if state is not None and not state.expired and "roles" in state.dict:
        return here
    return _read(person_id)[0]


def facts_of(person_id: int) -> Mapping[str, bool]:
    """Return what other slices know of a person, read along with their roles."""
    return _read(person_id)[1]


def holds_role(person: Person, roles: Iterable[str]) -> bool:
    """Say whether a person holds one of the roles today, wherever it may be."""
    wanted, today = set(roles), clock.today()
    return any(given.role in wanted and given.holds_on(today) for given in person.roles)


def roles_at(person: Person, places: dict[Scope, int | None]) -> set[Role]:
    """Return the roles a person holds today that reach a place, given as its ids by scope (fund, commune…)."""
    today = clock.today()
    return {
        given.role
        for given in person.roles
        if given.holds_on(today) and (given.scope is Scope.METRO or places.get(given.scope) == given.scope_id)
    }


def is_staff(person: Person) -> bool:
    """Say whether a person works for an institution (and so may not judge a project)."""
    return holds_role(person, STAFF_ROLES)


def reach_of(person: Person, roles: Iterable[str]) -> list[RoleAssignment]:
    """Return the assignments in force today among these roles: the places a person's queue covers."""
    wanted, today = set(roles), clock.today()
    return [given for given in person.roles if given.role in wanted and given.holds_on(today)]


def person_at(recipient: str) -> Person | None:
    """Return the person of an e-mail address or telephone number (normalized), or None."""
    known = Person.email if "@" in recipient else Person.phone
    return session().scalar(sa.select(Person).where(known == recipient))


def people_named(text: str, places: Iterable[int] | None, limit: int = 10) -> list[Person]:
    """Return the first people whose name contains a text or whose number it is, in neighbourhoods (None: all)."""
    found = Person.name.icontains(text, autoescape=True)
    number = contact.normalized(text)
    if number:
        found = Person.email == number if "@" in number else Person.phone == number
    known = sa.select(Person).where(found, Person.erased_at.is_(None))
    query = known.options(selectinload(Person.roles)).order_by(Person.name, Person.id).limit(limit)
    if places is not None:
        query = query.where(Person.neighbourhood_id.in_(list(places)))
    return list(session().scalars(query))


def consents_of(person_id: int) -> dict[Purpose, Consent]:
    """Return the last answer of a person to each purpose they were asked about."""
    rows = session().scalars(sa.select(Consent).filter_by(person_id=person_id).order_by(Consent.id))
    return {consent.purpose: consent for consent in rows}


def roles_given(limit: int = 500) -> list[RoleAssignment]:
    """Return the roles in force or to come, by person."""
    return list(
        session().scalars(
            sa.select(RoleAssignment)
            .join(RoleAssignment.person)
            .where(sa.or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= clock.today()))
            .options(contains_eager(RoleAssignment.person))
            .order_by(Person.name, RoleAssignment.id)
            .limit(limit)
        )
    )


def those_who_agree(purpose: Purpose, neighbourhood_id: int) -> list[tuple[int, str]]:
    """Return the people of a neighbourhood who agree to a purpose and take the weekly note, with their language."""
    agreed = sa.exists().where(
        Consent.person_id == Person.id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
    )
    reached = sa.select(Person.id, Person.locale).where(
        Person.neighbourhood_id == neighbourhood_id, Person.wants_weekly_note, Person.erased_at.is_(None), agreed
    )
    return [(person_id, locale) for person_id, locale in session().execute(reached.order_by(Person.id))]


def help_was_stopped(entry_id: int) -> bool:
    """Say whether a help was put down, or is not known."""
    ended = session().execute(sa.select(AssistedEntry.ended_at).filter_by(id=entry_id)).one_or_none()
    return ended is None or ended.ended_at is not None


def paper_form(form_id: int) -> PaperForm | None:
    """Return a numbered sheet, or None."""
    return session().get(PaperForm, form_id)


def sheets_of_batch(batch: int) -> list[PaperForm]:
    """Return the sheets printed together, in order."""
    return list(session().scalars(sa.select(PaperForm).filter_by(batch=batch).order_by(PaperForm.id)))


def sheets_out(neighbourhood_ids: Iterable[int], limit: int = 200) -> list[PaperForm]:
    """Return the sheets printed for some neighbourhoods that are neither keyed nor struck out, oldest first."""
    out = sa.select(PaperForm).where(
        PaperForm.neighbourhood_id.in_(list(neighbourhood_ids)),
        PaperForm.keyed_at.is_(None),
        PaperForm.spoiled_at.is_(None),
    )
    return list(session().scalars(out.order_by(PaperForm.id).limit(limit)))


def _read(person_id: int) -> tuple[Person | None, Mapping[str, bool]]:
    return remembered(("person", person_id), lambda: _person_and_facts(person_id))


def _person_and_facts(person_id: int) -> tuple[Person | None, Mapping[str, bool]]:
    asked = sa.select(Person, *facts.columns(person_id)).where(Person.id == person_id).options(joinedload(Person.roles))
    row = session().execute(asked).unique().one_or_none()
    if row is None:
        return None, {}
    person, *held = row
    return person, dict(zip(facts.names(), map(bool, held), strict=True))
