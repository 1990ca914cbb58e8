"""Seven years of dialogue in thirteen neighbourhoods, written straight into the tables: only for measures.

Days are drawn evenly over 2024–2030. A meeting has forty residents who come in and a hundred and sixty turns: two
hundred taps. Two contributions in three concern a project, three in ten are questions; most have an outcome.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.committees.models import Committee, Decision, Result, Sitting
from app.db import Model
from app.dialogue.models import DialogueSpace, Meeting, OutreachAction, OutreachMode, SpaceKind
from app.dialogue.models.tally import AgeBand, Attendee, HeardVia, Novelty, Sex, Tap, TapKind
from app.evaluation.models import LevelStage, ObservedLevel
from app.funds.models import (
    Account,
    Balance,
    Fund,
    FundingSource,
    FundRules,
    FundYear,
    Payment,
    PaymentKind,
    PaymentMode,
)
from app.funds.payment_models import Agreement, Plan, RecipientKind
from app.projects.models import (
    CarrierKind,
    ChangeCause,
    ChangeField,
    ContributionLink,
    ContributionOutcome,
    Involvement,
    InvolvementKind,
    Origin,
    Outcome,
    Project,
    ProjectChange,
    ProjectRevision,
    ReasonCode,
    TeamMember,
)
from app.territory.models import BaselineStat, Commune, Dimension, Neighbourhood
from app.voices.models import Channel, Contribution, ContributionKind
from app.voices.question_models import Question
from bench.city import analyse, number_from_last, put

FIRST, DAYS = date(2024, 1, 1), 2557
PLACES, PEOPLE, TAPS = 13, 5000, 200
MODELS = 97
"""Meetings of which the taps are drawn one by one."""
CITIES = {1: "37261", 2: "37233", 3: "37122", 4: "37195"}


def build(connection: Connection, meetings: int) -> None:
    """Fill empty tables with so many meetings, ten times as many contributions, four times as many projects."""
    drawn = random.Random(37)
    contributions, projects = 10 * meetings, 4 * meetings
    _places(connection)
    _funds(connection)
    days = [FIRST + timedelta(days=drawn.randrange(DAYS)) for _ in range(contributions)]
    put(connection, Meeting, (_meeting(number, days[number - 1]) for number in range(1, meetings + 1)))
    every = range(1, meetings + 1)
    put(connection, OutreachAction, (row for number in every for row in _outreach(drawn, number, days[number - 1])))
    put(connection, Tap, (row for number in range(1, MODELS + 1) for row in _taps(drawn, number)))
    connection.execute(sa.insert(Tap).from_select(Tap.__table__.c.keys(), _copied()))
    put(connection, Contribution, (_contribution(drawn, number, days) for number in range(1, contributions + 1)))
    asked = [number for number in range(1, contributions + 1) if number % 10 in (1, 2, 3)]
    put(connection, Question, (_question(drawn, number, days[number - 1]) for number in asked))
    begun = [FIRST + timedelta(days=drawn.randrange(DAYS - 200)) for _ in range(projects)]
    put(connection, Project, (_project(drawn, number, begun[number - 1]) for number in range(1, projects + 1)))
    put(connection, TeamMember, ({"project_id": n, "person_id": 1 + n % PEOPLE, "name": "Amina", "is_main": True}
                                 for n in range(1, projects + 1)))  # fmt: skip
    put(connection, Involvement, (row for n in range(1, projects + 1) for row in _stages(drawn, n, begun[n - 1])))
    put(connection, ObservedLevel, (_level(drawn, n, begun[n - 1]) for n in range(1, projects + 1)))
    _changes(connection, drawn, begun)
    _links(connection, drawn, contributions, projects, days)
    _grants(connection, drawn, begun)
    if connection.dialect.name == "postgresql":
        for table in Model.metadata.sorted_tables:
            number_from_last(connection, table)
    connection.commit()
    analyse(connection)


def _at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def _places(connection: Connection) -> None:
    from app.accounts.models import Person, PreferredChannel  # noqa: PLC0415

    put(connection, Person, ({"id": n, "name": f"Habitante {n}", "public_label": "Amina", "created_at": _at(FIRST),
                              "preferred_channel": PreferredChannel.LETTER} for n in range(1, PEOPLE + 1)))  # fmt: skip
    put(connection, Commune, ({"id": n, "insee": code, "name": f"Ville {n}"} for n, code in CITIES.items()))
    put(connection, Neighbourhood, ({"id": n, "slug": f"quartier-{n}", "name": f"Quartier {n}", "population": 2000,
                                     "commune_id": 1 + (n - 1) % 4, "npnru": n % 3 == 1}
                               for n in range(1, PLACES + 1)))  # fmt: skip
    put(connection, BaselineStat, ({"neighbourhood_id": n, "dimension": Dimension.AGE, "band": band.value, "count": 400,
                                    "source": "Mesure", "year": 2021}
                                   for n in range(1, PLACES + 1) for band in AgeBand))  # fmt: skip
    put(connection, DialogueSpace, ({"id": n, "neighbourhood_id": n, "kind": SpaceKind.SOCIAL_CENTRE, "name": "Café",
                                     "host": "Centre social"} for n in range(1, PLACES + 1)))  # fmt: skip


def _subject(key: str, state: str, stage: str, at: datetime) -> dict[str, Any]:
    return {"workflow_key": key, "workflow_version": 1, "state": state, "stage": stage, "entered_at": at,
            "last_activity_at": at}  # fmt: skip


def _meeting(number: int, day: date) -> dict[str, Any]:
    return {"id": number, "space_id": 1 + number % PLACES, "title": "Que faire de la place ?", "held_on": day,
            "place": "Centre social", "residents_count": 40, "counted_at": _at(day), "public_at": _at(day),
            **_subject("meeting", "closed", "follow_up", _at(day))}  # fmt: skip


def _outreach(drawn: random.Random, number: int, day: date) -> Iterator[dict[str, Any]]:
    for mode in drawn.sample(list(OutreachMode), 4):
        yield {"neighbourhood_id": 1 + number % PLACES, "meeting_id": number, "mode": mode, "done_on": day,
               "minutes_spent": 90, "cost_cents": 12_00, "reached": drawn.randrange(20, 300), "contacts_left": 4,
               "noted_at": _at(day)}  # fmt: skip


def _taps(drawn: random.Random, number: int) -> Iterator[dict[str, Any]]:
    blank = {"meeting_id": number, "novelty": None, "age": None, "sex": None, "heard": None, "is_new_voice": None,
             "by_id": 1, "received_at": _at(FIRST)}  # fmt: skip
    for rank in range(TAPS):
        key, sex = f"{number}-{rank}", drawn.choice(list(Sex))
        if rank < TAPS // 5:
            yield {**blank, "id": key, "kind": TapKind.ARRIVAL, "category": Attendee.RESIDENT, "sex": sex,
                   "novelty": drawn.choice(list(Novelty)[:3]), "age": drawn.choice(list(AgeBand)),
                   "heard": drawn.choice(list(HeardVia))}  # fmt: skip
        else:
            yield {**blank, "id": key, "kind": TapKind.TURN, "category": drawn.choice(list(Attendee)), "sex": sex,
                   "is_new_voice": drawn.randrange(5) == 0}  # fmt: skip


def _copied() -> sa.Select[Any]:
    """Return the taps of every other meeting: those of one of the first ones, so that a million are written soon."""
    columns = [Meeting.id if column.key == "meeting_id" else column for column in Tap.__table__.c]
    return sa.select(*columns).join_from(Meeting, Tap, Tap.meeting_id == 1 + Meeting.id % MODELS).where(
        Meeting.id > MODELS
    )  # fmt: skip


def _contribution(drawn: random.Random, number: int, days: list[date]) -> dict[str, Any]:
    return {"id": number, "neighbourhood_id": 1 + number % PLACES, "kind": ContributionKind.IDEA, "text": "Un banc.",
            "said_on": days[number - 1], "channel": drawn.choice(list(Channel)), "search_text": "banc",
            "recorded_at": _at(days[number - 1])}  # fmt: skip


def _question(drawn: random.Random, number: int, day: date) -> dict[str, Any]:
    answered = _at(day + timedelta(days=drawn.randrange(30))) if drawn.randrange(20) else None
    due = day + timedelta(days=15)
    return {"code": f"{number:08d}", "contribution_id": number, "neighbourhood_id": 1 + number % PLACES,
            "received_at": _at(day, 8), "promised_on": due, "answer_due_on": due, "answered_at": answered,
            "answered_on_time": answered.date() <= due if answered else None, "told_at": answered,
            **_subject("question", "closed" if answered else "received", "answer", _at(day))}  # fmt: skip


def _project(drawn: random.Random, number: int, day: date) -> dict[str, Any]:
    ended = _at(day + timedelta(days=drawn.randrange(60, 400)))
    return {"id": number, "ref": f"{day.year}-{number:05d}", "title": f"Jardin {number}", "place": "Place Neuve",
            "neighbourhood_id": 1 + number % PLACES, "starts_on": day, "ends_on": ended.date(),
            "origin": Origin.MEETING,
            "carrier_kind": drawn.choice(list(CarrierKind)), "requested_cents": 600_00, "granted_cents": 600_00,
            "checklist": {}, "created_at": _at(day), "published_at": _at(day), "evaluated_at": ended, "is_open": False,
            "fund_id": 1 + number % PLACES % 4, "rules_id": 1 + number % PLACES % 4,
            "search_text": "jardin", **_subject("micro-grant", "closed", "evaluation", ended)}  # fmt: skip


def _stages(drawn: random.Random, number: int, day: date) -> Iterator[dict[str, Any]]:
    for stage in drawn.sample(("proposal", "codesign", "evaluation"), drawn.randrange(4)):
        yield {"project_id": number, "stage": stage, "kind": InvolvementKind.MEETING, "happened_on": day,
               "residents_count": 6, "what": "On en a parlé."}  # fmt: skip


def _level(drawn: random.Random, number: int, day: date) -> dict[str, Any]:
    return {"project_id": number, "stage": LevelStage.OVERALL, "level": drawn.randrange(7), "reasons": [],
            "computed_at": _at(day)}  # fmt: skip


def _changes(connection: Connection, drawn: random.Random, begun: list[date]) -> None:
    put(connection, ProjectRevision, ({"id": n, "project_id": n, "number": 1, "content": {}, "changed": [],
                                       "at": _at(day)} for n, day in enumerate(begun, 1)))  # fmt: skip
    put(connection, ProjectChange, ({"id": n, "project_id": n, "revision_id": n, "field": ChangeField.PLACE,
                                     "magnitude": drawn.randrange(1, 4), "amount_delta_cents": 50_00,
                                     "at": _at(day + timedelta(40))} for n, day in enumerate(begun, 1)))  # fmt: skip
    put(connection, ChangeCause, ({"change_id": n, "contribution_id": n, "named_at": _at(day)}
                                  for n, day in enumerate(begun, 1) if n % 2))  # fmt: skip


def _links(connection: Connection, drawn: random.Random, contributions: int, projects: int, days: list[date]) -> None:
    linked = [(n, 1 + n % projects) for n in range(1, contributions + 1) if n % 3]
    put(connection, ContributionLink, ({"contribution_id": n, "project_id": project, "linked_at": _at(days[n - 1])}
                                       for n, project in linked))  # fmt: skip
    outcomes = list(Outcome)
    put(connection, ContributionOutcome,
        ({"contribution_id": n, "project_id": project, "number": 1, "outcome": drawn.choice(outcomes), "impact": n % 5,
          "reason_code": ReasonCode.OTHER, "reason_text": "Parce que.", "passed_to": "La métropole",
          "decided_at": _at(days[n - 1] + timedelta(days=20))} for n, project in linked if n % 4))  # fmt: skip


def _funds(connection: Connection) -> None:
    put(connection, Fund, ({"id": n, "code": f"FPH-{n}", "name": "Fonds", "commune_id": n, "gestionnaire": "Asso"}
                           for n in CITIES))  # fmt: skip
    put(connection, FundRules, ({"id": n, "fund_id": n, "version": 1, "valid_from": FIRST} for n in CITIES))
    years = [(city, year) for city in CITIES for year in range(2024, 2031)]
    put(connection, FundYear, ({"id": n, "fund_id": city, "year": year} for n, (city, year) in enumerate(years, 1)))
    put(connection, FundingSource, ({"id": n, "fund_year_id": n, "organisation": "État"}
                                    for n in range(1, len(years) + 1)))  # fmt: skip
    put(connection, Balance, ({"source_id": n, "fund_year_id": n, "account": Account.SOURCE, "amount_cents": -9 * 10**7}
                              for n in range(1, len(years) + 1)))  # fmt: skip
    put(connection, Committee, ({"id": n, "fund_id": n, "name": "Comité"} for n in CITIES))
    put(connection, Sitting, ({"id": n, "committee_id": n, "held_on": FIRST, "place": "Mairie",
                               **_subject("sitting", "planned", "planned", _at(FIRST))} for n in CITIES))  # fmt: skip


def _grants(connection: Connection, drawn: random.Random, begun: list[date]) -> None:
    put(connection, Decision, ({"project_id": n, "sitting_id": 1, "result": Result.GRANT, "requested_cents": 600_00,
                                "amount_cents": 600_00, "votes_for": 7, "votes_against": 0, "abstentions": 0,
                                "voting_present": 7, "residents_present": 5, "roll": {},
                                "decided_at": _at(day + timedelta(30))} for n, day in enumerate(begun, 1)))  # fmt: skip
    put(connection, Agreement, ({"project_id": n, "number": f"C-{n}", "plan": Plan.ADVANCE, "rate_pct": 70,
                                 "recipient_kind": RecipientKind.ASSOCIATION, "recipient": "Asso",
                                 "prepared_at": _at(day), "signed_on": day, "signed_by": "Amina"}
                                for n, day in enumerate(begun, 1)))  # fmt: skip
    put(connection, Payment, ({"project_id": n, "kind": PaymentKind.ADVANCE, "mode": PaymentMode.TRANSFER,
                               "payee": "Amina", "amount_cents": 420_00, "ordered_by_id": 1,
                               "ordered_at": _at(day + timedelta(days=35)),
                               "paid_at": _at(day + timedelta(days=drawn.randrange(36, 60)))}
                              for n, day in enumerate(begun, 1)))  # fmt: skip
