"""Figures of a place and a period, from rows to their reading."""

from flask import Flask

from app.insight import figures, rows
from app.insight.scopes import Period, Scope
from tests import make


def test_a_figure_is_read_in_a_sentence_and_followed_to_its_rows(app: Flask) -> None:
    place = make.neighbourhood()
    make.meeting(place)
    scope, year = Scope.neighbourhood(place.id), Period.year(2026)

    figure = figures.of(scope, year)["I2a"]
    with app.test_request_context():
        behind = rows.behind("I2a", scope, year)

    assert figure.numerator == behind.numerator == behind.total == 1
    assert "rencontre" in figure.reading.lower()


def test_a_single_thing_is_read_without_a_plural(app: Flask) -> None:
    make.meeting(make.neighbourhood(), residents=14)

    found = figures.of(Scope.metro(), Period.year(2026))

    assert found["I2e"].reading.endswith("\u00a0: 0 sur 1.")
    assert found["I3a"].reading == f"{found['I3a'].indicator.name}\u00a0: 14."
