"""The questions of a neighbourhood, on its page."""

from __future__ import annotations

from app.i18n import gettext as _
from app.territory.models import Neighbourhood
from app.territory.panels import Panel, panel
from app.voices.question_queries import questions_in
from app.voices.standing import card


@panel(15)
def asked_here(place: Neighbourhood) -> Panel:
    """Show the last questions of a neighbourhood, and the way to ask one."""
    cards = [card(question) for question in questions_in(place.id)]
    context = {"cards": cards, "slug": place.slug, "place_id": place.id}
    return Panel(_("Les questions et leurs réponses"), "voices/in_neighbourhood.html", context)
