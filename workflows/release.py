"""Freezing a workflow file once subjects may follow it: the hash of each released version is kept beside the files."""

import hashlib
import tomllib
from pathlib import Path

RELEASED = "released.toml"


class AlreadyReleased(ValueError):
    """The file of a released version was changed: the change belongs in a new version."""


def fingerprint(path: Path) -> str:
    """Hash a workflow file, whatever the line endings of the checkout."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def check_released(folder: Path) -> list[str]:
    """List in French each released file that was changed or removed since its release."""
    return [
        problem
        for key, versions in _released(folder).items()
        for version, frozen in versions.items()
        if (problem := _change(folder / f"{key}.v{version}.toml", frozen)) is not None
    ]


def release(folder: Path, key: str, version: int, *, refreeze: bool = False) -> str:
    """Freeze one version of a workflow and return its hash.

    Raises AlreadyReleased if it was released with another content, unless asked to freeze it again.
    """
    released = _released(folder)
    print_of_file = fingerprint(folder / f"{key}.v{version}.toml")
    known = released.setdefault(key, {}).setdefault(version, print_of_file)
    if known != print_of_file and not refreeze:
        raise AlreadyReleased(f"{key} v{version}")
    released[key][version] = print_of_file
    (folder / RELEASED).write_text(_written(released), encoding="utf-8")
    return print_of_file


def _change(path: Path, frozen: str) -> str | None:
    if not path.is_file():
        return f"{path.name} a été publié mais n'existe plus."
    if fingerprint(path) != frozen:
        return f"{path.name} a été modifié après sa publication. Le changement doit aller dans une nouvelle version."
    return None


def _released(folder: Path) -> dict[str, dict[int, str]]:
    path = folder / RELEASED
    if not path.is_file():
        return {}
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: {int(version): str(frozen) for version, frozen in table.items()} for key, table in document.items()}


def _written(released: dict[str, dict[int, str]]) -> str:
    lines = ["# SHA-256 of each released workflow file. A released file never changes: new behaviour is a new version."]
    for key, versions in sorted(released.items()):
        lines += ["", f"[{key}]", *(f'{version} = "{frozen}"' for version, frozen in sorted(versions.items()))]
    return "\n".join(lines) + "\n"
