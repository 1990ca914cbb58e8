"""The registry of conditions: one name, one condition, and nothing that was not registered."""

import pytest

from workflows.guards import Guard, GuardNameTaken, GuardRegistry, UnknownGuard


def never(_subject: object) -> str | None:
    return "Non."


def test_a_registered_condition_is_found_with_who_can_supply_it() -> None:
    registry = GuardRegistry()

    registered = registry.guard("place_known", supplied_by="carrier", screen="projects.place")(never)

    assert registered is never
    assert registry.get("place_known") == Guard("place_known", never, "carrier", "projects.place")
    assert registry.known() == {"place_known"}


def test_one_name_cannot_stand_for_two_conditions() -> None:
    registry = GuardRegistry()
    registry.guard("place_known", supplied_by="carrier")(never)

    with pytest.raises(GuardNameTaken):
        registry.guard("place_known", supplied_by="carrier")(lambda _: None)

    assert registry.get("place_known").check is never


def test_registering_the_same_condition_again_is_harmless() -> None:
    registry = GuardRegistry()
    registry.guard("place_known", supplied_by="carrier")(never)

    registry.guard("place_known", supplied_by="carrier")(never)

    assert registry.known() == {"place_known"}


def test_an_unregistered_condition_is_an_error() -> None:
    with pytest.raises(UnknownGuard):
        GuardRegistry().get("place_known")
