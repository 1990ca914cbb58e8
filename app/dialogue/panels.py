"""What other slices add to the page of a meeting. They register here; we import none of them."""

from __future__ import annotations

from app.dialogue.models import Meeting
from app.sections import Panel, Sections

__all__ = ["Panel", "panel", "panels_of"]

_sections = Sections[[Meeting]]()
panel, panels_of = _sections.panel, _sections.shown
