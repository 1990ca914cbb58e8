"""What figures add to the page of a neighbourhood."""

from __future__ import annotations

from app.i18n import gettext as _
from app.territory.models import Neighbourhood
from app.territory.panels import Panel, panel

ORDER = 900


@panel(order=ORDER)
def figures_of(place: Neighbourhood) -> Panel:
    """Lead to the figures of the neighbourhood."""
    return Panel(_("En chiffres"), "insight/neighbourhood_panel.html", {"slug": place.slug})
