"""The access log of gunicorn, if one turns it on, without a line for a vote: neither address nor hour of a ballot.

`gunicorn --access-logfile - --logger-class app.access_log.WithoutVotes …`
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

SILENT = "/vote/"


class WithoutVotes(Logger):  # type: ignore[misc]
    """Log every request but those of a vote."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """Write the line of a request, unless it is about a vote."""
        if not str(environ.get("PATH_INFO", "")).startswith(SILENT):
            super().access(resp, req, environ, request_time)
