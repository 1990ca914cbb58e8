"""The screens of the evaluation."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("evaluation", __name__, template_folder="../templates")

Page = str | Response | tuple[str, int]
