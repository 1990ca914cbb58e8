"""The front page and the pages that explain."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify, render_template
from markupsafe import Markup

from app import clock, jobs, retention, security
from app.db import session
from app.funds.queries import all_funds
from app.i18n import gettext as _
from app.pages import source as sources
from app.pages.queries import figures
from app.pages.thread import chapters
from app.projects.services.drafts import WORKFLOW
from app.steps.catalogue import catalogue
from workflows import diagram

log = logging.getLogger(__name__)
bp = Blueprint("pages", __name__, template_folder="templates")


@bp.get("/")
@security.public
def home() -> str:
    """Say what it is, offer the three ways in, and three figures."""
    return render_template("pages/home.html", figures=figures())


@bp.get("/how-it-works")
@security.public
def how_it_works() -> str:
    """Tell the thread from its definition: stages, who acts, by when."""
    definition = catalogue().latest(WORKFLOW)
    whole = Markup(diagram.svg(definition, translate=_))  # noqa: S704
    return render_template("pages/how_it_works.html", whole=whole, chapters=chapters(definition), funds=all_funds())


@bp.get("/privacy")
@security.public
def privacy() -> str:
    """Tell what is kept of people, why, and for how long."""
    return render_template("pages/privacy.html", periods=retention.rules())


@bp.get("/accessibility")
@security.public
def accessibility() -> str:
    """Tell what was tested, what was not, and whom to tell about an obstacle."""
    return render_template("pages/accessibility.html")


@bp.get("/source")
@security.public
def source() -> str:
    """Offer the source of this very version."""
    return render_template("pages/source.html")


@bp.get("/source.tar.gz")
@security.public
@security.limiter.limit("20 per minute")
def source_archive() -> Response:
    """Give the source of this very version."""
    name = {"Content-Disposition": "attachment; filename=porte-voix.tar.gz"}
    return Response(sources.archive(), mimetype="application/gzip", headers=name)


@bp.get("/healthz")
@security.public
def health() -> tuple[Response, int]:
    """Say whether the database and the queue answer, for a machine that watches."""
    try:
        session().execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError:
        log.exception("the database does not answer")
        return jsonify(status="error", database="error", queue="unknown"), 503
    try:
        work = jobs.status()
    except Exception:
        log.exception("the queue does not answer")
        return jsonify(status="degraded", database="ok", queue="error"), 200
    return jsonify(status="ok", database="ok", queue="ok", **_told(work)), 200


def _told(work: jobs.Status) -> dict[str, object]:
    now, oldest = clock.now(), work.oldest_waiting_at
    return {
        "queued": work.queued,
        "waiting_messages": work.waiting_messages,
        "oldest_waiting_seconds": int((now - oldest).total_seconds()) if oldest else 0,
        "last_tick_at": work.last_tick_at.isoformat() if work.last_tick_at else None,
    }
