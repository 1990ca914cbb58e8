"""When each story begins, who lives it, and what its committee will say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from app import clock
from app.accounts.models import Person, Role
from app.committees.models import Result
from app.demo.cast import City
from app.demo.stories import Story
from app.projects.models import Project
from app.steps.actor import Actor
from app.territory.models import Neighbourhood

SITTINGS_AGO = {
    "granted": 0, "granted_with_conditions": 0, "signed": 0, "adjourned": 0, "refused": 0, "funded": 0, "running": 1,
    "cancelled": 2, "reporting": 1, "report_review": 1, "not_funded": 3, "refund_due": 2, "evaluation": 3, "closed": 4,
}  # fmt: skip
"""How many sittings ago the committee heard a project that has gone this far."""

DAYS_AGO = {
    "draft": 9, "submitted": 3, "incomplete": 12, "codesign": 26, "scheduled": 43, "withdrawn": 40, "redirected": 50,
    "lapsed": 75,
}  # fmt: skip
"""How many days ago a project began that no committee has decided on."""

DAYS_TO_COMMITTEE = 48
DAYS_TO_WORKS = 16
LATENESS = 60
"""Days: what is added for the projects that are late, beyond every deadline of an owner."""

LATE_SHARE = 0.5
"""Share of the projects awaiting staff that wait too long."""

OUTCOMES = {
    "adjourned": Result.ADJOURN,
    "refused": Result.REFUSE,
    "not_funded": Result.REFUSE,
    "granted_with_conditions": Result.GRANT_WITH_CONDITIONS,
}


@dataclass
class Plan:
    """One story in one neighbourhood: who lives it, and when. `heard_on` is the day of its committee, if any."""

    story: Story
    place: Neighbourhood
    city: City
    residents: list[Person]
    helper: Person
    begins: datetime
    heard_on: date | None
    ends_at: datetime
    random: Random
    meeting_id: int = 0
    came: int = 0
    contribution_id: int = 0
    carrier: Actor = field(default=Actor(None))
    project: Project | None = None

    @property
    def file(self) -> Project:
        """The project, once its life has begun."""
        if self.project is None:
            raise LookupError(f"{self.story.title} has not begun")
        return self.project

    @property
    def outcome(self) -> Result:
        """What the committee will decide."""
        return OUTCOMES.get(self.story.state, Result.GRANT)

    @property
    def starts_on(self) -> date:
        """The day the works are planned to begin."""
        if self.story.state == "running":
            return self.ends_at.date() - timedelta(days=6)
        if self.story.state == "funded" or self.heard_on is None:
            return self.ends_at.date() + timedelta(days=24)
        return self.heard_on + timedelta(days=DAYS_TO_WORKS)

    def by(self, role: Role) -> Actor:
        """The member of the city's staff who holds a role."""
        return Actor(self.city.staff[role].id)


def in_days(days: float) -> datetime:
    """Return the instant that many days from now."""
    return clock.now() + timedelta(days=days)


def begins_and_heard(story: Story, sittings: list[date], end: datetime, random: Random) -> tuple[datetime, date | None]:
    """Return when a story begins and the day its committee hears it, so that it stands where it should at the end.

    `sittings` are the days of the city's past sittings, the last first. Half of the projects that wait for staff wait
    too long: late ones are part of a believable year.
    """
    ago = SITTINGS_AGO.get(story.state)
    if ago is None:
        late = LATENESS if story.state in ("submitted", "codesign") and random.random() < LATE_SHARE else 0
        return end - timedelta(days=DAYS_AGO[story.state] + late + random.uniform(0, 2)), None
    if story.state == "closed":
        ago += random.randrange(3)
    heard = sittings[ago]
    begins = datetime.combine(heard, datetime.min.time(), clock.PARIS) - timedelta(days=DAYS_TO_COMMITTEE)
    return begins + timedelta(hours=random.uniform(9, 20)), heard
