"""What the passing of time does to the dialogue: reminders leave three days before, contacts are erased in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app import retention
from app.db import session
from app.dialogue.models import LeftContact
from app.dialogue.models.outreach import CONTACT_DAYS
from app.dialogue.services import contacts, turns
from app.i18n import lazy_gettext as _
from app.jobs import every_minute


@every_minute
def send_reminders() -> None:
    """Send the reminders of the meetings that come."""
    turns.remind_due()


def register() -> None:
    """Say how long the contacts left for meetings are kept."""
    retention.keep(
        retention.Rule(
            code="contacts",
            label=_("Un contact laissé pour être invité aux rencontres"),
            since=_("après l'accord de la personne"),
            days=CONTACT_DAYS,
            expired=_old_contacts,
            forget=contacts.forget_contacts,
        )
    )


def _old_contacts(limit: datetime) -> Sequence[int]:
    old = sa.select(LeftContact.id).where(LeftContact.erased_at.is_(None), LeftContact.consented_at < limit)
    return session().scalars(old.order_by(LeftContact.id)).all()
