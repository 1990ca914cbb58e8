"""Static files: compressed, cached for a year under a name that carries their content's digest."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from flask import Flask, url_for
from whitenoise import WhiteNoise


def init_app(app: Flask) -> None:
    """Serve `app/static/` through WhiteNoise and give templates `asset(path)`."""
    folder = Path(app.static_folder or "")
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=folder, prefix="static/", max_age=31_536_000, autorefresh=app.debug
    )

    @functools.cache
    def version(path: str) -> str:
        return hashlib.sha256((folder / path).read_bytes()).hexdigest()[:10]

    def asset(path: str) -> str:
        return url_for("static", filename=path, v=version(path))

    app.jinja_env.globals["asset"] = asset
