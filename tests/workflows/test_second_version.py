"""The second version of the thread: every state of the first has its place there, and no promise is lost."""

from tests.workflows.build import FOLDER, guard_names, shipped
from workflows.migration import skipped_promises, state_map

FIRST, SECOND = shipped(), shipped(FOLDER / "micro-grant.v2.toml")


def test_every_state_of_the_first_version_has_its_place_in_the_second() -> None:
    moves = state_map(FIRST, SECOND)

    assert moves == {name: name for name in FIRST.states}
    assert skipped_promises(FIRST, SECOND, moves) == []


def test_the_second_version_only_asks_for_more() -> None:
    asked = set(guard_names(SECOND)) - set(guard_names(FIRST))

    assert asked == {
        "amount_above_minimum",
        "within_exclusions",
        "exclusions_confirmed",
        "own_contribution_found",
        "carriers_up_to_date",
        "residents_in_delivery",
        "both_teams_agree",
        "delivery_confirmed_by_residents",
    }
    assert set(guard_names(FIRST)) <= set(guard_names(SECOND))


def test_money_is_granted_only_to_carriers_who_owe_nothing() -> None:
    granting = [SECOND.states["scheduled"].actions[name] for name in ("grant", "grant_with_conditions")]

    assert all("carriers_up_to_date" in action.requires for action in granting)
