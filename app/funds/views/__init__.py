"""Pages of money: of one project, of a report, of a whole fund."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect
from werkzeug.wrappers import Response

from app import security
from app.funds import policy
from app.funds.wording import REFUSALS, sentence
from app.once.forms import just_once
from app.projects.models import Project
from app.projects.queries.page import project_by_ref

bp = Blueprint("funds", __name__, template_folder="../templates")

Page = tuple[str, int]


def readable_project(ref: str) -> Project:
    """Return the project whose money the person may read; 404 when there is none, or none for them."""
    project = project_by_ref(ref)
    if project is None or not policy.can_read_money(project, security.current_actor()):
        abort(404)
    return project


def answer(
    project: Project | None, form: Any, act: Callable[[], str], then: str, again: Callable[[], str]
) -> Response | Page:
    """Do what a form asks and go to `then` with a sentence, or show the page again with what was typed and why not.

    A form of money carries a key: sent twice, it is done once and told twice.
    """
    if form.validate_on_submit():
        try:
            done = just_once(act)
        except REFUSALS as refused:
            form.form_errors.append(sentence(refused, project))
        else:
            flash(done)
            return redirect(then, 303)
    return again(), 422
