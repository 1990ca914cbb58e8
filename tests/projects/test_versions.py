"""What weighs in a change, and how two versions of a file are told: rules without a database."""

from __future__ import annotations

import pytest

from app.projects.comparing import word_pieces
from app.projects.models import ChangeField
from app.projects.versions import changed_names, weighed

FILE = {
    "title": "Jardin partagé",
    "summary": "Nous plantons des légumes au pied des tours, avec les enfants de l'école.",
    "place": "Place Neuve",
    "neighbourhood": "Sanitas",
    "starts_on": "2026-12-10",
    "ends_on": "2026-12-20",
    "expected_count": 40,
    "team_count": 3,
    "expenses": [{"label": "Terreau", "cents": 400_00, "kind": None}, {"label": "Bois", "cents": 200_00, "kind": None}],
    "resources": [],
}


def lines(**euros: int) -> list[dict[str, object]]:
    return [{"label": label, "cents": amount * 100, "kind": None} for label, amount in euros.items()]


@pytest.mark.parametrize(
    ("changed", "field", "magnitude", "delta"),
    [
        ({"starts_on": "2026-12-12"}, ChangeField.CALENDAR, 1, None),
        ({"starts_on": "2026-12-30"}, ChangeField.CALENDAR, 2, None),
        ({"ends_on": "2027-03-01"}, ChangeField.CALENDAR, 3, None),
        ({"place": "Square Béranger"}, ChangeField.PLACE, 2, None),
        ({"neighbourhood": "Europe", "place": "École"}, ChangeField.PLACE, 3, None),
        ({"expected_count": 44}, ChangeField.AUDIENCE, 1, None),
        ({"expected_count": 80}, ChangeField.AUDIENCE, 3, None),
        ({"expenses": lines(Terreau=440, Bois=200)}, ChangeField.BUDGET, 1, 40_00),
        ({"expenses": lines(Terreau=100, Bois=200)}, ChangeField.BUDGET, 3, -300_00),
        ({"expenses": lines(Terreau=200, Bancs=200, Bois=200)}, ChangeField.BUDGET, 3, 0),
        ({"summary": "Une fête."}, ChangeField.OBJECT, 3, None),
        ({"team_count": 4}, ChangeField.TERMS, 1, None),
    ],
)
def test_a_change_is_weighed_by_a_rule_and_never_by_opinion(changed, field, magnitude, delta) -> None:
    after = FILE | changed

    found = weighed(FILE, after)

    assert [(one.field, one.magnitude, one.amount_delta_cents) for one in found] == [(field, magnitude, delta)]


def test_fields_about_the_same_thing_are_one_change_and_others_are_apart() -> None:
    after = FILE | {"starts_on": "2026-12-11", "ends_on": "2026-12-21", "title": "Jardin et bancs"}

    found = weighed(FILE, after)

    assert changed_names(FILE, after) == ["title", "starts_on", "ends_on"]
    assert [one.field for one in found] == [ChangeField.OBJECT, ChangeField.CALENDAR]


def test_word_by_word_both_texts_can_be_read_back() -> None:
    before, after = "Six bacs au pied de la tour.", "Quatre bacs et un banc au pied de la tour."

    pieces = word_pieces(before, after)

    assert "".join(piece.text for piece in pieces if piece.sort != "new") == before
    assert "".join(piece.text for piece in pieces if piece.sort != "gone") == after
    assert ("gone", "Six") in [(piece.sort, piece.text) for piece in pieces]
