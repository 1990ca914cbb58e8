"""How long a space has been silent, against the rhythm it aims at (F-27, F-46)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from app import clock
from app.dialogue.models import COMING, DialogueSpace, Meeting, SpaceStatus
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
    known, today = list(meetings), clock.today()
    last = max((one.held_on for one in known if one.was_held), default=None)
    if last is None:
        opened_on = space.opened_at.astimezone(clock.PARIS).date() if space.opened_at else None
        waited = opened_on is None or today - opened_on > timedelta(days=space.target_gap_days)
        return Rhythm(_("Personne ne s'y est encore retrouvé."), is_silent=waited and not _is_coming(known))
    gap = (today - last).days
    said = ngettext("Dernière rencontre il y a %(num)d jour.", "Dernière rencontre il y a %(num)d jours.", gap)
    if gap <= space.target_gap_days:
        return Rhythm(said, is_silent=False)
    aim = _("Ce lieu vise une rencontre tous les %(days)d jours.", days=space.target_gap_days)
    return Rhythm(f"{said} {aim}", is_silent=True)


def _is_coming(meetings: Iterable[Meeting]) -> bool:
    return any(one.state in COMING for one in meetings)
