"""What paper votes, the count and the result add to the pages of an edition."""

from __future__ import annotations

from app.ballots.models import Edition
from app.ballots.panels import Panel, public_panel, work_panel
from app.ballots.paper_queries import batches_waiting
from app.ballots.result_queries import counts_of
from app.ballots.voting_policy import can_welcome
from app.i18n import gettext as _
from app.steps.actor import Actor

COUNTING = frozenset({"vote", "count"})


@public_panel(10)
def result_link(edition: Edition, _actor: Actor | None) -> Panel | None:
    """Lead everybody to the result, once it is published."""
    if edition.published_at is None or not counts_of(edition.id):
        return None
    last = counts_of(edition.id)[-1]
    context = {"edition": edition, "last": last}
    return Panel(_("Le résultat du vote"), "ballots/_panel_result.html", context)


@work_panel(40)
def count_links(edition: Edition, actor: Actor | None) -> Panel | None:
    """Lead those who run the vote to paper votes and to the count."""
    if edition.frozen_at is None or not can_welcome(edition, actor):
        return None
    context = {"edition": edition, "waiting": batches_waiting(edition.id), "is_counting": edition.state in COUNTING}
    return Panel(_("Le papier et le dépouillement"), "ballots/_panel_count.html", context)
