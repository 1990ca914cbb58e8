"""Deadlines: calendar days, open days, days counted from a date of the project."""

from datetime import UTC, date, datetime

import pytest

from app.clock import PARIS
from app.projects.models import Project
from app.steps.deadlines import add, due_at, is_open_day
from workflows.definition import Deadline, Duration, State


def _state(deadline: Deadline | None) -> State:
    return State(
        name="somewhere",
        stage="",
        label="",
        public_label="",
        owner="",
        deadline=deadline,
        on_deadline=None,
        actions={},
        terminal=False,
    )


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 5, 7), 1, date(2026, 5, 11)),  # 8 May is a holiday, then a weekend
        (date(2026, 12, 24), 5, date(2027, 1, 4)),  # Christmas and New Year's Day
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 5, 13), 2, date(2026, 5, 18)),  # Ascension, then Friday, then Monday
    ],
)
def test_open_days_skip_weekends_and_french_public_holidays(start: date, days: int, end: date) -> None:
    assert add(start, Duration(days, "od")) == end


def test_calendar_days_are_all_counted() -> None:
    assert add(date(2026, 12, 24), Duration(45, "d")) == date(2027, 2, 7)


def test_whit_monday_is_a_holiday_and_the_day_after_is_not() -> None:
    assert not is_open_day(date(2026, 5, 25))
    assert is_open_day(date(2026, 5, 26))


def test_a_deadline_ends_with_the_day_in_tours_whatever_the_season() -> None:
    winter = due_at(Project(), _state(Deadline(Duration(1, "d"), None)), datetime(2026, 1, 31, 23, 30, tzinfo=UTC))

    assert winter is not None
    assert winter.astimezone(PARIS).isoformat() == "2026-02-02T23:59:59+01:00"


def test_a_deadline_may_follow_a_date_of_the_project() -> None:
    deadline = _state(Deadline(Duration(15, "d"), "ends_on"))
    entered = datetime(2026, 6, 1, tzinfo=UTC)

    assert due_at(Project(ends_on=None), deadline, entered) is None
    due = due_at(Project(ends_on=date(2026, 7, 1)), deadline, entered)
    assert due is not None
    assert due.astimezone(PARIS).date() == date(2026, 7, 16)


@pytest.mark.parametrize(
    ("entered", "expected"),
    [(datetime(2026, 3, 1, tzinfo=UTC), date(2026, 6, 10)), (datetime(2026, 6, 20, tzinfo=UTC), date(2026, 6, 20))],
)
def test_a_deadline_before_a_date_is_never_before_the_day_it_began(entered: datetime, expected: date) -> None:
    deadline = _state(Deadline(Duration(-21, "d"), "starts_on"))

    due = due_at(Project(starts_on=date(2026, 7, 1)), deadline, entered)

    assert due is not None
    assert due.astimezone(PARIS).date() == expected


def test_open_days_are_counted_backwards_too() -> None:
    assert add(date(2026, 5, 26), Duration(-2, "od")) == date(2026, 5, 21)
