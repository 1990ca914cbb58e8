"""Names compared as people would: accents, capitals and hyphens do not make another person."""

from __future__ import annotations

import pytest

from app.plain import long_sentences, plain


@pytest.mark.parametrize(
    ("one", "other"), [("Élodie  Lefèvre", "elodie lefevre"), ("Jean-Marc", "jean marc"), ("Sacré-Cœur", "SACRE COEUR")]
)
def test_the_same_name_written_in_two_ways_is_one_name(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("محمد", "علي"), ("Amina", "Amine"), ("Tour 4", "Tour 5")])
def test_two_names_stay_two_in_any_script(one: str, other: str) -> None:
    assert plain(one) != plain(other)


def test_only_the_long_sentences_are_told_in_their_order() -> None:
    short, long = (
        "Le bus passe.",
        "Nous avons parlé de tout et de rien pendant deux heures avec tous les gens du quartier.",
    )

    assert long_sentences(f"{short} {long}\n{short} {long}") == [long, long]
    assert long_sentences("") == []
