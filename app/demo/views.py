"""Become anyone of the demonstration in one click, and read what they were sent."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import security
from app.accounts.queries import person_with_roles
from app.demo import queries, voting
from app.i18n import gettext as _

bp = Blueprint("demo", __name__, template_folder="templates")


@bp.get("/demo")
@security.demonstration
def personas() -> str:
    """Show who one can become, and what each may do."""
    return render_template("demo/personas.html", personas=queries.personas(), vote=voting.codes_to_try())


@bp.post("/demo/<int:person_id>")
@security.demonstration
def become(person_id: int) -> Response:
    """Sign in as someone of the demonstration, and go where their work is."""
    person = person_with_roles(person_id)
    chosen = next((persona for persona in queries.personas() if persona.person_id == person_id), None)
    if person is None or chosen is None:
        abort(404)
    security.sign_in(person)
    flash(_("Vous êtes maintenant %(name)s.", name=person.name))
    return redirect(url_for(chosen.home), 303)


@bp.get("/demo/messages")
@security.demonstration
def messages() -> str:
    """Show the latest messages that left, since no e-mail leaves a demonstration."""
    return render_template("demo/messages.html", messages=queries.latest_messages())
