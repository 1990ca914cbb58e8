"""The screens of the dialogue: where people talk, when, what was said to whom."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("dialogue", __name__, template_folder="../templates")

Page = str | Response | tuple[str, int]
