"""Reading for the pages of editions: the list of all, their history, the cities that a person prepares."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person
from app.ballots.models import Edition, EditionSector
from app.ballots.policy import PREPARES, city_roles
from app.db import session
from app.steps.models import Step
from app.territory.models import Commune, Neighbourhood
from app.territory.queries import all_communes

MOST = 100


def all_editions() -> Sequence[Edition]:
    """Return the editions, those that go on first, the latest first."""
    return session().scalars(
        sa.select(Edition).order_by(Edition.is_open.desc(), Edition.id.desc()).limit(MOST)
    ).all()  # fmt: skip


def communes_prepared_by(person: Person) -> list[Commune]:
    """Return the cities in which a person may prepare an edition."""
    return [city for city in all_communes() if city_roles(city.id, person) & PREPARES]


def history_of(edition: Edition) -> Sequence[Step]:
    """Return what happened to an edition, the latest first."""
    return session().scalars(
        sa.select(Step).filter_by(subject_kind="edition", subject_id=edition.id).order_by(Step.number.desc())
    ).all()  # fmt: skip


def published_in(commune_id: int) -> Sequence[Edition]:
    """Return the editions of a city whose result everybody may read, the latest first."""
    return session().scalars(
        sa.select(Edition)
        .where(Edition.commune_id == commune_id, Edition.published_at.is_not(None))
        .order_by(Edition.id.desc())
        .limit(MOST)
    ).all()  # fmt: skip


def places_of(commune_id: int) -> Sequence[Neighbourhood]:
    """Return the neighbourhoods of a city, by name."""
    asked = sa.select(Neighbourhood).filter_by(commune_id=commune_id).order_by(Neighbourhood.name)
    return session().scalars(asked).all()


def editions_for_ideas(neighbourhood_id: int | None) -> Sequence[Edition]:
    """Return the editions that take ideas today, in a neighbourhood or, while it is unknown, anywhere."""
    today = clock.today()
    asked = sa.select(Edition).where(
        Edition.state == "ideas", Edition.ideas_open_on <= today, Edition.ideas_until >= today
    ).order_by(Edition.id)  # fmt: skip
    if neighbourhood_id is not None:
        asked = asked.join(EditionSector).where(EditionSector.neighbourhood_id == neighbourhood_id)
    return session().scalars(asked).all()


def editions_of(place: Neighbourhood) -> Sequence[Edition]:
    """Return the editions of a neighbourhood that go on, the latest first."""
    return session().scalars(
        sa.select(Edition)
        .join(EditionSector)
        .where(EditionSector.neighbourhood_id == place.id, Edition.is_open, Edition.state != "design")
        .order_by(Edition.id.desc())
    ).all()  # fmt: skip
