"""Porte-voix: from something said in a neighbourhood to the residents' verdict. This is its table of contents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask

from app import (
    accounts,
    assets,
    ballots,
    cli,
    committees,
    config,
    db,
    demo,
    desk,
    dialogue,
    errors,
    evaluation,
    funds,
    i18n,
    incoming,
    insight,
    jobs,
    kept,
    nav,
    once,
    pages,
    projects,
    security,
    steps,
    territory,
    training,
    voices,
)
from app.accounts import queries as people
from app.steps import catalogue

SLICES = (
    steps,
    accounts,
    territory,
    dialogue,
    voices,
    projects,
    funds,
    committees,
    ballots,
    evaluation,
    training,
    insight,
    desk,
    pages,
    demo,
)


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the application; `overrides` replace settings read from the environment (tests)."""
    app = Flask(__name__)
    app.config.from_mapping(config.settings())
    app.config.from_mapping(overrides or {})
    incoming.init_app(app)
    db.init_app(app)
    i18n.init_app(app)
    security.init_app(app, security.People(people.person_with_roles, people.holds_role, people.help_was_stopped))
    kept.init_app(app)
    once.init_app(app)
    assets.init_app(app)
    errors.init_app(app)
    nav.init_app(app)
    cli.init_app(app)
    jobs.init_app(app)
    for part in SLICES:
        part.init_app(app)
    catalogue.check()
    return app
