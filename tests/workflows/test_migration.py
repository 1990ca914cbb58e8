"""Moving subjects to a newer version: every occupied state has a place, and no promise is skipped on the way."""

import pytest

from tests.workflows.build import MICRO_GRANT, shipped
from workflows.definition import Definition, loads
from workflows.migration import UnmappedState, skipped_promises, state_map

OLD = shipped()


def renamed(old: str, new: str, moves: str = "") -> Definition:
    text = MICRO_GRANT.read_text(encoding="utf-8").replace("version = 1", "version = 2")
    text = text.replace(f"[states.{old}", f"[states.{new}").replace(f'"{old}"', f'"{new}"')
    return loads(text.replace("[[stages]]", f"{moves}\n[[stages]]", 1))


def test_a_state_of_the_same_name_keeps_its_place() -> None:
    moves = state_map(OLD, renamed("adjourned", "adjourned"))

    assert moves == {name: name for name in OLD.states}


def test_a_renamed_state_goes_where_the_new_version_says() -> None:
    new = renamed("adjourned", "put_off", '[migrates.1]\nadjourned = "put_off"\n')

    moves = state_map(OLD, new)

    assert moves["adjourned"] == "put_off"
    assert moves["draft"] == "draft"


def test_occupied_states_without_a_place_are_all_listed() -> None:
    new = renamed("adjourned", "put_off")

    with pytest.raises(UnmappedState) as refusal:
        state_map(OLD, new, ["draft", "adjourned"])

    assert refusal.value.states == ("adjourned",)


def test_a_state_without_a_place_is_allowed_when_nobody_is_there() -> None:
    moves = state_map(OLD, renamed("adjourned", "put_off"), ["draft"])

    assert "adjourned" not in moves


def test_moves_of_another_version_are_not_used() -> None:
    new = renamed("adjourned", "put_off", '[migrates.7]\nadjourned = "put_off"\n')

    with pytest.raises(UnmappedState):
        state_map(OLD, new)


def test_a_faithful_migration_skips_no_promise() -> None:
    new = renamed("adjourned", "put_off", '[migrates.1]\nadjourned = "put_off"\n')

    assert skipped_promises(OLD, new, state_map(OLD, new)) == []


def test_a_migration_that_jumps_over_the_committee_is_named() -> None:
    new = renamed("adjourned", "put_off", '[migrates.1]\nadjourned = "signed"\n')

    skipped = skipped_promises(OLD, new, state_map(OLD, new))

    assert [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in skipped] == [
        "Passer de adjourned à signed contournerait une promesse : Pas d'argent si le comité n'a pas dit oui.",
        "Passer de adjourned à signed contournerait une promesse : Pas d'argent au-delà de l'enveloppe.",
    ]
