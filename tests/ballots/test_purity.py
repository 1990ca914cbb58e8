"""The rules stay pure: the standard library and themselves, whole numbers only."""

import ast
import sys
from pathlib import Path

import pytest

import app.ballots.rules as package

FILES = sorted(Path(package.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_imports_only_the_standard_library_and_the_other_rules(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    foreign = [
        n for n in names if not n.startswith("app.ballots.rules") and n.split(".")[0] not in sys.stdlib_module_names
    ]
    assert foreign == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_never_touches_a_floating_point_number(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    floats = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    floats += [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in {"float", "Decimal"}]
    divisions = [node for node in ast.walk(tree) if isinstance(node, ast.Div) and path.stem not in WITH_FRACTIONS]
    assert (floats, divisions) == ([], [])


# The only modules that divide: always Fractions, on their way to the explanation or from the settings.
WITH_FRACTIONS = {"equal_shares", "settings"}
