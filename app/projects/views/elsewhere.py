"""Projects on the pages of other slices: those of a neighbourhood, those born in a meeting."""

from __future__ import annotations

from app.dialogue import panels as meeting_pages
from app.dialogue.models import Meeting
from app.i18n import gettext as _
from app.projects.queries import listing
from app.projects.queries.listing import Filters
from app.projects.views.cards import card
from app.territory import panels as neighbourhood_pages
from app.territory.models import Neighbourhood

SHOWN = 6


@neighbourhood_pages.panel(20)
def in_neighbourhood(place: Neighbourhood) -> neighbourhood_pages.Panel:
    """Show the last projects to have moved in a neighbourhood, and the way to all of them."""
    page = listing.public_projects(Filters(neighbourhood_ids=(place.id,)))
    return neighbourhood_pages.Panel(
        _("Les projets du quartier"),
        "projects/in_neighbourhood.html",
        {"cards": [card(project) for project in page.rows[:SHOWN]], "slug": place.slug,
         "has_more": len(page.rows) > SHOWN},
    )  # fmt: skip


@meeting_pages.panel(20)
def born_in_meeting(meeting: Meeting) -> meeting_pages.Panel:
    """Show the projects whose idea was born in a meeting."""
    born = [card(project) for project in listing.projects_born_in(meeting.id)]
    return meeting_pages.Panel(_("Les projets nés ici"), "projects/born_in_meeting.html", {"cards": born})
