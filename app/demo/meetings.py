"""Where the ideas of the demonstration were born: a space of dialogue in each neighbourhood, and its meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app import clock
from app.accounts.models import Role
from app.demo.cast import Cast
from app.demo.plan import Plan
from app.dialogue import services as dialogue
from app.dialogue.models import InventoryDecision, Meeting, SpaceKind
from app.dialogue.services import spaces
from app.steps.actor import Actor
from app.voices import services as voices
from app.voices.models import ContributionKind

DAYS_AGO = (340, 230, 150, 85, 35)
TITLES = (
    "Que manque-t-il dans le quartier ?",
    "Des idées pour le printemps",
    "On se retrouve au café",
    "Parlons de la rentrée",
    "Ce qu'on pourrait faire cet hiver",
)
OTHERS = (
    (ContributionKind.QUESTION, "Quand est-ce que l'ascenseur de la tour 4 sera réparé ?"),
    (ContributionKind.FEELING, "On a l'impression que tout est décidé avant qu'on arrive."),
    (ContributionKind.REPORT, "Il n'y a plus d'éclairage dans l'allée depuis trois semaines."),
    (ContributionKind.OPINION, "C'est bien de se voir le samedi, en semaine je travaille."),
)


def hold(cast: Cast, plans: Sequence[Plan], end: datetime) -> None:
    """Hold the meetings of each neighbourhood, and say there the remark that started each story."""
    for rank, place_id in enumerate(cast.residents):
        mine = [plan for plan in plans if plan.place.id == place_id]
        _hold_in(mine, Actor(cast.helpers[place_id].id), end, rank)


def _hold_in(plans: Sequence[Plan], facilitator: Actor, end: datetime, rank: int) -> None:
    place, referent = plans[0].place, plans[0].by(Role.REFERENT)
    with clock.told(end):
        kind = list(SpaceKind)[rank % 3]
        name = f"Le rendez-vous du quartier : {place.name}"
        found = spaces.Finding(
            name, "On y vient, mais toujours les mêmes.", InventoryDecision.STRENGTHEN, "On y vient."
        )
        spaces.note_what_exists(place, found, referent)
        space = spaces.open_space(place, spaces.SpaceSheet(kind, name, "Centre social"), facilitator)
        meetings = []
        for turn, (days, title) in enumerate(zip(DAYS_AGO, TITLES, strict=True)):
            day = (end - timedelta(days=days + rank)).date()
            told = dialogue.Held(title, day, "Centre social", 9 + (7 * rank + 5 * turn) % 13)
            meetings.append(dialogue.record_meeting(space, told, facilitator))
        other = OTHERS[rank % len(OTHERS)]
        voices.write_contribution(meetings[-1], *other, facilitator)
        for plan in plans:
            _say(plan, meetings, facilitator)


def _say(plan: Plan, meetings: Sequence[Meeting], facilitator: Actor) -> None:
    """Say the remark of a story in the last meeting held before it begins."""
    before = [meeting for meeting in meetings if meeting.held_on < plan.begins.date()]
    meeting = (before or list(meetings))[-1 if before else 0]
    said = voices.write_contribution(meeting, ContributionKind.IDEA, plan.story.remark, facilitator)
    plan.meeting_id, plan.contribution_id = meeting.id, said.id
