"""What other slices add to the page of a neighbourhood. They register here; we import none of them."""

from __future__ import annotations

from app.sections import Panel, Sections
from app.territory.models import Neighbourhood

__all__ = ["Panel", "panel", "panels_of"]

_sections = Sections[[Neighbourhood]]()
panel, panels_of = _sections.panel, _sections.shown
