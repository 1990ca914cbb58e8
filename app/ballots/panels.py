"""What the parts of the vote add to the pages of an edition: the public one, and that of those who run it."""

from __future__ import annotations

from app.ballots.models import Edition
from app.sections import Panel, Sections
from app.steps.actor import Actor

__all__ = ["Panel", "public_panel", "public_panels", "work_panel", "work_panels"]

_public = Sections[[Edition, Actor | None]]()
public_panel, public_panels = _public.panel, _public.shown
"""Sections of the page that everybody reads: voting now, the result; below 50 they come before the projects."""

_work = Sections[[Edition, Actor | None]]()
work_panel, work_panels = _work.panel, _work.shown
"""Sections of the page of those who run the edition: the roll, paper ballots, the ceremony, the count."""
