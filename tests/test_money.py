"""Amounts as people type them, and as they read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.money import UnreadableAmount, format_money, parse_money


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1 200,50", 1200_50),
        ("1200.5", 1200_50),
        ("1\u202f200,50\u00a0€", 1200_50),
        ("1.200,50 €", 1200_50),
        ("1,200.50", 1200_50),
        ("12 345", 12345_00),
        ("600 euros", 600_00),
        ("0", 0),
        ("0,05", 5),
        ("007", 7_00),
        ("1200 €", 1200_00),
        ("€1,200.50", 1200_50),
        ("1 200 , 50 EUR", 1200_50),
        ("12€50", 12_50),
        ("12 euros 50 centimes", 12_50),
        ("1 234 567,8", 1_234_567_80),
        ("1.234.567", 1_234_567_00),
        ("\u200b600\u200f", 600_00),
        ("100 000 000", 100_000_000_00),
    ],
)
def test_an_amount_is_read_as_it_is_typed(typed: str, cents: int) -> None:
    assert parse_money(typed) == cents


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" € ", "empty"),
        ("-5", "negative"),
        ("−5", "negative"),
        ("12,345", "ambiguous"),
        ("12.345", "ambiguous"),
        ("1,2,3", "unreadable"),
        ("1.200,500", "unreadable"),
        ("environ 50", "unreadable"),
        ("1e9", "unreadable"),
        ("٣", "unreadable"),
        ("12 34", "unreadable"),
        ("999999999999", "too_large"),
        ("9" * 5000, "too_large"),
        ("100 000 000,01", "too_large"),
        ("–5", "negative"),
        ("- 5", "negative"),
        ("1,200", "ambiguous"),
        ("12, 345", "ambiguous"),
        ("12€5", "unreadable"),
        ("12€500", "unreadable"),
        ("5€ 5€", "unreadable"),
        ("12,", "unreadable"),
        ("½", "unreadable"),
        ("\x00", "unreadable"),
        (" ", "empty"),
    ],
)
def test_what_is_not_an_amount_says_why(typed: str, code: str) -> None:
    with pytest.raises(UnreadableAmount) as refused:
        parse_money(typed)

    assert refused.value.code == code


@given(st.integers(0, 100_000_000_00), st.sampled_from(["fr", "en"]))
def test_what_is_written_is_read_back(cents: int, locale: str) -> None:
    written = format_money(cents, locale)

    if locale == "en" and cents % 100 == 0 and 1_000_00 <= cents < 1_000_000_00:
        with pytest.raises(UnreadableAmount, match="ambiguous"):
            parse_money(written)
    else:
        assert parse_money(written) == cents


def test_money_is_written_in_the_language_of_the_reader() -> None:
    assert format_money(1_200_50) == "1\u202f200,50\u00a0€"
    assert format_money(-600_00) == "−600\u00a0€"
    assert format_money(1_200_50, "en") == "€1,200.50"
