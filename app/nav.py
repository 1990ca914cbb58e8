"""The links of the page header: what everybody sees, and what each role adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for

from app import clock, security
from app.i18n import gettext as _


@dataclass(frozen=True)
class Link:
    """A link of the header; `current` marks the page being read."""

    label: str
    url: str
    current: bool


def init_app(app: Flask) -> None:
    """Give every template its links and who is signed in."""
    app.context_processor(_links)


def _links() -> dict[str, Any]:
    person = security.current_person()
    held = {given.role for given in person.roles if given.holds_on(clock.today())} if person else set()
    links = [
        _link(_("Les projets"), "projects.index"),
        _link(_("Les quartiers"), "territory.neighbourhoods"),
        _link(_("Comment ça marche"), "pages.how_it_works"),
    ]
    if person:
        links.append(_link(_("Mes projets"), "projects.mine"))
    if person:
        links.append(_link(_("Le comité"), "committees.home"))
    if held & {"referent", "gestionnaire", "metro_admin", "committee_secretary"}:
        links.append(_link(_("Mon travail"), "desk.queue"))
    links = [link for link in links if link]
    return {"nav_links": links, "person": person, "held_roles": held}


def _link(label: str, endpoint: str) -> Link | None:
    if endpoint not in current_app.view_functions:
        return None
    return Link(label, url_for(endpoint), request.endpoint == endpoint)
