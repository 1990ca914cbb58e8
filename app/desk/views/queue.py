"""The work queue: what waits for me, what is late, what is blocked, what goes well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import security
from app.accounts.queries import holds_role
from app.desk import queries
from app.desk.letters import CARRYING
from app.desk.money import money_work
from app.desk.queries import QUEUE_ROLES, Reach, Tab
from app.desk.views import bp
from app.funds.wording import KINDS
from app.i18n import day
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects.models import Project
from app.projects.queries.listing import COUNTED
from app.projects.views.cards import Card, card
from app.projects.views.listing import cursor_asked, cursor_text
from app.steps.catalogue import state_of
from app.territory.queries import all_neighbourhoods
from app.voices.work_queries import waiting_counts
from workflows.vocabulary import ROLES

TABS = {
    Tab.MINE: _l("À moi de jouer"),
    Tab.LATE: _l("En retard"),
    Tab.BLOCKED: _l("Bloqués"),
    Tab.SILENT: _l("Sans nouvelles"),
    Tab.OPINIONS: _l("Avis en retard"),
    Tab.COMMENTS: _l("Commentaires signalés"),
    Tab.WORDS: _l("Paroles contestées"),
    Tab.CONTESTED: _l("Pas fait, selon quelqu'un"),
    Tab.ON_TRACK: _l("Dans les temps"),
}
EMPTY = {
    Tab.MINE: _l("Rien ne vous attend. Regardez les projets en retard ou bloqués."),
    Tab.LATE: _l("Aucun projet n'est en retard."),
    Tab.BLOCKED: _l("Aucun projet n'est bloqué."),
    Tab.SILENT: _l("Tous les projets ont donné des nouvelles depuis moins de trente jours."),
    Tab.OPINIONS: _l("Aucun avis n'est en retard."),
    Tab.COMMENTS: _l("Aucun commentaire n'est signalé."),
    Tab.WORDS: _l("Personne ne conteste ce qu'un projet a fait de sa parole."),
    Tab.CONTESTED: _l("Personne ne dit qu'un projet en cours n'est pas fait."),
    Tab.ON_TRACK: _l("Aucun projet en cours ici."),
}


@dataclass(frozen=True)
class Row:
    """One line of the queue: the project, what is awaited, and from whom."""

    card: Card
    ref: str
    awaited: str
    by: str
    note: str


@bp.route("/desk")
@security.holders_of(*QUEUE_ROLES)
def queue() -> ResponseReturnValue:
    """Show the open projects within the reach of the person's roles."""
    places = all_neighbourhoods()
    reach = Reach(security.current_person(), places)
    place = next((place for place in places if place.slug == request.args.get("place")), None)
    place_id = place.id if place else None
    asked = request.args.get("tab", "")
    tab = Tab(asked) if asked in set(Tab) else Tab.MINE
    page = queries.queue(reach, tab, place_id, cursor_asked())
    slug = place.slug if place else None
    return render_template(
        "desk/queue.html",
        carries=holds_role(security.current_person(), CARRYING),
        questions=waiting_counts(security.current_person()),
        money_work=money_work(security.current_person(), reach),
        kinds=KINDS,
        rows=[_row(project) for project in page.rows],
        tab=tab,
        mine=tab is Tab.MINE,
        tabs=[(one, label, url_for("desk.queue", tab=one.value, place=slug)) for one, label in TABS.items()],
        counts=queries.counts(reach, place_id),
        counted=COUNTED,
        empty=EMPTY[tab],
        places=[one for one in places if reach.may_lie_in(one)],
        place=place,
        previous_url=_page_url(tab, slug, page.rows, "before") if page.has_previous else None,
        next_url=_page_url(tab, slug, page.rows, "after") if page.has_next else None,
    )


def _row(project: Project) -> Row:
    state = state_of(project)
    note = " ".join(part for part in (project.pace_note, _unblocking(project)) if part)
    return Row(card(project), project.ref, _(state.label), _(ROLES[state.owner]), note)


def _unblocking(project: Project) -> str:
    """Say who can unblock a project, and by when it was asked of them."""
    if project.unblocker not in ROLES or project.unblock_by_on is None:
        return ""
    who, when = _(ROLES[project.unblocker]), day(project.unblock_by_on)
    return _("Qui peut débloquer : %(who)s, avant le %(day)s.", who=who, day=when)


def _page_url(tab: Tab, slug: str | None, rows: Sequence[Project], side: str) -> str | None:
    if not rows:
        return None
    edge = rows[-1] if side == "after" else rows[0]
    begins: dict[str, Any] = {side: cursor_text(edge.due_at, edge.id)}
    return url_for("desk.queue", tab=tab.value, place=slug, **begins)
