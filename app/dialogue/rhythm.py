"""How long a space has been silent, against the rhythm it aims at (F-27, F-46)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app import clock
from app.dialogue.models import DialogueSpace, Meeting, SpaceStatus
from app.i18n import gettext as _
from app.i18n import ngettext


@dataclass(frozen=True)
class Rhythm:
    """What is said of the rhythm of a space; `is_silent` turns it amber."""

    sentence: str
    is_silent: bool


def rhythm_of(space: DialogueSpace, meetings: Iterable[Meeting]) -> Rhythm:
    """Tell since when people have not met in a space, and whether that is more than it aims at."""
    if space.status is SpaceStatus.PAUSED:
        return Rhythm(_("Ce lieu est en pause."), is_silent=False)
    if space.status is SpaceStatus.ENDED:
        return Rhythm(_("Ce lieu est fermé."), is_silent=False)
    known = list(meetings)
    last = max((one.held_on for one in known if one.was_held), default=None)
    silent = is_silent(last, space.opened_at, space.target_gap_days, is_coming=any(one.is_coming for one in known))
    if last is None:
        return Rhythm(_("Personne ne s'y est encore retrouvé."), is_silent=silent)
    gap = (clock.today() - last).days
    said = ngettext("Dernière rencontre il y a %(num)d jour.", "Dernière rencontre il y a %(num)d jours.", gap)
    if not silent:
        return Rhythm(said, is_silent=False)
    aim = _("Ce lieu vise une rencontre tous les %(days)d jours.", days=space.target_gap_days)
    return Rhythm(f"{said} {aim}", is_silent=True)


def is_silent(last_on: date | None, opened_at: datetime | None, target_days: int, *, is_coming: bool) -> bool:
    """Say whether people have not met for more days than aimed at; where they never did, one waits for the first."""
    if last_on is None:
        opened_on = opened_at.astimezone(clock.PARIS).date() if opened_at else None
        waited = opened_on is None or clock.today() - opened_on > timedelta(days=target_days)
        return waited and not is_coming
    return clock.today() - last_on > timedelta(days=target_days)
