"""What holds of every indicator, whatever its rows: no order, sums that add up, nothing divided by zero."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.committees.models import Result as Decided
from app.dialogue.counting import Tallies
from app.dialogue.models import CityPosture, OutreachMode, SpaceOrigin
from app.dialogue.models.tally import CELLS
from app.insight import formulas
from app.insight.book import Book, Shelf
from app.insight.definitions import INDICATORS
from app.insight.figure import Result
from app.insight.scopes import Period, Place, Scope
from app.insight.sources.dialogue import AbsenceRow, CardRow, ContactRow, NoteRow, OutreachRow, ReturnRow
from app.insight.sources.judging import TrustRow
from app.insight.sources.meetings import MeetingRow
from app.insight.sources.money import DecisionRow, PaymentRow
from app.insight.sources.projects import ProjectRow
from app.insight.sources.questions import CommitmentRow, FeedbackRow, QuestionRow, WaitingRow
from app.insight.sources.voices import ChangeRow, ContributionRow, LinkRow
from app.projects.models import CarrierKind, Outcome
from app.territory.models import Commune, Neighbourhood
from app.voices.models import Channel

YEAR, END = Period.year(2026), date(2026, 12, 31)
TOURS, RICHE = Commune(id=1, name="Tours"), Commune(id=2, name="La Riche")
QUARTERS = [
    Neighbourhood(id=number, name=f"Quartier {number}", commune_id=city.id, commune=city, population=2000)
    for number, city in ((1, TOURS), (2, TOURS), (3, RICHE))
]


def _rows(drawn: Random) -> dict[str, list[Any]]:
    """Draw some rows of every kind, in the three neighbourhoods of two cities."""
    makers: dict[str, Callable[[Random, int, int, date], Any]] = {
        "meetings": _meeting, "outreach": _outreach, "contacts": lambda d, n, q, day: ContactRow(n, q, day, 1, d.random() < 0.5),
        "absences": lambda d, n, q, day: AbsenceRow(n, q, day, 1, "no_time", d.randint(1, 9)),
        "cards": lambda d, n, q, day: CardRow(n, q, day, str(n), d.randint(0, 5), d.choice((None, True, False))),
        "returns": lambda d, n, q, day: ReturnRow(n, q, day, d.choice(list(CityPosture)), d.random() < 0.5),
        "notes": lambda _d, n, q, day: NoteRow(n, q, day, "Note"),
        "contributions": lambda d, n, q, day: ContributionRow(n, q, day, d.choice(list(Channel))),
        "links": lambda d, n, q, day: LinkRow(n, q, day, n, n, d.choice((None, *Outcome)), d.choice((None, 0, 2, 4)),
                                              d.choice((None, True, False))),
        "changes": lambda d, n, q, day: ChangeRow(n, q, day, n, d.randint(1, 3), d.randint(-900, 900),
                                                  tuple(d.randint(0, 99) for _ in range(d.randint(0, 2)))),
        "projects": _project,
        "questions": lambda d, n, q, day: QuestionRow(n, q, day, "C", True, d.random() < 0.5, False, d.randint(0, 40)),
        "waiting": lambda _d, n, q, day: WaitingRow(n, q, day, "C"),
        "feedbacks": lambda d, n, q, day: FeedbackRow(n, q, day, n, "C", d.random() < 0.5),
        "commitments": lambda d, n, q, day: CommitmentRow(n, q, day, n, "C", d.random() < 0.5),
        "decisions": _decision,
        "payments": lambda d, n, q, day: PaymentRow(n, q, day, n, d.randint(-50, 500)),
        "trust": lambda d, _n, q, _day: TrustRow(d.randint(1, 2), q, date(2026, 3, d.randint(1, 2)), "Vague", "T1", True,
                                               40, 200, 1200, 20),
    }  # fmt: skip
    return {
        name: [make(drawn, number, drawn.randint(1, 3), date(2026, 1, 1) + timedelta(days=drawn.randrange(365)))
               for number in range(drawn.randint(0, 7))]
        for name, make in makers.items()
    }  # fmt: skip


def _meeting(drawn: Random, number: int, quarter: int, day: date) -> MeetingRow:
    cells = Counter({(measure, key.value): drawn.randint(0, 9) for measure, keys in CELLS.items() for key in keys})
    is_held = drawn.random() < 0.8
    counts, residents = (Tallies(cells), drawn.randint(0, 40)) if is_held else (Tallies(), 0)
    return MeetingRow(number, quarter, day, "Rencontre", 1, drawn.choice(list(SpaceOrigin)),
                      drawn.choice(list(CityPosture)), is_held, True, frozenset(), counts, residents)  # fmt: skip


def _outreach(drawn: Random, number: int, quarter: int, day: date) -> OutreachRow:
    return OutreachRow(number, quarter, day, drawn.choice(list(OutreachMode)), None, drawn.randint(0, 90),
                       drawn.randint(0, 999), drawn.randint(0, 90), 0)  # fmt: skip


def _project(drawn: Random, number: int, quarter: int, day: date) -> ProjectRow:
    stages = frozenset(drawn.sample(("proposal", "codesign", "evaluation"), drawn.randint(0, 3)))
    return ProjectRow(number, quarter, day, None, "R", "Projet", drawn.random() < 0.5, None, stages,
                      drawn.choice((None, 0, 3, 6)), tuple(drawn.choices((-2, 0, 1), k=2)), day,
                      drawn.choice((None, (1, 2, 3))), drawn.randint(0, 2), drawn.randint(0, 2), 3)  # fmt: skip


def _decision(drawn: Random, number: int, quarter: int, day: date) -> DecisionRow:
    granted = drawn.choice((0, 400_00))
    return DecisionRow(number, quarter, day, number, "R", "Projet", Decided.GRANT if granted else Decided.REFUSE,
                       600_00, granted, drawn.choice(list(CarrierKind)), True, False, False, 12, 3, granted // 2)  # fmt: skip


def _book(rows: dict[str, list[Any]], place: Place) -> Book:
    return Shelf(YEAR, END, rows).book(place)


def _place(scope: Scope) -> Place:
    return _places()[scope]


def _places() -> dict[Scope, Place]:
    metro = Place(Scope.metro(), "Métropole", tuple(QUARTERS))
    return {Scope.metro(): metro} | {
        Scope.neighbourhood(one.id): Place(Scope.neighbourhood(one.id), one.name, (one,)) for one in QUARTERS
    }


def _same(one: Result, other: Result) -> bool:
    return replace(one, parts=tuple(sorted(one.parts, key=str))) == replace(
        other, parts=tuple(sorted(other.parts, key=str))
    )


@given(st.integers())
@settings(max_examples=60)
def test_no_indicator_depends_on_the_order_of_its_rows(seed: int) -> None:
    drawn = Random(seed)
    rows = _rows(drawn)
    shuffled = {name: drawn.sample(found, len(found)) for name, found in rows.items()}
    place = _place(Scope.metro())

    before, after = _book(rows, place), _book(shuffled, place)

    assert [code for code, one in INDICATORS.items() if not _same(one.compute(before), one.compute(after))] == []


@given(st.integers())
@settings(max_examples=60)
def test_what_claims_to_add_up_adds_up_over_neighbourhoods(seed: int) -> None:
    rows = _rows(Random(seed))

    for code, one in INDICATORS.items():
        if one.additive and not one.by_city and not one.not_recorded:
            found = {scope: one.compute(_book(rows, place)) for scope, place in _places().items()}
            whole = found.pop(Scope.metro())
            assert (whole.numerator or 0) == sum(part.numerator or 0 for part in found.values()), code


@given(st.integers())
@settings(max_examples=60)
def test_the_rows_behind_a_figure_add_up_to_it(seed: int) -> None:
    rows = _rows(Random(seed))
    book = _book(rows, _place(Scope.metro()))

    for code, one in INDICATORS.items():
        result = one.compute(book)
        if one.counts is None or not isinstance(result.numerator, int) or (one.part_names and code == "I4e"):
            continue
        assert sum(one.counts(row)[0] for row in getattr(book, one.rows)) == result.numerator, code


def test_no_indicator_divides_by_zero_when_nothing_happened() -> None:
    book = _book({}, _place(Scope.metro()))

    values = {code: one.compute(book).value for code, one in INDICATORS.items()}

    assert {code for code, value in values.items() if value} == set()


@given(
    st.dictionaries(st.sampled_from("abcde"), st.integers(0, 99)),
    st.dictionaries(st.sampled_from("abcde"), st.integers(0, 99)),
)
@settings(max_examples=100)
def test_shares_stay_between_nothing_and_all(counts: dict[str, int], population: dict[str, int]) -> None:
    found = [formulas.diversity(counts), formulas.dissimilarity(counts, population), formulas.balance(counts),
             formulas.gini(counts.values())]  # fmt: skip

    assert all(value is None or -1e-12 <= value <= 1 + 1e-12 for value in found)


def test_equal_turns_have_no_gini_and_one_voice_alone_has_nearly_all_of_it() -> None:
    assert formulas.gini([3, 3, 3]) == 0
    assert formulas.gini([0, 0, 0, 7]) == Fraction(3, 4)
    assert formulas.gini([0, 0]) is None
    assert math.isclose(formulas.balance({"a": 2, "b": 2}) or 0, 1)
