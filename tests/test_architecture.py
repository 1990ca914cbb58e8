"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import security
from tests.markup import INLINE

ROOT = Path(__file__).parents[1]
PROGRAMS = [path for part in ("app", "workflows", "scripts", "bench") for path in sorted((ROOT / part).rglob("*.py"))]
CODE = [*PROGRAMS, *sorted((ROOT / "tests").rglob("*.py"))]
TEMPLATES = sorted((ROOT / "app").rglob("templates/**/*.html")) + sorted((ROOT / "app").rglob("templates/**/*.svg"))
WRITTEN = [
    path
    for pattern in ("*.md", "*.toml", "Makefile", ".ci/*", "*.po")
    for path in ROOT.rglob(pattern)
    if not {".venv", ".uv", "node_modules"} & set(path.relative_to(ROOT).parts)
]

LONGEST_FUNCTION = 40
LONGEST_FILE = 300
MOST_PARAMETERS = 5
JINJA = re.compile(r"{[%{#].*?[%}#]}", re.DOTALL)
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "base", "misc", "core"}
MACHINE = re.compile(
    r"/work/(?:main|wt|shared|\.library)|\.\./shared(?!/pabulib)|/root/|/home/[a-z]|\bissues? (?:show|#?\d)"
)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_only_the_database_module_commits() -> None:
    committing = {relative(path) for path in PROGRAMS if ".commit()" in path.read_text(encoding="utf-8")}

    assert {name for name in committing if name.startswith("app/")} == {"app/db.py"}


def test_only_services_open_transactions() -> None:
    opening = re.compile(r"@transaction\(\)|open_transaction\(\)")

    others = [
        relative(path)
        for path in PROGRAMS
        if relative(path).startswith("app/")
        and opening.search(path.read_text(encoding="utf-8"))
        and "services" not in relative(path)
        and relative(path) != "app/db.py"
    ]

    assert others == []


@pytest.mark.parametrize("path", CODE, ids=relative)
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    too_long = [
        f"{function.name}: {function.end_lineno - function.lineno + 1} lines"
        for function in functions(text)
        if function.end_lineno - function.lineno + 1 > LONGEST_FUNCTION
    ]

    assert too_long == []
    assert text.count("\n") <= LONGEST_FILE


@pytest.mark.parametrize("path", PROGRAMS, ids=relative)
def test_modules_are_named_after_what_they_do_and_say_it(path: Path) -> None:
    module = ast.parse(path.read_text(encoding="utf-8"))

    assert path.stem not in EMPTY_NAMES
    assert path.parent.name not in EMPTY_NAMES
    assert ast.get_docstring(module), "the first line says what the module is responsible for"


@pytest.mark.parametrize("path", PROGRAMS, ids=relative)
def test_nothing_is_left_to_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"#.*\b(TODO|FIXME|XXX)\b|\bNotImplementedError\b", text)


def test_every_route_declares_who_may_open_it(app: Flask) -> None:
    bare = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and security.declared_access(app.view_functions[rule.endpoint]) is None
    )

    assert bare == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_templates_hold_no_inline_style_or_script(path: Path) -> None:
    markup = JINJA.sub("", path.read_text(encoding="utf-8"))

    found = INLINE.findall(markup)

    assert found == []


def test_nothing_names_the_place_where_it_was_written() -> None:
    others = [path for path in (*CODE, *WRITTEN) if path != Path(__file__)]

    naming = [relative(path) for path in others if MACHINE.search(path.read_text(encoding="utf-8"))]

    assert naming == []


def functions(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
