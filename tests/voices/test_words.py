"""Pure rules: what could name somebody, what looks alike, which reminders are due."""

from __future__ import annotations

from datetime import date

import pytest

from app.voices.masking import masked, traces
from app.voices.services.reminding import levels_reached

FRIDAY = date(2026, 11, 13)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Appelez le 06 12 34 56 78.", "Appelez le [téléphone]."),
        ("+33 6.12.34.56.78 ou 0033612345678", "[téléphone] ou [téléphone]"),
        ("Écrivez à a.b-c@exemple.fr !", "Écrivez à [e-mail] !"),
        ("J'habite 12 bis, rue de la Paix.", "J'habite [adresse]."),
        ("Dites à monsieur Durand et à Mme Le Goff", "Dites à [une personne] et à [une personne]"),
        ("Je m'appelle Karim.", "Je m'appelle [une personne]."),
        ("Amina Diallo le sait.", "[une personne] le sait."),
    ],
)
def test_what_could_name_or_reach_somebody_is_found(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Pourquoi le Sanitas et Maryse Bastié attendent ?",
        "Tours Métropole Val de Loire, 37000 Tours, en 2026",
        "Le bus 12 passe à 18 h 30, M. le maire.",
        "La Rabière et Bords de Loire",
        "🌱",
    ],
)
def test_places_hours_and_years_name_nobody(text: str) -> None:
    assert traces(text) == []


def test_a_known_name_is_found_whatever_its_capitals() -> None:
    assert masked("demandez à karim", traces("demandez à karim", ["Karim"])) == "demandez à [une personne]"


@pytest.mark.parametrize(
    ("today", "levels"),
    [
        (date(2026, 11, 8), []),
        (date(2026, 11, 9), [-3]),
        (date(2026, 11, 13), [-3]),
        (date(2026, 11, 15), [-3]),
        (date(2026, 11, 16), [-3, 1]),
        (date(2026, 11, 20), [-3, 1, 5]),
        (date(2026, 12, 4), [-3, 1, 5, 15]),
    ],
)
def test_reminders_go_up_by_open_days_public_holidays_left_out(today: date, levels: list[int]) -> None:
    assert levels_reached(FRIDAY, today) == levels
