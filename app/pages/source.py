"""The source of the running version, as the AGPL asks it to be offered to everyone who uses it."""

from __future__ import annotations

import functools
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

from app.config import ROOT

FOLDERS = ("app", "bench", "docs", "migrations", "scripts", "tests", "workflows")
FILES = (".python-version", "LICENSE", "Makefile", "README.md", "pyproject.toml", "requirements.txt", "uv.lock")
SKIPPED = {"__pycache__", "node_modules", "results"}


@functools.cache
def archive() -> bytes:
    """Return the source as a compressed archive, made once a process."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=6) as tar:
        for path in _files():
            tar.add(path, arcname=f"porte-voix/{path.relative_to(ROOT)}", filter=_anonymous)
    return packed.getvalue()


def _files() -> Iterator[Path]:
    yield from (ROOT / name for name in FILES if (ROOT / name).is_file())
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not SKIPPED & set(path.relative_to(ROOT).parts):
                yield path


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
