"""Amounts proposed by members: the largest that a majority supports, and a sum that fits the envelope."""

from statistics import median_low

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.committees.amounts import Fitted, Proposals, fitted

CENTS = st.integers(min_value=0, max_value=1_000_00)


def of(*amounts: int, voters: int | None = None, most: int = 1_000_00) -> Proposals:
    return Proposals(amounts, voters if voters is not None else len(amounts), most)


@st.composite
def some_proposals(draw: st.DrawFn) -> Proposals:
    amounts = tuple(draw(st.lists(CENTS, max_size=11)))
    return Proposals(amounts, draw(st.integers(max(len(amounts), 1), 15)), draw(CENTS))


def majority_amount(file: Proposals) -> int:
    return file.supported_by(file.majority)


def test_five_members_of_nine_who_accept_four_hundred_euros_decide_the_amount() -> None:
    file = of(0, 100_00, 200_00, 300_00, 400_00, 450_00, 500_00, 600_00, 600_00)

    assert (majority_amount(file), file.supporters(400_00)) == (400_00, 5)


@pytest.mark.parametrize(
    ("file", "cents"),
    [
        (of(), 0),
        (of(500_00, voters=3), 0),
        (of(500_00, 300_00, voters=3), 300_00),
        (of(200_00, 400_00), 200_00),
        (of(900_00, 900_00, 900_00, most=600_00), 600_00),
        (of(33_33, 33_34, 33_35), 33_34),
    ],
)
def test_the_amount_of_a_file_is_exact_to_the_cent(file: Proposals, cents: int) -> None:
    assert majority_amount(file) == cents


@given(st.lists(CENTS, min_size=1, max_size=15))
def test_when_everyone_proposes_the_amount_is_the_lower_median(amounts: list[int]) -> None:
    assert majority_amount(of(*amounts)) == median_low(amounts)


@given(some_proposals(), st.integers(1, 15))
def test_enough_members_accept_the_amount_and_not_one_cent_more(file: Proposals, threshold: int) -> None:
    cents = file.supported_by(threshold)

    assert cents == 0 or file.supporters(cents) >= threshold
    assert cents == file.most or file.supporters(cents + 1) < threshold


@given(some_proposals(), st.randoms())
def test_the_order_of_the_proposals_changes_nothing(file: Proposals, order) -> None:
    shuffled = list(file.amounts)
    order.shuffle(shuffled)

    assert majority_amount(Proposals(tuple(shuffled), file.voters, file.most)) == majority_amount(file)


@given(some_proposals().filter(lambda file: file.amounts), CENTS)
def test_a_member_brings_the_amount_no_closer_by_exaggerating(file: Proposals, said: int) -> None:
    honest, *others = file.amounts
    sincere = majority_amount(file)
    lied = majority_amount(Proposals((said, *others), file.voters, file.most))

    assert abs(lied - honest) >= abs(sincere - honest) or lied == sincere


@settings(max_examples=200)
@given(st.lists(some_proposals(), max_size=8), st.integers(0, 4_000_00))
def test_the_threshold_rises_just_enough_for_the_sum_to_fit(files: list[Proposals], envelope: int) -> None:
    found = fitted(files, envelope)

    highest = max((file.voters - file.majority for file in files), default=0)
    at_less = [sum(file.supported_by(file.threshold(extra)) for file in files) for extra in range(found.extra)]
    assert all(total > envelope for total in at_less)
    assert found.fits or found.extra == highest
    assert all(cents <= majority_amount(file) for cents, file in zip(found.amounts, files, strict=True))


def test_a_sum_above_the_envelope_asks_one_more_voice_of_every_file() -> None:
    garden, party = of(100_00, 300_00, 400_00, 600_00, 600_00), of(200_00, 200_00, 500_00, 500_00, 500_00)

    assert fitted([garden, party], 900_00) == Fitted((400_00, 500_00), 0, 900_00)
    assert fitted([garden, party], 899_99) == Fitted((300_00, 200_00), 1, 899_99)
    assert not fitted([garden, party], 299_99).fits
