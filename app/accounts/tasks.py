"""What accounts leave to the worker, so that an answer takes as long whether a person is known or not."""

from __future__ import annotations

from app import jobs
from app.accounts.services import codes


@jobs.work
def send_code(recipient: str, locale: str, to_anyone: bool) -> None:  # noqa: FBT001
    """Send a one-time code to an address."""
    codes.send_code(recipient, locale, to_anyone=to_anyone)
