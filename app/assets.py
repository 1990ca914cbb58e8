"""Static files: compressed, cached for a year under a name that carries their content's digest."""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from pathlib import Path

from flask import Flask, url_for
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor


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


def compress(folder: Path) -> None:
    """Write beside each file of a folder its compressed form, where it is missing or older.

    Each is put in place whole: a server that is running never sends half of it.
    """
    squeezer = _Whole(quiet=True)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and squeezer.should_compress(path.name) and not _is_fresh(path):
            squeezer.compress(str(path))


def _is_fresh(path: Path) -> bool:
    made = path.with_name(f"{path.name}.gz")
    return made.exists() and made.stat().st_mtime == path.stat().st_mtime


class _Whole(Compressor):  # type: ignore[misc]
    """Writes aside, outside the folder that servers read, then puts in place."""

    def write_data(self, path: str, data: bytes, suffix: str, stat_result: os.stat_result) -> str:
        """Write the compressed form of a file, as old as the file, and return its path."""
        with tempfile.NamedTemporaryFile(dir=Path(__file__).parent, prefix=".compressed-", delete=False) as file:
            file.write(data)
        Path(file.name).chmod(stat_result.st_mode)
        os.utime(file.name, (stat_result.st_atime, stat_result.st_mtime))
        Path(file.name).replace(path + suffix)
        return path + suffix
