"""Two rules side by side: the same people, the same money, and nothing that a second draw would change."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest

from app import pabulib
from app.ballots import presets
from app.ballots.presets import Preset
from app.ballots.simulation import invented, on_file, on_invented

PLACES = ["Sanitas", "Europe", "Les Fontaines"]
ENVELOPE, CEILING = 150_000, 70_000
TWO_PLACES = """META
key;value
description;Un vote
country;France
unit;Tours
instance;2026
num_projects;3
num_votes;4
budget;100
rule;greedy
vote_type;approval
PROJECTS
project_id;cost;votes;name;district
1;60;3;Bancs;Sanitas
2;40;3;Arbres;Sanitas
3;40;1;Jeux;Europe
VOTES
voter_id;vote
1;1,2
2;1,2
3;1,2
4;3
"""


THEMES = TWO_PLACES.replace("name;district", "name;category").replace("Sanitas", "nature").replace("1;60;", "1;40;")
THEMES = THEMES.replace("Europe", "nature").replace("3;40;1;Jeux;nature", "3;90;1;Jeux;sport")


def test_the_same_seed_draws_the_same_people() -> None:
    first, again, other = (invented(PLACES, ENVELOPE, CEILING, seed) for seed in ("a", "a", "b"))

    assert first == again
    assert first != other


@pytest.mark.parametrize("preset", presets.ALL, ids=lambda preset: preset.key)
def test_every_way_of_voting_is_simulated_within_the_envelope(preset: Preset) -> None:
    tastes = invented(PLACES, ENVELOPE, CEILING, "sanitas")

    effects = on_invented(tastes, ENVELOPE, preset)

    assert effects.winners > 0
    assert 0 < effects.spent <= ENVELOPE
    assert effects.spent + effects.left == ENVELOPE
    assert sum(projects for projects, _money in effects.sectors.values()) == effects.winners


def test_a_real_vote_shows_the_neighbourhood_that_a_rule_leaves_without_anything() -> None:
    election = pabulib.read(io.StringIO(TWO_PLACES, newline=""))

    by_place, by_number = (on_file(election, presets.BY_KEY[key]) for key in ("tours", "most_chosen"))

    assert (by_place.without, by_place.none_of_theirs) == ([], 0)
    assert (by_number.without, by_number.none_of_theirs) == (["Europe"], 25)


def test_a_limit_by_theme_is_simulated_as_it_is_counted() -> None:
    election = pabulib.read(io.StringIO(THEMES, newline=""))
    preset = presets.BY_KEY["most_chosen"]

    free, capped = on_file(election, preset), on_file(election, preset, Fraction(1, 2))
    tastes = invented(PLACES, ENVELOPE, CEILING, "sanitas")

    assert (int(free.spent), free.capped) == (80, 0)
    assert (int(capped.spent), capped.capped) == (40, 2)
    assert on_invented(tastes, ENVELOPE, preset, 10_000_00).spent < on_invented(tastes, ENVELOPE, preset).spent
