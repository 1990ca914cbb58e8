"""A browser without JavaScript, whose requests share nothing with the test but the database."""

from __future__ import annotations

from contextvars import Context, copy_context
from typing import Any

from flask.testing import FlaskClient

from app.db import session


class Visitor(FlaskClient):
    """A client whose requests have their own application context, hence their own session, as on a server.

    Without this, Flask lends the test's context to the request: whoever signed in first would stay signed in, and a
    missing commit would go unseen. The test's rows are read again after each request.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request, read the whole answer, then forget what the test had read before it."""
        session().rollback()
        kwargs.setdefault("buffered", True)
        try:
            return _without_flask().run(super().open, *args, **kwargs)
        finally:
            session().expire_all()


def _without_flask() -> Context:
    context = Context()
    for variable, value in copy_context().items():
        if not variable.name.startswith("flask."):
            context.run(variable.set, value)
    return context
