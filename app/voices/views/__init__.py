"""Pages of what residents say, of their questions and of the answers they are owed."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("voices", __name__, template_folder="../templates")
Page = tuple[str, int]
