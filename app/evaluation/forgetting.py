"""What a panel holds of people, when one of them asks to be erased."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.erasing import eraser
from app.accounts.services.erasure import NAMELESS
from app.db import session
from app.evaluation.models import PanelMember


@eraser
def leave_panels(person_id: int) -> None:
    """Take a person's name off the panels; their place stays, so that a verdict still says how many gave it."""
    nameless = sa.update(PanelMember).where(PanelMember.person_id == person_id).values(name=NAMELESS)
    session().execute(nameless.execution_options(synchronize_session=False))
