"""What a committee holds of people: a member's account stays as long as the seat."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.accounts.erasing import obstacle
from app.committees.queries import sits_in_a_committee
from app.db import session
from app.i18n import gettext as _


@obstacle
def has_a_seat(person_id: int) -> Iterator[str]:
    """Keep the account of whoever sits today: their vote must remain somebody's."""
    if session().scalar(sa.select(sits_in_a_committee(person_id))):
        yield _("Vous siégez au comité. Son secrétariat peut mettre fin à votre siège.")
