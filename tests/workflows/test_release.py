"""Released files are frozen: any change to one is seen."""

from pathlib import Path

import pytest

from tests.workflows.build import FOLDER, MICRO_GRANT
from workflows.release import AlreadyReleased, check_released, release


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / MICRO_GRANT.name).write_bytes(MICRO_GRANT.read_bytes())
    release(tmp_path, "micro-grant", 1)
    return tmp_path


def test_the_product_ships_unchanged_releases() -> None:
    assert check_released(FOLDER) == []


def test_an_untouched_release_has_no_problem(folder: Path) -> None:
    assert check_released(folder) == []


def test_a_changed_release_is_named(folder: Path) -> None:
    with (folder / MICRO_GRANT.name).open("a", encoding="utf-8") as file:
        file.write("# a word more\n")

    problems = check_released(folder)

    assert problems == [
        "micro-grant.v1.toml a été modifié après sa publication. Le changement doit aller dans une nouvelle version."
    ]


def test_a_removed_release_is_named(folder: Path) -> None:
    (folder / MICRO_GRANT.name).unlink()

    problems = check_released(folder)

    assert problems == ["micro-grant.v1.toml a été publié mais n'existe plus."]


def test_other_line_endings_are_no_change(folder: Path) -> None:
    path = folder / MICRO_GRANT.name
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert check_released(folder) == []


def test_a_changed_file_is_not_released_again_by_mistake(folder: Path) -> None:
    (folder / MICRO_GRANT.name).write_text("changed", encoding="utf-8")

    with pytest.raises(AlreadyReleased):
        release(folder, "micro-grant", 1)

    assert check_released(folder) != []


def test_a_changed_file_can_be_frozen_again_on_purpose(folder: Path) -> None:
    (folder / MICRO_GRANT.name).write_text("changed", encoding="utf-8")

    release(folder, "micro-grant", 1, refreeze=True)

    assert check_released(folder) == []


def test_a_new_version_is_released_beside_the_old_one(folder: Path) -> None:
    (folder / "micro-grant.v2.toml").write_text("second", encoding="utf-8")

    release(folder, "micro-grant", 2)

    (folder / "micro-grant.v2.toml").write_text("touched", encoding="utf-8")
    assert len(check_released(folder)) == 1
    assert "micro-grant.v2.toml" in check_released(folder)[0]


def test_a_folder_without_any_release_has_no_problem(tmp_path: Path) -> None:
    assert check_released(tmp_path) == []
