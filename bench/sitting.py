"""Measure the screen in the room: a sitting of 30 files by 15 members, all on their phones, with 5,000 past files."""

from __future__ import annotations

import http.client
import os
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode, urlsplit

import sqlalchemy as sa
from flask import Flask

from app import clock
from app.accounts.models import Person, PreferredChannel, Role, RoleAssignment, Scope
from app.committees import services
from app.committees.models import College, Committee, ScheduledFile, Seat, Sitting
from app.committees.services import Appointment
from app.db import db, open_transaction, session
from app.funds.models import Fund
from app.funds.services import envelopes
from app.projects.models import Project, TeamMember
from app.steps.actor import SYSTEM, Actor
from bench import city
from bench.__main__ import database
from bench.serving import product, served
from tests.sessions import signed_session

PAST, FILES, MEMBERS, RESIDENTS = int(os.environ.get("BENCH_PAST", "5000")), 30, 15, 10
WARM_UP = 4
"""Files examined before counting, so that each process has loaded all it needs."""
GOAL_MS = 100
LOOKS_EVERY = 6.0
"""Seconds between two looks of a telephone at the vote page."""
LINE = "{engine:9} {action:10} {count:>6} {p50:>8.1f} {p95:>8.1f} {worst:>8.1f}  {verdict}"


@dataclass(frozen=True)
class Room:
    """A sitting ready to begin: who runs it, its members, its files."""

    sitting_id: int
    secretary: str
    members: dict[int, str]
    refs: list[str]


@dataclass
class Screen:
    """A browser that does what it is told, and notes how long each answer took; a refusal stops everything."""

    address: str
    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def get(self, action: str, path: str, cookie: str) -> None:
        """Read a page."""
        self._ask(action, "GET", path, cookie, {})

    def post(self, action: str, path: str, cookie: str, **fields: object) -> None:
        """Send a form."""
        self._ask(action, "POST", path, cookie, fields)

    def _ask(self, action: str, method: str, path: str, cookie: str, fields: dict[str, object]) -> None:
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        with closing(http.client.HTTPConnection(urlsplit(self.address).netloc)) as connection:
            started = time.perf_counter()
            connection.request(method, path, urlencode(fields), headers)
            answer = connection.getresponse()
            answer.read()
            self.times[action].append((time.perf_counter() - started) * 1000)
        if answer.status not in {http.client.OK, http.client.SEE_OTHER}:
            raise RuntimeError(f"{method} {path} answered {answer.status}")


def main() -> None:
    """Hold the sitting on each database and print how long each action took, in milliseconds."""
    print("database  action      count   p50 ms   p95 ms worst ms")
    for engine in os.environ.get("BENCH_ENGINES", "sqlite,postgres").split(","):
        with database(engine) as environment:
            os.environ.update(environment)
            room = _ready(product())
            with served("bench.serving:product()", environment) as address:
                for action, times in _held(Screen(address), room).items():
                    cuts = statistics.quantiles(times, n=100)
                    verdict = "ok" if cuts[94] <= GOAL_MS else f"above {GOAL_MS} ms"
                    told = {"p50": cuts[49], "p95": cuts[94], "worst": max(times), "verdict": verdict}
                    print(LINE.format(engine=engine, action=action, count=len(times), **told), flush=True)


def _held(screen: Screen, room: Room) -> dict[str, list[float]]:
    """Hold the sitting to its end while every member looks at their telephone."""
    over = threading.Event()
    phones = threading.Thread(target=_look, args=(Screen(screen.address), room, over))
    phones.start()
    try:
        for number, ref in enumerate(room.refs):
            if number == WARM_UP:
                screen.times.clear()
            _examine(screen, room, ref)
    finally:
        over.set()
        phones.join()
    return screen.times


def _look(phone: Screen, room: Room, over: threading.Event) -> None:
    while not over.wait(LOOKS_EVERY / MEMBERS):
        for cookie in list(room.members.values())[:1]:
            phone.get("look", f"/committee/sittings/{room.sitting_id}/vote", cookie)
            phone.get("pulse", f"/committee/sittings/{room.sitting_id}/pulse", room.secretary)


