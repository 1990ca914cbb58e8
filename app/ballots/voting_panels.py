"""What the vote adds to the pages of an edition: the door of the booth for everybody, the roll for those who run it."""

from __future__ import annotations

from app.ballots import voting_policy, voting_queries
from app.ballots.models import Edition
from app.ballots.panels import Panel, public_panel, work_panel
from app.ballots.services.voting import is_open
from app.i18n import gettext as _
from app.steps.actor import Actor

BEFORE_THE_CLOSE = frozenset({"ideas", "eligibility", "coconstruction", "list_locked", "vote"})


@public_panel(10)
def door_of_the_booth(edition: Edition, _actor: Actor | None) -> Panel | None:
    """Lead to the booth while the vote is open, to one's receipt after; say nothing before."""
    box = voting_queries.box_of(edition.id) if edition.frozen_at else None
    if box is None:
        return None
    title = _("Voter") if is_open(edition) else _("Le secret du vote")
    return Panel(title, "ballots/_panel_vote.html", {"edition": edition, "is_open": is_open(edition)})


@work_panel(10)
def roll_and_box(edition: Edition, actor: Actor | None) -> Panel | None:
    """Lead whoever runs the vote to the roll, and to the closing once the time is over."""
    if edition.state not in BEFORE_THE_CLOSE or not voting_policy.can_welcome(edition, actor):
        return None
    return Panel(_("Qui vote, et l'urne"), "ballots/_panel_roll.html", {"edition": edition})
