"""What the same server does at best: a bare Flask view, one query, a template that weighs as much as ours."""

from __future__ import annotations

import os

import sqlalchemy as sa
from flask import Flask, render_template_string

PAGE = """<!doctype html><html lang="fr"><head><title>Plafond</title></head><body><main><h1>Plafond</h1><ul>
{% for row in rows %}<li><a href="/{{ row.ref }}">{{ row.title }}</a><p>{{ row.summary }}</p></li>
{% endfor %}</ul><p>{{ padding }}</p></main></body></html>"""
ROWS = sa.text("SELECT ref, title, summary FROM project WHERE published_at IS NOT NULL ORDER BY id DESC LIMIT 20")


def create() -> Flask:
    """Build the bare application on the database of the measure; `/<weight>` answers a page of that many bytes."""
    app = Flask(__name__)
    engine = sa.create_engine(os.environ["DATABASE_URL"], pool_size=8)

    @app.get("/<int:weight>")
    def page(weight: int) -> str:
        with engine.connect() as connection:
            rows = connection.execute(ROWS).all()
        held = sum(len(row.ref) + len(row.title) + len(row.summary.encode()) + 40 for row in rows)
        return render_template_string(PAGE, rows=rows, padding="x" * max(0, weight - held - 120))

    return app