def _examine(screen: Screen, room: Room, ref: str) -> None:
    """Take one file through its four steps: somebody leaves and comes back, one steps aside, the others vote."""
    sitting, page, who = f"/committee/sittings/{room.sitting_id}", f"/projects/{ref}", room.secretary
    aside, *voters = room.members
    screen.get("sitting", sitting, who)
    screen.get("file", f"{page}/decide", who)
    for present in (0, 1):
        screen.post("presence", f"{sitting}/presence", who, seat_id=voters[0], present=present, ref=ref)
    recusal = {"recusal-seat_id": aside, "recusal-ground": "close", "recusal-reason": "Voisine"}
    screen.post("recusal", f"{page}/recusals", who, **recusal)
    screen.post("hearing", f"{page}/hearing", who, mode="on_site", note="Deux personnes présentent le projet.")
    screen.post("open vote", f"{page}/votes", who, motion="fund", mode="phones")
    vote_id = _open_vote(room.refs.index(ref))
    for seat_id in voters:
        screen.post("vote", f"{sitting}/vote", room.members[seat_id], choice="for", vote_id=vote_id)
    screen.post("close vote", f"{page}/votes/close", who)
    screen.post("decide", f"{page}/decide", who, result="grant", amount="600")
    screen.get("pulse", f"{sitting}/pulse", who)


def _open_vote(position: int) -> int:
    """Return the id of the vote on a file: they are numbered from one, in order."""
    return position + 1


def _ready(app: Flask) -> Room:
    """Fill the database, then open a sitting with its files; sign everyone in."""
    with app.app_context():
        db.create_all()
        with db.engine.connect() as connection:
            city.build(connection, PAST)
        room = _opened()
        db.session.remove()
        db.engine.dispose()
    return room


def _opened() -> Room:
    secretary = _person("Marc Leroy")
    with open_transaction():
        given = {"role": Role.COMMITTEE_SECRETARY, "scope": Scope.METRO, "from_on": date(2020, 1, 1)}
        session().add(RoleAssignment(person_id=secretary.id, **given))
        year = envelopes.open_year(session().get_one(Fund, 1), clock.today().year)
        envelopes.receive_funding(year, "État", (FILES + WARM_UP) * 600_00, SYSTEM)
    seats, committee, actor = list(_seats()), session().get_one(Committee, 1), Actor(secretary.id)
    sitting = services.plan_sitting(committee, Appointment(clock.today(), "Salle des fêtes"), actor)
    refs = _files(sitting)
    services.convene(sitting, actor)
    services.open_sitting(sitting, [seat.id for seat in seats], actor)
    members = {seat.id: f"porte_voix={signed_session(seat.person)}" for seat in seats}
    return Room(sitting.id, f"porte_voix={signed_session(secretary)}", members, refs)


def _person(name: str) -> Person:
    with open_transaction():
        made = Person(name=name, public_label=name, preferred_channel=PreferredChannel.LETTER, created_at=clock.now())
        session().add(made)
    return made


def _seats() -> Iterator[Seat]:
    people = [_person(f"Membre {number}") for number in range(MEMBERS)]
    with open_transaction():
        for number, person in enumerate(people):
            college = College.RESIDENT if number < RESIDENTS else College.ASSOCIATION
            seat = Seat(committee_id=1, person_id=person.id, college=college, is_voting=True, from_on=date(2020, 1, 1))
            session().add(seat)
            session().flush()
            yield seat


def _files(sitting: Sitting) -> list[str]:
    """Put thirty files on the agenda, carried by people who owe the fund nothing."""
    carrier = _person("Nora Petit")
    with open_transaction():
        files = session().scalars(sa.select(Project).filter_by(state="scheduled").limit(FILES + WARM_UP)).all()
        ids = [project.id for project in files]
        session().execute(sa.delete(ScheduledFile))
        session().execute(
            sa.update(TeamMember).where(TeamMember.project_id.in_(ids), ~TeamMember.is_main).values(person_id=None)
        )
        session().execute(
            sa.update(TeamMember).where(TeamMember.project_id.in_(ids), TeamMember.is_main).values(person_id=carrier.id)
        )
        for position, project in enumerate(files, start=1):
            project.created_by_id = carrier.id
            item = {"sitting_id": sitting.id, "project_id": project.id, "added_at": clock.now()}
            session().add(ScheduledFile(position=position, **item))
    return [project.ref for project in files]


if __name__ == "__main__":
    main()
