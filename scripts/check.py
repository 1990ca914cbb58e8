"""Everything that can be judged without running the suite; each check runs even when another has failed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = [name for name in ("app", "workflows", "tests", "scripts", "bench", "migrations") if (ROOT / name).is_dir()]
UV = str(ROOT / ".uv" / "bin" / "uv")
EXPORT = (
    UV, "export", "--quiet", "--frozen", "--no-dev", "--extra", "postgres", "--no-emit-project", "--no-annotate",
    "--no-header",
)  # fmt: skip
PYTHON = (sys.executable, "-m")
CHECKS: dict[str, tuple[str, ...]] = {
    "style (ruff check)": (*PYTHON, "ruff", "check", "--quiet", *CODE),
    "layout (ruff format)": (*PYTHON, "ruff", "format", "--quiet", "--check", *CODE),
    "types (mypy strict)": (*PYTHON, "mypy"),
    "layers (import-linter)": (str(Path(sys.executable).parent / "lint-imports"), "--no-logo"),
    "templates (djlint)": (*PYTHON, "djlint", "app", "--lint", "--quiet"),
    "workflows": (*PYTHON, "flask", "--app", "app", "workflow", "check"),
    "translations": (*PYTHON, "scripts.catalogue", "--check"),
    "lock (uv.lock follows pyproject.toml)": (UV, "lock", "--check", "--offline"),
}


def main() -> int:
    """Run every check, print a line for each and the output of those that fail; return 1 if any does."""
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    if not _is_exported():
        failed.append("requirements.txt")
    print(f"\n{len(failed)} failed: {', '.join(failed)}" if failed else "\nEverything is in order.")
    return 1 if failed else 0


def _passes(name: str, command: tuple[str, ...]) -> bool:
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def _is_exported() -> bool:
    """Say whether requirements.txt is what the lock gives; `make requirements` writes it."""
    wanted = subprocess.run(EXPORT, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    path = ROOT / "requirements.txt"
    is_fresh = path.exists() and path.read_text() == wanted
    print(f"{'ok    ' if is_fresh else 'FAILED'} requirements.txt follows uv.lock (else: make requirements)")
    return is_fresh


if __name__ == "__main__":
    sys.exit(main())
