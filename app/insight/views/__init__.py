"""The screens of the figures: the dashboard, each figure, what is behind it, the yearly report."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("insight", __name__, template_folder="../templates")

from app.insight.views import charts, dashboard, reports, rows  # noqa: E402, F401
