"""A city with as many projects as wanted, written straight into the tables: only for measures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.accounts.models import Person, PreferredChannel, Role, RoleAssignment, Scope
from app.committees.models import Committee
from app.db import Model
from app.dialogue.models import DialogueSpace, Meeting, SpaceKind
from app.funds.models import Fund, FundRules
from app.projects.models import (
    AFTER_GRANT,
    BudgetLine,
    BudgetSide,
    CarrierKind,
    Involvement,
    InvolvementKind,
    Origin,
    Project,
    TeamMember,
    Theme,
)
from app.projects.search import stems
from app.steps.catalogue import catalogue
from app.steps.models import Step, StepKind
from app.territory.models import Commune, Neighbourhood

NOW = datetime.now(UTC).replace(microsecond=0)
PLACES = ("Sanitas", "Rives du Cher", "Europe", "Maryse Bastié", "Fontaines", "Bords de Loire", "Rabière",
          "Rabaterie", "Bouqueries", "Mériquier", "Chateaubriand", "Morier", "Niqueux-Bruère")  # fmt: skip
THINGS = ("Jardin partagé", "Fête des voisins", "Atelier vélo", "Goûter des familles", "Cinéma en plein air",
          "Fresque des escaliers", "Sortie à la mer", "Boîte à livres", "Cours de cuisine", "Compost collectif",
          "Tournoi de football", "Repas des anciens", "Chorale du quartier")  # fmt: skip
STATES = ("submitted", "codesign", "scheduled", "granted", "signed", "funded", "running", "running", "reporting",
          "evaluation", "closed", "closed", "closed", "refused")  # fmt: skip
SUMMARY = (
    "Nous voulons nous retrouver au pied des immeubles, faire quelque chose de nos mains et que les enfants, les "
    "parents et les anciens se parlent de nouveau. Chacun et chacune apporte ce qui lui plaît."
)
CARRIER, REFERENT = 1, 2
"""Ids of the two people the measures sign in as: one carries every draft, the other looks after one neighbourhood."""

DRAFTS = 3_000
"""Complete drafts kept ready: each can be sent once."""
CHUNK = 2_000


def build(connection: Connection, projects: int) -> None:
    """Fill empty tables with `projects` public projects, and the drafts that will be sent."""
    put(connection, Person, _people())
    put(connection, Commune, [{"id": 1, "insee": "37261", "name": "Tours"}])
    put(connection, Neighbourhood, _neighbourhoods())
    put(connection, RoleAssignment, [_role()])
    put(connection, DialogueSpace, _spaces())
    put(connection, Meeting, _meetings())
    put(connection, Fund, [{"id": 1, "code": "FPH-37261", "name": "Fonds", "commune_id": 1, "gestionnaire": "Asso"}])
    put(connection, FundRules, [{"id": 1, "fund_id": 1, "version": 1, "valid_from": date(2020, 1, 1)}])
    put(connection, Committee, [{"id": 1, "fund_id": 1, "name": "Comité"}])
    every = range(1, projects + DRAFTS + 1)
    drawn = random.Random(37)
    put(connection, Project, (_project(drawn, number, is_draft=number > projects) for number in every))
    put(connection, TeamMember, (member for number in every for member in _team(number)))
    put(connection, BudgetLine, (line for number in every for line in _budget(number)))
    put(connection, Involvement, (_involvement(number) for number in every))
    put(connection, Step, (step for number in every for step in _steps(number)))
    if connection.dialect.name == "postgresql":
        for table in Model.metadata.sorted_tables:
            number_from_last(connection, table)
    connection.commit()
    analyse(connection)


def ref(number: int) -> str:
    """Return the reference of a project by its id."""
    return f"2025-{number:05d}"


def put(connection: Connection, model: type[Model], rows: Any) -> None:
    """Write rows, some thousands at a time."""
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        connection.execute(sa.insert(model), chunk)


def number_from_last(connection: Connection, table: sa.Table) -> None:
    """Let PostgreSQL go on counting after the rows that were written with their number."""
    if "id" in table.c and isinstance(table.c["id"].type, sa.Integer):
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608 - a name of our own
            f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
        )


def analyse(connection: Connection) -> None:
    """Let the database know what it holds, as it does by itself after a while."""
    connection.exec_driver_sql("ANALYZE")
    connection.commit()


def _people() -> list[dict[str, Any]]:
    names = ["Amina Diallo", "Renée Férent", *(f"Habitante {number}" for number in range(3, 500))]
    return [
        {"id": number, "name": name, "public_label": name.split()[0], "preferred_channel": PreferredChannel.LETTER,
         "created_at": NOW}
        for number, name in enumerate(names, start=1)
    ]  # fmt: skip


def _neighbourhoods() -> list[dict[str, Any]]:
    return [
        {"id": number, "slug": f"quartier-{number}", "name": name, "commune_id": 1}
        for number, name in enumerate(PLACES, start=1)
    ]


def _role() -> dict[str, Any]:
    return {"person_id": REFERENT, "role": Role.REFERENT, "scope": Scope.NEIGHBOURHOOD, "scope_id": 1,
            "from_on": date(2020, 1, 1)}  # fmt: skip


def _spaces() -> list[dict[str, Any]]:
    return [
        {"id": number, "neighbourhood_id": number, "kind": SpaceKind.SOCIAL_CENTRE, "name": "Café des voisins",
         "host": "Centre social"}
        for number in range(1, len(PLACES) + 1)
    ]  # fmt: skip


def _meetings() -> list[dict[str, Any]]:
    return [
        {"id": number, "space_id": number, "title": "Que faire de la place ?", "held_on": date(2025, 3, 4),
         "place": "Centre social", "residents_count": 14, "counted_at": NOW, "public_at": NOW,
         "workflow_key": "meeting", "workflow_version": 1, "state": "closed", "stage": "follow_up", "entered_at": NOW,
         "last_activity_at": NOW}
        for number in range(1, len(PLACES) + 1)
    ]  # fmt: skip


def _project(drawn: random.Random, number: int, *, is_draft: bool) -> dict[str, Any]:
    state = "draft" if is_draft else drawn.choice(STATES)
    definition = catalogue().latest("micro-grant")
    place = 1 + number % len(PLACES)
    title = f"{drawn.choice(THINGS)} {PLACES[place - 1]} {number}"
    moved = NOW - timedelta(minutes=drawn.randrange(400_000))
    start = (NOW + timedelta(days=40)).date()
    is_open = not definition.states[state].terminal
    return {
        "id": number, "ref": ref(number), "title": title, "summary": SUMMARY, "residents_role": "On fait ensemble.",
        "theme": drawn.choice(list(Theme)), "neighbourhood_id": place, "place": "Place Neuve", "starts_on": start,
        "ends_on": start + timedelta(days=9), "expected_count": 40, "carrier_kind": CarrierKind.INFORMAL_GROUP,
        "origin": Origin.MEETING, "origin_meeting_id": place, "requested_cents": 600_00,
        "granted_cents": 600_00 if state in AFTER_GRANT else None, "fund_id": None if is_draft else 1,
        "rules_id": None if is_draft else 1, "checklist": {}, "created_by_id": CARRIER, "created_at": moved,
        "published_at": None if is_draft else moved, "evaluated_at": moved if state == "closed" else None,
        "workflow_key": definition.key, "workflow_version": definition.version, "state": state,
        "stage": definition.states[state].stage, "is_open": is_open, "entered_at": moved, "last_activity_at": moved,
        "due_at": NOW + timedelta(days=drawn.randrange(-30, 60)) if is_open else None, "step_count": 4,
        "search_text": " ".join(stems(f"{title} {SUMMARY}")),
    }  # fmt: skip


def _team(number: int) -> Iterator[dict[str, Any]]:
    yield {"project_id": number, "person_id": CARRIER, "name": "Amina Diallo", "is_main": True}
    for other, name in enumerate(("Bruno Petit", "Chantal Roux")):
        yield {"project_id": number, "person_id": 3 + (number + other) % 480, "name": name, "is_main": False}


def _budget(number: int) -> Iterator[dict[str, Any]]:
    for label, amount in (("Terreau", 200_00), ("Outils", 300_00), ("Goûter", 100_00)):
        yield {"project_id": number, "side": BudgetSide.EXPENSE, "label": label, "amount_cents": amount}


def _involvement(number: int) -> dict[str, Any]:
    return {"project_id": number, "stage": "proposal", "kind": InvolvementKind.MEETING,
            "happened_on": date(2025, 3, 4), "residents_count": 6, "what": "L'idée est née là."}  # fmt: skip


def _steps(number: int) -> Iterator[dict[str, Any]]:
    told = (("begin", "", "draft"), ("submit", "draft", "submitted"), ("accept", "submitted", "codesign"),
            ("news", "codesign", "codesign"))  # fmt: skip
    for position, (action, left, reached) in enumerate(told, start=1):
        yield {
            "subject_kind": "project", "subject_id": number, "number": position, "action": action,
            "kind": StepKind.ENTRY if action == "news" else StepKind.ACTION, "from_state": left, "to_state": reached,
            "actor_id": CARRIER, "at": NOW - timedelta(days=9 - position), "workflow_version": 1, "digest": "0" * 64,
            "note": "Nous avançons." if action == "news" else "",
            "details": {"pace": "on_track"} if action == "news" else {},
        }  # fmt: skip
