"""The work list of those who answer for money: pile by pile, searched and filtered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for

from app import security
from app.desk.money_list import Pile, Wanted, pile_counts, pile_page
from app.desk.queries import MONEY_ROLES, Reach
from app.desk.views import bp
from app.i18n import lazy_gettext as _l
from app.projects.models import Project
from app.projects.queries.listing import COUNTED
from app.projects.views.cards import card
from app.projects.views.listing import cursor_asked, cursor_text
from app.territory.queries import all_neighbourhoods

LONGEST_SEARCH = 100
PILES = {
    Pile.SIGN: _l("À signer en deuxième"),
    Pile.AGREEMENT: _l("Accords à signer"),
    Pile.PAY: _l("Versements à faire"),
    Pile.RECEIPTS: _l("Tickets à examiner"),
    Pile.SETTLE: _l("Comptes à clore"),
    Pile.REFUNDS: _l("Argent à récupérer"),
    Pile.REPORTS: _l("Bilans attendus"),
}


@bp.get("/desk/money")
@security.holders_of(*MONEY_ROLES)
def money() -> str:
    """Show a pile of the money work, the most late first."""
    person, places = security.current_person(), all_neighbourhoods()
    reach = Reach(person, places)
    place = next((place for place in places if place.slug == request.args.get("place")), None)
    text = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    wanted = Wanted(person, reach, place.id if place else None, text)
    counts = pile_counts(wanted)
    pile = _asked(counts)
    page = pile_page(wanted, pile, cursor_asked())
    kept: dict[str, Any] = {"place": place.slug if place else None, "q": text or None}
    return render_template(
        "desk/money.html",
        rows=[(card(project, url_for("funds.money", ref=project.ref)), project) for project in page.rows],
        pile=pile,
        piles=[
            (one, label, url_for("desk.money", pile=one.value, **kept), counts[one]) for one, label in PILES.items()
        ],
        counted=COUNTED,
        places=[one for one in places if reach.may_lie_in(one)],
        place=place,
        text=text,
        previous_url=_page_url(pile, kept, page.rows, "before") if page.has_previous else None,
        next_url=_page_url(pile, kept, page.rows, "after") if page.has_next else None,
    )


def _asked(counts: dict[Pile, int]) -> Pile:
    """Return the pile asked, else the first one that is not empty."""
    asked = request.args.get("pile", "")
    if asked in set(Pile):
        return Pile(asked)
    return next((pile for pile in Pile if counts[pile]), Pile.SIGN)


def _page_url(pile: Pile, kept: dict[str, Any], rows: Sequence[Project], side: str) -> str | None:
    if not rows:
        return None
    edge = rows[-1] if side == "after" else rows[0]
    begins: dict[str, Any] = {side: cursor_text(edge.due_at, edge.id)}
    return url_for("desk.money", pile=pile.value, **kept, **begins)
