"""The lessons of finished projects: looked for by anybody, and suggested to whoever types a similar idea."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for

from app.evaluation import lesson_queries
from app.evaluation.views import Page, bp
from app.projects.labels import THEMES
from app.projects.models import Theme
from app.security import public


@bp.get("/lessons")
@public
def lessons() -> Page:
    """Look for lessons by words and by theme."""
    words, theme = request.args.get("q", "").strip()[:200], theme_called(request.args.get("theme", ""))
    return render_template(
        "evaluation/lessons.html",
        lessons=lesson_queries.lessons(words, theme),
        words=words,
        theme=theme,
        themes=THEMES,
    )


@bp.post("/lessons/similar")
@public
def similar_lessons() -> Page:
    """Give, as one types an idea, the lessons nearest to it: a fragment of a page; alone, the page of all lessons.

    Sent in the body: an idea not sent yet has no place in the addresses that servers note, and may be too long for one.
    """
    if request.headers.get("HX-Request") != "true":
        return redirect(url_for(".lessons"), 303)
    near = lesson_queries.similar(
        request.form.get("title", "")[:200],
        request.form.get("summary", "")[:3000],
        theme_called(request.form.get("theme", "")),
    )
    return render_template("evaluation/similar_lessons.html", lessons=near)


def theme_called(typed: str) -> Theme | None:
    """Return a theme by its code, or None."""
    return next((theme for theme in Theme if theme.value == typed), None)
