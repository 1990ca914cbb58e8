"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

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


def test_files_stay_short() -> None:
    lines = {relative(path): path.read_text(encoding="utf-8").count("\n") for path in CODE}

    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_functions_stay_short() -> None:
    too_long = [
        f"{relative(path)} {function.name}: {function.end_lineno - function.lineno + 1} lines"
        for path in CODE
        for function in functions(path.read_text(encoding="utf-8"))
        if function.end_lineno - function.lineno + 1 > LONGEST_FUNCTION
    ]

    assert too_long == []


def test_modules_are_named_after_what_they_do() -> None:
    empty = [relative(path) for path in PROGRAMS if {path.stem, path.parent.name} & EMPTY_NAMES]

    assert empty == []


def test_the_first_line_of_a_module_says_what_it_is_responsible_for() -> None:
    silent = [relative(path) for path in PROGRAMS if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]

    assert silent == []


def test_nothing_is_left_to_do() -> None:
    left = re.compile(r"#.*\b(TODO|FIXME|XXX)\b|\bNotImplementedError\b")

    undone = [relative(path) for path in PROGRAMS if left.search(path.read_text(encoding="utf-8"))]

    assert undone == []


def test_every_route_declares_who_may_open_it(app: Flask) -> None:
    bare = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and security.declared_access(app.view_functions[rule.endpoint]) is None
    )

    assert bare == []


def test_templates_hold_no_inline_style_or_script() -> None:
    markup = {relative(path): JINJA.sub("", path.read_text(encoding="utf-8")) for path in TEMPLATES}

    found = {name: inline for name, text in markup.items() if (inline := INLINE.findall(text))}

    assert found == {}


def test_nothing_names_the_place_where_it_was_written() -> None:
    others = [path for path in (*CODE, *WRITTEN) if path != Path(__file__)]

    naming = [relative(path) for path in others if MACHINE.search(path.read_text(encoding="utf-8"))]

    assert naming == []


def functions(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
