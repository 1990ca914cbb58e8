"""Where the ideas of the demonstration were born: spaces of dialogue, and a year of meetings in each neighbourhood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from app import clock
from app.accounts.models import Role
from app.demo.cast import Cast
from app.demo.evening import Evening, held, recorded, to_come
from app.demo.plan import Plan
from app.demo.topics import topics
from app.dialogue.models import CityPosture, DialogueSpace, InfoTheme, InventoryDecision, Meeting, SpaceKind
from app.dialogue.services import information, spaces
from app.steps.actor import Actor
from app.territory.models import Neighbourhood
from app.voices import services as voices
from app.voices.models import ContributionKind

DAYS_AGO = (345, 300, 255, 225, 175, 130, 85, 36)
KEPT = ((0, 3, 6), (0, 3, 5, 7), (0, 2, 4, 6, 7), (0, 1, 3, 4, 6, 7), (0, 1, 2, 3, 4, 6, 7), tuple(range(8)))
"""Which of those days a neighbourhood met: three times in the year, or eight."""

LIVED = 2
"""The latest meetings whose whole life is told; the others were written down afterwards."""

OTHERS = (
    (ContributionKind.IDEA, "Des jeux dessinés au sol, entre les immeubles, pour les petits."),
    (ContributionKind.FEELING, "On a l'impression que tout est décidé avant qu'on arrive."),
    (ContributionKind.REPORT, "Il n'y a plus d'éclairage dans l'allée depuis trois semaines."),
    (ContributionKind.OPINION, "C'est bien de se voir le samedi, en semaine je travaille."),
)


def hold(cast: Cast, plans: Sequence[Plan], end: datetime) -> None:
    """Hold the meetings of each neighbourhood, and say there the remark that started each story."""
    for rank, place_id in enumerate(cast.residents):
        mine = [plan for plan in plans if plan.place.id == place_id]
        _year_in(mine, Actor(cast.helpers[place_id].id), end, rank)


def _year_in(plans: Sequence[Plan], facilitator: Actor, end: datetime, rank: int) -> None:
    place, referent = plans[0].place, plans[0].by(Role.REFERENT)
    random = Random(1000 + rank)
    space = _opened(place, referent, end, rank)
    meetings = _meetings(Evening(space, facilitator, random), end, rank)
    with clock.told(end - timedelta(days=1)):
        voices.write_contribution(meetings[-1], *OTHERS[rank % len(OTHERS)], facilitator)
        for plan in plans:
            _say(plan, meetings, facilitator)
    _inform(place, referent, end, rank)


def _opened(place: Neighbourhood, referent: Actor, end: datetime, rank: int) -> DialogueSpace:
    """Make the inventory of a neighbourhood a year ago, then open its space."""
    sheet = topics()["space"][rank % len(topics()["space"])]
    name = sheet["name"] % place.name
    with clock.told(end - timedelta(days=370 - rank)):
        lines = topics()["inventory"]
        for line in (lines[rank % 2], lines[2 + rank % 2]):
            _note(place, spaces.Finding(line["existing"], line["assessment"], InventoryDecision(line["decision"]),
                                        line["reason"]), referent)  # fmt: skip
        decided = InventoryDecision.CREATE if rank % 3 == 0 else InventoryDecision.STRENGTHEN
        why = "Il manque un lieu où parler librement." if rank % 3 == 0 else "On y vient déjà, il faut le faire vivre."
        _note(place, spaces.Finding(name, "Proposé par des habitants et habitantes.", decided, why), referent)
        opened = spaces.SpaceSheet(
            kind=SpaceKind(sheet["kind"]),
            name=name,
            host=sheet["host"],
            city_posture=CityPosture(sheet["posture"]),
            animation_frame=sheet["frame"],
            charter=sheet["charter"],
        )
        return spaces.open_space(place, opened, referent)


def _note(place: Neighbourhood, finding: spaces.Finding, referent: Actor) -> None:
    spaces.note_what_exists(place, finding, referent)


def _meetings(evening: Evening, end: datetime, rank: int) -> list[Meeting]:
    """Tell the meetings of a year, oldest first, and announce the next one; return those that were held."""
    days = [DAYS_AGO[turn] for turn in KEPT[rank % len(KEPT)]]
    texts = topics()["topic"]
    told: list[Meeting] = []
    for turn, ago in enumerate(days):
        day = (end - timedelta(days=ago + rank)).date()
        topic = texts[(turn + rank) % len(texts)]
        write = held if turn >= len(days) - LIVED else recorded
        told.append(write(evening, topic, day, is_last=turn == len(days) - 1))
    coming = topics()["coming"]
    to_come(evening, coming[rank % len(coming)], end, rank)
    return told


def _say(plan: Plan, meetings: Sequence[Meeting], facilitator: Actor) -> None:
    """Say the remark of a story in the last meeting held before it begins."""
    before = [meeting for meeting in meetings if meeting.held_on < plan.begins.date()]
    meeting = (before or list(meetings))[-1 if before else 0]
    said = voices.write_contribution(meeting, ContributionKind.IDEA, plan.story.remark, facilitator)
    plan.meeting_id, plan.contribution_id, plan.came = meeting.id, said.id, meeting.residents_count


def _inform(place: Neighbourhood, referent: Actor, end: datetime, rank: int) -> None:
    """Publish two notes of information, one of them since the last meeting."""
    notes = topics()["note"]
    for ago, note in ((70, notes[rank % len(notes)]), (6, notes[(rank + 2) % len(notes)])):
        with clock.told(end - timedelta(days=ago, hours=rank)):
            sheet = information.Sheet(
                theme=InfoTheme(note["theme"]),
                title=note["title"],
                plain_text=note["plain"],
                source=note["source"],
                who_does_what=note["who"],
                channels=["hall_poster", "meeting"],
            )
            made = information.write_note(place, sheet, referent)
            information.publish_note(made.id, referent)
