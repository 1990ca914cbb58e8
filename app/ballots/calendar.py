"""The calendar of an edition: its phases in order, and what is too short for residents."""

from __future__ import annotations

from app.ballots.models import Edition


def unset_dates(edition: Edition) -> bool:
    """Say whether a date of the calendar is missing or not after the one before."""
    dates = [
        edition.ideas_open_on,
        edition.ideas_until,
        edition.eligibility_until,
        edition.coconstruction_until,
        edition.vote_from,
        edition.vote_until,
        edition.deliberation_until,
        edition.delivery_until,
    ]
    known = [day for day in dates if day is not None]
    return len(known) < len(dates) or known != sorted(set(known))
